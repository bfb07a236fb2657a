import { createHmac, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SignedIn } from '../application/intake/sign-in.js';

declare module 'fastify' {
  interface FastifyRequest {
    portal: { who: SignedIn; formToken: string } | null;
  }
}

const NAME = 'nd_portal';
const isSecure = (publicUrl: string | null) => publicUrl?.startsWith('https:') === true;
// The cookie's path is not the whole host, which `__Host-` would require.
const nameAt = (publicUrl: string | null) => (isSecure(publicUrl) ? `__Secure-${NAME}` : NAME);
const optionsAt = (publicUrl: string | null) =>
  ({ path: '/portal', httpOnly: true, sameSite: 'strict', secure: isSecure(publicUrl) }) as const;

/** Sets the cookie for the browser session: unreadable by scripts, and not sent from other sites or to other pages. */
export function setPortalCookie(reply: FastifyReply, publicUrl: string | null, token: string): void {
  reply.setCookie(nameAt(publicUrl), token, optionsAt(publicUrl));
}

export function clearPortalCookie(reply: FastifyReply, publicUrl: string | null): void {
  reply.clearCookie(nameAt(publicUrl), optionsAt(publicUrl));
}

export function portalCookie({ cookies }: FastifyRequest, publicUrl: string | null): string | undefined {
  return cookies[nameAt(publicUrl)];
}

/** Derives the token that every form of a session carries: only a client that can read its pages knows it. */
export function computeFormToken(cookie: string): string {
  return createHmac('sha256', cookie).update('portal form').digest('base64url');
}

export function isOfSession(sent: string | null, formToken: string): boolean {
  const [given, wanted] = [Buffer.from(sent ?? ''), Buffer.from(formToken)];
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/**
 * Whether the browser says that a form was sent by another site. A browser that says nothing passes: the token is what
 * counts.
 */
export function isOfOtherSite({ headers }: FastifyRequest, publicUrl: string | null): boolean {
  const { origin, host } = headers;
  if (origin === undefined || origin === publicUrl) return false;
  return !URL.canParse(origin) || new URL(origin).host !== host;
}
