import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Repeatable, SentAnswer } from '../application/once.js';
import { requireCaller } from './caller.js';
import { fieldProblem } from './problems.js';

export function readIdempotencyKey(request: FastifyRequest): string | undefined {
  const header = request.headers['idempotency-key'];
  if (header === undefined) return undefined;
  if (typeof header !== 'string' || !/^[\x21-\x7e](?:[\x20-\x7e]{0,253}[\x21-\x7e])?$/.test(header)) {
    throw fieldProblem('/headers/idempotency-key', 'Give 1 to 255 printable ASCII characters.');
  }
  return header;
}

/** What makes a request the same as an earlier one: caller, key, scope and body. */
export function toRepeatable(request: FastifyRequest, scope: string): Repeatable {
  const caller = requireCaller(request).person.id;
  // Deleting again changes nothing, so DELETE takes no key.
  const key = request.method === 'DELETE' ? undefined : readIdempotencyKey(request);
  return { caller, key, scope, body: request.body };
}

export function sendAnswer(reply: FastifyReply, { status, answer, location, replayed }: SentAnswer): FastifyReply {
  if (location !== null) void reply.header('location', location);
  if (replayed) void reply.header('idempotent-replay', 'true');
  return reply.code(status).type('application/json; charset=utf-8').send(answer);
}
