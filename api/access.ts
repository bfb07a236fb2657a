import type { FastifyRequest } from 'fastify';
import { findReadable, needNotice, type Access } from '../application/access.js';
import { pathWithId } from '../contract/params.js';
import { requireCaller } from './caller.js';
import type { ApiContext } from './context.js';
import { admit, type Admitted } from '../application/admit.js';
import type { Permission } from '../domain/people/permission.js';

export function readId({ params }: FastifyRequest): string {
  return pathWithId.parse(params).id;
}

/** Finds the notice of a route's `:id` if the caller may read any of it; records the read if the notice is secret. */
export function findReadableNotice(context: ApiContext, request: FastifyRequest) {
  return findReadable(context, requireCaller(request), readId(request));
}

/** Finds the notice of a route's `:id` of which the caller may read that much, for `find` of a writing route. */
export function noticeTo(context: ApiContext, to: Exclude<Access, 'receipt'>) {
  return (request: FastifyRequest) => needNotice(context, requireCaller(request), { id: readId(request), to });
}

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

/** Reads the number of a part in an address, e.g. of a letter; null if it is none. */
export function readPartNumber(text: string): number | null {
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null;
}
