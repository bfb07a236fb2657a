import type { FastifyReply } from 'fastify';

/** The cookie that holds a session's secret, over http and over https. */
export const SESSION_COOKIE = 'nd_session';
/** Over https a browser takes it from this host alone: no neighbour under the same domain puts another in its place. */
export const HOST_SESSION_COOKIE = `__Host-${SESSION_COOKIE}`;

const isSecure = (publicUrl: string | null) => publicUrl?.startsWith('https:') === true;

/** The name of the session's cookie where the desk is reached at an address. */
export function sessionCookie(publicUrl: string | null): string {
  return isSecure(publicUrl) ? HOST_SESSION_COOKIE : SESSION_COOKIE;
}
/** Where the issuer sends people back to. */
export const CALLBACK_PATH = '/auth/callback';

/** What every cookie of ours has: no script reads it, no other site's form sends it. */
function common(publicUrl: string | null) {
  return { httpOnly: true, sameSite: 'lax', secure: isSecure(publicUrl) } as const;
}

/** Hands a session to the browser, until it is closed or the session ends. */
export function setSessionCookie(reply: FastifyReply, publicUrl: string | null, token: string): void {
  reply.setCookie(sessionCookie(publicUrl), token, { ...common(publicUrl), path: '/' });
}

/** Takes the session from the browser. */
export function clearSessionCookie(reply: FastifyReply, publicUrl: string | null): void {
  reply.clearCookie(sessionCookie(publicUrl), { ...common(publicUrl), path: '/' });
}

/** Each sign-in has a cookie of its own, so that two tabs do not take it from each other. */
function signInCookie(publicUrl: string | null, state: string): string {
  // Its path is not the whole host, which `__Host-` would ask for.
  return `${isSecure(publicUrl) ? '__Secure-' : ''}nd_sign_in_${state.replace(/[^A-Za-z0-9]/g, '').slice(0, 12)}`;
}

/** Marks the browser that a sign-in was begun in. */
export function setSignInCookie(
  reply: FastifyReply,
  { publicUrl, state, browser, seconds }: { publicUrl: string | null; state: string; browser: string; seconds: number },
): void {
  reply.setCookie(signInCookie(publicUrl, state), browser, {
    ...common(publicUrl),
    path: CALLBACK_PATH,
    maxAge: seconds,
  });
}

/** The mark again, and away with it. */
export function takeSignInCookie(
  reply: FastifyReply,
  { publicUrl, state }: { publicUrl: string | null; state: string },
): string | undefined {
  const name = signInCookie(publicUrl, state);
  const browser = reply.request.cookies[name];
  if (browser !== undefined) reply.clearCookie(name, { ...common(publicUrl), path: CALLBACK_PATH });
  return browser;
}
