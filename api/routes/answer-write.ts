import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Transaction } from 'kysely';
import type { Tables } from '../../registry/tables.js';
import type { ApiContext } from '../context.js';
import { recordWrongPasskey } from '../step-up.js';
import { answerOnce, readIdempotencyKey, sendAnswer, toSent } from '../idempotency.js';

export interface WriteAnswer {
  status: number;
  answer: Record<string, unknown>;
  location: string | null;
}

/**
 * Answers a change that only touches the database: in one transaction, and once per Idempotency-Key. `shownOnce` is
 * added to the first answer and not stored.
 */
export async function answerWrite(
  context: ApiContext,
  { request, reply, scope }: { request: FastifyRequest; reply: FastifyReply; scope: string },
  work: (trx: Transaction<Tables>) => Promise<WriteAnswer & { shownOnce?: Record<string, unknown> }>,
): Promise<FastifyReply> {
  let shownOnce: Record<string, unknown> = {};
  const once = async (trx: Transaction<Tables>) => {
    const { shownOnce: extra = {}, ...answer } = await work(trx);
    shownOnce = extra;
    return { ...answer, noticeId: null };
  };
  const key = readIdempotencyKey(request);
  const doing =
    key === undefined
      ? context.db.transaction().execute(once).then(toSent)
      : answerOnce(context.db, request, { key, scope }, once);
  const done = await doing.catch(async (error: unknown) => {
    await recordWrongPasskey(context, request, { error, noticeId: null, name: scope });
    throw error;
  });
  if (done.replayed || Object.keys(shownOnce).length === 0) return sendAnswer(reply, done);
  const whole = { ...(JSON.parse(done.answer) as object), ...shownOnce };
  return sendAnswer(reply, { ...done, answer: JSON.stringify(whole) });
}
