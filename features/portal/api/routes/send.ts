import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SignedIn } from '../../application/intake/sign-in.js';
import type { PageHead } from '../html.js';

/** The portal's own policy: no scripts, nothing from elsewhere, and forms that only submit to this site. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

export function sendPortalPage(reply: FastifyReply, status: number, page: string): FastifyReply {
  return guard(reply).code(status).type('text/html; charset=utf-8').send(page);
}

export function guard(reply: FastifyReply): FastifyReply {
  return reply.header('content-security-policy', POLICY).header('cache-control', 'private, no-store');
}

/** Throws if a route is reached without the sign-in check before it. */
export function signedIn({ portal }: FastifyRequest): { who: SignedIn; formToken: string } {
  if (portal === null) throw new Error('a page inside the portal was reached without a session');
  return portal;
}

export function buildPageHead(request: FastifyRequest): PageHead {
  const { who, formToken } = signedIn(request);
  return { authority: who.authority.name, signer: who.signer.name, formToken };
}
