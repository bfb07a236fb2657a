import type { FastifyRequest } from 'fastify';
import { requireCaller } from '../caller.js';
import { ApiProblem } from '../problems.js';
import type { Caller, CallerSession } from '../../application/caller.js';

export function requireSession(request: FastifyRequest): { caller: Caller; session: CallerSession } {
  const caller = requireCaller(request);
  if (caller.session === null)
    throw new ApiProblem(
      'not-found',
      'The request was made with a key, and keys have no session. GET /v1/me shows the owner of the key.',
    );
  return { caller, session: caller.session };
}
