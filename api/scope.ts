import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Api } from './context.js';

/** A plugin's own scope, whose routes are typed by their schemas like those of the whole. */
export function scopeOf(plain: FastifyInstance): Api {
  return plain.withTypeProvider<ZodTypeProvider>();
}

/** A part of the path of a route without a schema; empty: it has none of this name. */
export function pathPart({ params }: FastifyRequest, name: string): string {
  const value: unknown = typeof params === 'object' && params !== null ? Reflect.get(params, name) : undefined;
  return typeof value === 'string' ? value : '';
}
