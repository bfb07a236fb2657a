import type { FastifyRequest } from 'fastify';
import type { NoticeInput } from '../../../domain/notice/notice-state.js';
import { can } from '../../../domain/people/permission.js';
import type { KeyOf } from '../../../registry/notice/idempotency.js';
import { RegistryAway } from '../../../registry/outage.js';
import { markNoticeStarted } from '../../../registry/ops/outbox.js';
import { keepNotice, readNotice } from '../../../client/intake/receive-notice.js';
import { callerOf, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { answerOnce, readIdempotencyKey, sendAnswer } from '../../idempotency.js';
import { Problem } from '../../problems.js';
import { noticeCreate } from '../../../contract/notice-create.js';
import { receivedNotice } from '../../../contract/notice-view.js';
import { loadNoticeView, toReceiptView } from '../../view/notice.js';

/** `POST /v1/notices`: takes a notice, durably before it answers 201, once per Idempotency-Key. */
export function registerCreateNotice(app: Api, context: ApiContext): void {
  app.post(
    '/v1/notices',
    {
      schema: {
        tags: ['intake'],
        summary: 'Receive a notice',
        body: noticeCreate,
        response: { 201: receivedNotice },
      },
      preValidation: [needs('notice.create'), needKey],
    },
    async (request, reply) => {
      const key = readIdempotencyKey(request) ?? '';
      const caller = callerOf(request);
      const kept: { start: (() => Promise<string | null>) | null } = { start: null };
      const once = { key, scope: 'notices', settled: false };
      const answer = await answerOnce(context.db, request, once, async (trx) => {
        const read = await readNotice({ ...context, db: trx }, caller, request.body);
        const { row, flagged, outboxId, input } = await keepNotice(trx, { caller, read, at: context.now() });
        const view: View = can(caller.roles, 'notice.read_facts')
          ? await loadNoticeView({ ...context, db: trx }, { row, caller })
          : toReceiptView(row);
        const counts = {
          targetsAccepted: read.notice.targets.length,
          targetsMerged: read.merged,
          targetsFlagged: flagged,
        };
        const body = { ...view, ...counts, ...(read.raised === null ? {} : { raised: read.raised }) };
        kept.start = () =>
          startNow(context, {
            outboxId,
            input,
            whose: { caller: caller.person.id, key },
            answer: JSON.stringify({ ...body, workflow: { ...body.workflow, started: true } }),
          });
        return {
          status: 201,
          answer: body,
          location: `/v1/notices/${input.noticeId}`,
          noticeId: input.noticeId,
        };
      });
      const started = kept.start === null ? null : await kept.start();
      return sendAnswer(reply, started === null ? answer : { ...answer, answer: started });
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

/**
 * Starts the workflow at once and answers what to say then; null where it could not be started, or where a repeat was
 * faster and has been told otherwise. The notice is safe all the same: the sweeper starts it from the outbox.
 */
async function startNow(
  { db, engine }: ApiContext,
  { outboxId, input, whose, answer }: { outboxId: number; input: NoticeInput; whose: KeyOf; answer: string },
): Promise<string | null> {
  const started = await engine.start(input).then(
    () => true,
    () => false, // told by attention `stuck_outbox` if it lasts
  );
  if (!started) return null;
  try {
    return (await markNoticeStarted(db, { id: outboxId, noticeId: input.noticeId, whose, answer })) ? answer : null;
  } catch (error) {
    if (!(error instanceof RegistryAway)) return null;
    throw new Problem(
      'engine-unavailable',
      'The notice is recorded. Send it again under the same Idempotency-Key for its answer.',
      { headers: { 'retry-after': '5' } },
    );
  }
}
