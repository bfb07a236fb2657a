import type { FastifyReply } from 'fastify';
import type { ChangeOutcome } from '../../client/administration/ask-change.js';
import type { WriteAnswer } from './answer-write.js';

type FirstAnswer = WriteAnswer & { shownOnce?: Record<string, unknown> };

/** Answers a change made immediately as such, one that waits for a second person with 202 and the change. */
export function toAnswer<Done>(requested: ChangeOutcome<Done>, view: (done: Done) => FirstAnswer): FirstAnswer {
  return requested.pending ? toPending(requested.change) : view(requested.done);
}

function toPending(change: string) {
  return { status: 202, answer: { change, state: 'pending' }, location: `/v1/changes/${change}` };
}

export function sendRemoved(reply: FastifyReply, requested: ChangeOutcome<unknown>): FastifyReply {
  if (!requested.pending) return reply.code(204).send(null);
  const { status, answer, location } = toPending(requested.change);
  return reply.code(status).header('location', location).send(answer);
}
