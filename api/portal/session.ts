import { createHmac, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SignedIn } from '../../client/portal/sign-in.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is signed in to the portal, and what proves forms of theirs; null everywhere else. */
    portal: { who: SignedIn; formToken: string } | null;
  }
}

const NAME = 'nd_portal';
const isSecure = (publicUrl: string | null) => publicUrl?.startsWith('https:') === true;
// Its path is not the whole host, which `__Host-` would ask for.
const nameAt = (publicUrl: string | null) => (isSecure(publicUrl) ? `__Secure-${NAME}` : NAME);
const optionsAt = (publicUrl: string | null) =>
  ({ path: '/portal', httpOnly: true, sameSite: 'strict', secure: isSecure(publicUrl) }) as const;

/** Hands a session to the browser, until it is closed: read by no script, sent from no other site and to no other page. */
export function setPortalCookie(reply: FastifyReply, publicUrl: string | null, token: string): void {
  reply.setCookie(nameAt(publicUrl), token, optionsAt(publicUrl));
}

export function clearPortalCookie(reply: FastifyReply, publicUrl: string | null): void {
  reply.clearCookie(nameAt(publicUrl), optionsAt(publicUrl));
}

/** What the cookie of a session holds; undefined: there is none. */
export function portalCookie({ cookies }: FastifyRequest, publicUrl: string | null): string | undefined {
  return cookies[nameAt(publicUrl)];
}

/** What every form of a session carries: whoever cannot read its pages cannot know it. */
export function formTokenOf(cookie: string): string {
  return createHmac('sha256', cookie).update('portal form').digest('base64url');
}

/** Whether a form carries what its session gave it. */
export function isOfSession(sent: string | null, formToken: string): boolean {
  const [given, wanted] = [Buffer.from(sent ?? ''), Buffer.from(formToken)];
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** Whether a browser says that a form was sent by another site. One that says nothing is believed: the token is what counts. */
export function isOfOtherSite({ headers }: FastifyRequest, publicUrl: string | null): boolean {
  const { origin, host } = headers;
  if (origin === undefined || origin === publicUrl) return false;
  return !URL.canParse(origin) || new URL(origin).host !== host;
}
