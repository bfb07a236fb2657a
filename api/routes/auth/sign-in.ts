import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { localPath } from '../../../domain/people/session.js';
import { rememberSignIn, WAY_SECONDS, completeSignIn, resumeSignIn } from '../../../application/people/sessions.js';
import type { Api, ApiContext } from '../../context.js';
import { ApiProblem } from '../../problems.js';
import { plainPage, wantsPage } from '../../console/plain-page.js';
import { binary } from '../../../contract/binary.js';
import {
  setSignInCookie,
  CALLBACK_PATH,
  sessionCookie,
  setSessionCookie,
  takeSignInCookie,
} from '../../sessions/cookies.js';
import { SignInError, type Departure } from '../../sign-in/issuer.js';

const RETRY_SECONDS = 5;

/** Unknown parameters are ignored: a person looks at this address. */
const query = z.object({
  next: z.string().optional().catch(undefined).describe('Path of the console to open afterwards'),
  person: z.string().optional().catch(undefined).describe('Embedded desk only: the demo person to sign in as'),
});

export function registerSignIn(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'Start sign-in at the issuer',
    tags: ['sign-in'],
    querystring: query,
    response: {
      302: z.null().describe('Redirect to the issuer'),
      503: binary('text/html', 'The sign-in service cannot be reached (HTML page)'),
    },
  };
  app.get('/auth/sign-in', { schema }, async (request, reply) => {
    const elsewhere = sameDeskAtItsOwnName(context, request);
    if (elsewhere !== undefined) return reply.redirect(elsewhere);
    const hint = context.demoPeople.find(({ name }) => name === request.query.person)?.name;
    const departure = await depart(context, hint).catch((error: unknown) => answerUnreachable(error, request, reply));
    if (departure === undefined) return reply;
    const { url, ...sent } = departure;
    const browser = await rememberSignIn(context, { ...sent, next: localPath(request.query.next) });
    setSignInCookie(reply, { publicUrl: context.publicUrl, state: sent.state, browser, seconds: WAY_SECONDS });
    return reply.header('cache-control', 'no-store').redirect(url);
  });
}

async function depart({ signIn }: ApiContext, hint: string | undefined): Promise<Departure> {
  if (signIn === null) throw new SignInError('unreachable', 'no sign-in issuer is configured');
  return signIn.depart(hint);
}

/**
 * The callback leads to the public name of the desk; under another loopback name the browser would not send its cookie.
 */
function sameDeskAtItsOwnName({ publicUrl }: ApiContext, request: FastifyRequest): string | undefined {
  if (publicUrl === null) return undefined;
  const own = new URL(publicUrl);
  const came = URL.parse(`http://${request.host}`);
  const loopback = (name: string) => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(name);
  if (came === null || came.port !== own.port || came.hostname === own.hostname) return undefined;
  return loopback(came.hostname) && loopback(own.hostname) ? `${publicUrl}${request.url}` : undefined;
}

function answerUnreachable(error: unknown, request: FastifyRequest, reply: FastifyReply): undefined {
  if (!(error instanceof SignInError)) throw error;
  request.log.warn({ err: error }, 'the sign-in service cannot be reached');
  const detail =
    'The sign-in service cannot be reached, so sign-in is not possible at the moment. Try again. If the problem persists, tell the operators.';
  if (!wantsPage(request))
    throw new ApiProblem('sign-in-unavailable', detail, { headers: { 'retry-after': String(RETRY_SECONDS) } });
  void reply.code(503).header('retry-after', String(RETRY_SECONDS)).type('text/html; charset=utf-8');
  void reply.send(plainPage('Sign-in is not possible at the moment', [detail], { href: '', text: 'Try again' }));
}

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
    const answer = new URLSearchParams(request.url.slice(CALLBACK_PATH.length));
    const state = answer.get('state') ?? '';
    const browser = takeSignInCookie(reply, { publicUrl, state });
    // Consumed before anything else: a callback works once, whatever happens.
    const sent = browser === undefined ? undefined : await resumeSignIn(context, { state, browser });
    if (sent === undefined) return { problem: 'expired' };
    const { nonce, verifier, next } = sent;
    if (next !== '/') wanted = { next };
    const arrival = await signIn.arrive(answer, { state, nonce, verifier });
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
