import type { FastifyRequest } from 'fastify';
import { admit, type Admitted } from '../application/admit.js';
import type { Permission } from '../domain/people/permission.js';
import { readId } from './access.js';
import { requireCaller } from './caller.js';
import type { ApiContext } from './context.js';

declare module 'fastify' {
  interface FastifyRequest {
    admitted: Admitted | null;
  }
}

/** Checks a permission on the notice of a route's `:id` before the request is validated. */
export function admitTo(context: ApiContext, act: { permission: Permission; name: string }) {
  return async (request: FastifyRequest): Promise<void> => {
    request.admitted = await admit(context, requireCaller(request), { id: readId(request), ...act });
  };
}

export function requireAdmitted({ admitted }: FastifyRequest): Admitted {
  if (admitted === null) throw new Error('a request is admitted before it is handled');
  return admitted;
}
