import type { FastifyRequest } from 'fastify';
import { callerOf } from '../caller.js';
import { Problem } from '../problems.js';
import type { Caller, CallerSession } from '../../client/caller.js';

export function sessionOf(request: FastifyRequest): { caller: Caller; session: CallerSession } {
  const caller = callerOf(request);
  if (caller.session === null)
    throw new Problem(
      'not-found',
      'The request was made with a key, and keys have no session. GET /v1/me shows the owner of the key.',
    );
  return { caller, session: caller.session };
}
