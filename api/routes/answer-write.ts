import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Transaction } from 'kysely';
import { runOnce } from '../../application/once.js';
import type { Tables } from '../../registry/tables.js';
import type { ApiContext } from '../context.js';
import { recordWrongPasskey } from '../step-up.js';
import { sendAnswer, toRepeatable } from '../idempotency.js';

export interface WriteAnswer {
  status: number;
  answer: Record<string, unknown>;
  location: string | null;
}

/** Answers a change that only touches the database: in one transaction, and once per Idempotency-Key. */
export async function answerWrite(
  context: ApiContext,
  { request, reply, scope }: { request: FastifyRequest; reply: FastifyReply; scope: string },
  work: (trx: Transaction<Tables>) => Promise<WriteAnswer>,
): Promise<FastifyReply> {
  const done = await runOnce(context.db, toRepeatable(request, scope), async (trx) => ({
    ...(await work(trx)),
    noticeId: null,
  })).catch(async (error: unknown) => {
    await recordWrongPasskey(context, request, { error, noticeId: null, name: scope });
    throw error;
  });
  return sendAnswer(reply, done);
}
