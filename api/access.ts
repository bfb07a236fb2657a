import type { FastifyRequest } from 'fastify';
import { findReadable, needNotice, type Access } from '../application/access.js';
import { pathWithId } from '../contract/params.js';
import { requireCaller } from './caller.js';
import type { ApiContext } from './context.js';

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
