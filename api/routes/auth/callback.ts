import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { completeSignIn, resumeSignIn } from '../../../application/people/sessions.js';
import type { Api, ApiContext } from '../../context.js';
import { CALLBACK_PATH, sessionCookie, setSessionCookie, takeSignInCookie } from '../../sessions/cookies.js';
import { SignInError } from '../../sign-in/issuer.js';

type SignInProblem = 'no_account' | 'refused' | 'expired' | 'unreachable';
type Result = { token: string; next: string } | { problem: SignInProblem; next?: string };

/** `GET /auth/callback`: the issuer redirects here. Whatever happens, the browser ends on a page of the console. */
export function registerCallback(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'Sign-in callback from the issuer',
    tags: ['sign-in'],
    response: { 302: z.null().describe('To the console, or to `/sign-in?problem=` with the requested `next`') },
  };
  app.get(CALLBACK_PATH, { schema }, async (request, reply) => {
    const result = await finish(context, request, reply);
    void reply.header('cache-control', 'no-store');
    if ('problem' in result) return reply.redirect(`/sign-in?${new URLSearchParams({ ...result }).toString()}`);
    setSessionCookie(reply, context.publicUrl, result.token);
    return reply.redirect(result.next);
  });
}

async function finish(context: ApiContext, request: FastifyRequest, reply: FastifyReply): Promise<Result> {
  const { signIn, publicUrl } = context;
  if (signIn === null) return { problem: 'unreachable' };
  // A person who signs in again still gets to the page they wanted.
  let wanted: { next?: string } = {};
  try {
    const query = new URLSearchParams(request.url.slice(CALLBACK_PATH.length));
    const state = query.get('state') ?? '';
    const browser = takeSignInCookie(reply, { publicUrl, state });
    // Consumed before anything else: a callback works once, whatever happens.
    const sent = browser === undefined ? undefined : await resumeSignIn(context, { state, browser });
    if (sent === undefined) return { problem: 'expired' };
    const { nonce, verifier, next } = sent;
    if (next !== '/') wanted = { next };
    const arrival = await signIn.arrive(query, { state, nonce, verifier });
    const userAgent = request.headers['user-agent'];
    const token = await completeSignIn(context, {
      arrival,
      userAgent,
      before: request.cookies[sessionCookie(publicUrl)],
    });
    if (token !== undefined) return { token, next };
    request.log.warn({ issuer: arrival.issuer, subject: arrival.subject }, 'sign-in refused: no account');
    return { problem: 'no_account', ...wanted };
  } catch (error) {
    request.log.warn({ err: error }, 'sign-in failed');
    return { problem: error instanceof SignInError ? error.why : 'unreachable', ...wanted };
  }
}
