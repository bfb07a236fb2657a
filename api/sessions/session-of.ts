import type { FastifyRequest } from 'fastify';
import { callerOf } from '../caller.js';
import { Problem } from '../problems.js';
import type { Caller, CallerSession } from '../../client/caller.js';

export function sessionOf(request: FastifyRequest): { caller: Caller; session: CallerSession } {
  const caller = callerOf(request);
  if (caller.session === null)
    throw new Problem('not-found', 'A key was sent, and a key has no session. GET /v1/me says whose it is.');
  return { caller, session: caller.session };
}
