import type { FastifyRequest } from 'fastify';
import { can, type Permission } from '../domain/people/permission.js';
import type { Caller } from '../application/caller.js';
import { notPermitted } from '../application/refusal.js';
import { ApiProblem } from './problems.js';

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | null;
  }
}

export function requireCaller(request: FastifyRequest): Caller {
  if (request.caller === null) {
    throw new ApiProblem(
      'unauthenticated',
      'Sign in to the console, or send a valid key as "Authorization: Bearer KEY".',
      {
        headers: { 'www-authenticate': 'Bearer' },
      },
    );
  }
  return request.caller;
}

export function needs(permission: Permission): (request: FastifyRequest) => Promise<void> {
  return async (request) => {
    if (!can(requireCaller(request).roles, permission)) throw notPermitted(permission);
  };
}
