import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SignedIn } from '../../../client/portal/sign-in.js';
import type { PageHead } from '../../portal/html.js';

/** The portal's own: no script, nothing from elsewhere, and forms that lead back here alone. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** Sends a page. */
export function send(reply: FastifyReply, status: number, page: string): FastifyReply {
  return guard(reply).code(status).type('text/html; charset=utf-8').send(page);
}

/** What every answer of the portal has, whatever it holds. */
export function guard(reply: FastifyReply): FastifyReply {
  return reply.header('content-security-policy', POLICY).header('cache-control', 'private, no-store');
}

/** Who is signed in; a route that asks stands behind the check. */
export function signedIn({ portal }: FastifyRequest): { who: SignedIn; formToken: string } {
  if (portal === null) throw new Error('a page inside the portal was reached without a session');
  return portal;
}

/** What stands at the top of whoever's pages. */
export function headOf(request: FastifyRequest): PageHead {
  const { who, formToken } = signedIn(request);
  return { authority: who.authority.name, signer: who.signer.name, formToken };
}
