import type { FastifyReply } from 'fastify';
import type { ChangeOutcome } from '../../application/people/ask-change.js';
import type { WriteAnswer } from './answer-write.js';

type FirstAnswer = WriteAnswer & { shownOnce?: Record<string, unknown> };

/** Answers a change made immediately as such, one that waits for a second person with 202 and the change. */
export function toAnswer<Done>(outcome: ChangeOutcome<Done>, view: (done: Done) => FirstAnswer): FirstAnswer {
  return outcome.pending ? toPending(outcome.change) : view(outcome.done);
}

function toPending(change: string) {
  return { status: 202, answer: { change, state: 'pending' }, location: `/v1/changes/${change}` };
}

export function sendRemoved(reply: FastifyReply, outcome: ChangeOutcome<unknown>): FastifyReply {
  if (!outcome.pending) return reply.code(204).send(null);
  const { status, answer, location } = toPending(outcome.change);
  return reply.code(status).header('location', location).send(answer);
}
