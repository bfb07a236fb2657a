import type { FastifyReply } from 'fastify';

export const SESSION_COOKIE = 'nd_session';
/** Over https the `__Host-` prefix keeps other hosts of the domain from replacing the cookie. */
export const HOST_SESSION_COOKIE = `__Host-${SESSION_COOKIE}`;

const isSecure = (publicUrl: string | null) => publicUrl?.startsWith('https:') === true;

export function sessionCookie(publicUrl: string | null): string {
  return isSecure(publicUrl) ? HOST_SESSION_COOKIE : SESSION_COOKIE;
}
export const CALLBACK_PATH = '/auth/callback';

function common(publicUrl: string | null) {
  return { httpOnly: true, sameSite: 'lax', secure: isSecure(publicUrl) } as const;
}

export function setSessionCookie(reply: FastifyReply, publicUrl: string | null, token: string): void {
  reply.setCookie(sessionCookie(publicUrl), token, { ...common(publicUrl), path: '/' });
}

export function clearSessionCookie(reply: FastifyReply, publicUrl: string | null): void {
  reply.clearCookie(sessionCookie(publicUrl), { ...common(publicUrl), path: '/' });
}

/** One cookie per sign-in, so that two tabs do not overwrite each other's. */
function signInCookie(publicUrl: string | null, state: string): string {
  // The cookie's path is not the whole host, which `__Host-` would require.
  return `${isSecure(publicUrl) ? '__Secure-' : ''}nd_sign_in_${state.replace(/[^A-Za-z0-9]/g, '').slice(0, 12)}`;
}

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

export function takeSignInCookie(
  reply: FastifyReply,
  { publicUrl, state }: { publicUrl: string | null; state: string },
): string | undefined {
  const name = signInCookie(publicUrl, state);
  const browser = reply.request.cookies[name];
  if (browser !== undefined) reply.clearCookie(name, { ...common(publicUrl), path: CALLBACK_PATH });
  return browser;
}
