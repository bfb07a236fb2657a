import type { FastifyRequest } from 'fastify';
import type { Caller, CallerSession } from '../../application/caller.js';
import { findKeyCaller, findSignedIn } from '../../application/people/authenticate.js';
import type { ApiContext } from '../context.js';
import { sessionCookie } from './cookies.js';
import { requireCaller } from '../caller.js';
import { ApiProblem } from '../problems.js';

/** Returns the caller by key, else by session, else null. A wrong key is null, even with a valid session. */
export async function findCaller(context: ApiContext, request: FastifyRequest): Promise<Caller | null> {
  const bearer = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return findKeyCaller(context, bearer);
  const token = request.cookies[sessionCookie(context.publicUrl)];
  return token === undefined ? null : findSignedIn(context, { token, isUse: isUse(request) });
}

function isUse({ headers }: FastifyRequest): boolean {
  return headers['x-background'] !== '1' && headers.accept?.includes('text/event-stream') !== true;
}

export function requireSession(request: FastifyRequest): { caller: Caller; session: CallerSession } {
  const caller = requireCaller(request);
  if (caller.session === null)
    throw new ApiProblem(
      'not-found',
      'The request was made with a key, and keys have no session. GET /v1/me shows the owner of the key.',
    );
  return { caller, session: caller.session };
}
