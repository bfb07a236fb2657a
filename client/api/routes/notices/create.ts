import type { FastifyRequest } from 'fastify';
import { can } from '../../../../domain/permission.js';
import { markOutboxDone } from '../../../../registry/outbox.js';
import { keepNotice, readNotice } from '../../../intake/receive-notice.js';
import { callerOf, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { answerOnce, readIdempotencyKey, sendAnswer } from '../../idempotency.js';
import { Problem } from '../../problems.js';
import { noticeCreate } from '../../schema/notice-create.js';
import { loadNoticeView, toReceiptView } from '../../view/notice.js';

/** `POST /v1/notices`: takes a notice, durably before it answers 201, once per Idempotency-Key. */
export function registerCreateNotice(app: Api, context: ApiContext): void {
  app.post(
    '/v1/notices',
    {
      schema: { tags: ['intake'], summary: 'Receive a notice', body: noticeCreate },
      preValidation: [needs('notice.create'), needKey],
    },
    async (request, reply) => {
      const key = readIdempotencyKey(request) ?? '';
      const kept: { start: (() => Promise<boolean>) | null } = { start: null };
      const answer = await answerOnce(context.db, request, { key, scope: 'notices' }, async (trx) => {
        const caller = callerOf(request);
        const read = await readNotice({ ...context, db: trx }, caller, request.body);
        const { row, flagged, outboxId, input } = await keepNotice(trx, { caller, read, at: context.now() });
        kept.start = () =>
          startNow(context, { outboxId, noticeId: input.noticeId, start: () => context.engine.start(input) });
        const view: View = can(caller.roles, 'notice.read_facts')
          ? await loadNoticeView({ ...context, db: trx }, { row, caller })
          : toReceiptView(row);
        const counts = {
          targetsAccepted: read.notice.targets.length,
          targetsMerged: read.merged,
          targetsFlagged: flagged,
        };
        return {
          status: 201,
          answer: { ...view, ...counts },
          location: `/v1/notices/${input.noticeId}`,
          noticeId: input.noticeId,
        };
      });
      if (kept.start !== null) (answer.answer as unknown as View).workflow.started = await kept.start();
      return sendAnswer(reply, answer);
    },
  );
}

type View = ReturnType<typeof toReceiptView>;

async function needKey(request: FastifyRequest): Promise<void> {
  if (readIdempotencyKey(request) === undefined) {
    throw new Problem(
      'idempotency-key-missing',
      'Send an Idempotency-Key header: 1 to 255 characters, a new one for each notice.',
    );
  }
}

/** Starts the workflow at once. If that fails the notice is safe all the same: the sweeper starts it from the outbox. */
async function startNow(
  { db }: ApiContext,
  { outboxId, noticeId, start }: { outboxId: number; noticeId: string; start: () => Promise<unknown> },
): Promise<boolean> {
  try {
    await start();
    await markOutboxDone(db, { id: outboxId, started: noticeId });
    return true;
  } catch {
    return false; // told by attention `stuck_outbox` if it lasts
  }
}
