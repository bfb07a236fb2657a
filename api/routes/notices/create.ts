import type { FastifyRequest } from 'fastify';
import { can } from '../../../domain/people/permission.js';
import { toActor, type Caller } from '../../../application/caller.js';
import {
  entryNamedBy,
  fitsOneStatement,
  storeNotice,
  readNotice,
  type ReadNotice,
} from '../../../application/intake/receive-notice.js';
import { queryTogether } from '../../../registry/ask.js';
import {
  queryAnswer,
  findAnswer,
  insertStoredAnswer,
  isAnsweredAlready,
  requestHash,
  type KeyOf,
  type StoredAnswer,
} from '../../../registry/notices/idempotency.js';
import { getNotice } from '../../../registry/notices/notices.js';
import { toFreshRow } from '../../../registry/notices/received-notice.js';
import type { KeptNotice, Said } from '../../../registry/notices/receive.js';
import { markNoticeStarted } from '../../../registry/ops/outbox.js';
import { RegistryAway } from '../../../registry/outage.js';
import { requireCaller, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import {
  readIdempotencyKey,
  repeatAnswer,
  sendAnswer,
  stillRunning,
  toSent,
  type IdempotentAnswer,
  type SentAnswer,
} from '../../idempotency.js';
import { ApiProblem } from '../../problems.js';
import { noticeCreate } from '../../../contract/notice-create.js';
import { receivedNotice } from '../../../contract/notice-view.js';
import { toReceiptView } from '../../../application/intake/notice/notice-summary.js';
import { loadNoticeView } from '../../../application/intake/notice/notice-view.js';

/** `POST /v1/notices`: durable before it answers 201, once per Idempotency-Key. */
export function registerCreateNotice(app: Api, context: ApiContext): void {
  app.post(
    '/v1/notices',
    {
      schema: {
        tags: ['intake'],
        summary: 'Create a notice',
        body: noticeCreate,
        response: { 201: receivedNotice },
      },
      preValidation: [needs('notice.create'), needKey],
    },
    async (request, reply) => {
      const caller = requireCaller(request);
      const owner = { caller: caller.person.id, key: readIdempotencyKey(request) ?? '' };
      const requestSha256 = requestHash({ scope: 'notices', body: request.body });
      const queries = { before: queryAnswer(owner), entry: entryNamedBy(request.body, caller) };
      const { before, entry } = await queryTogether(context.db, queries);
      const repeat = async (given: StoredAnswer) =>
        sendAnswer(reply, await repeatAnswer(context.db, { ...owner, requestSha256, before: given }));
      if (before !== undefined) return repeat(before);
      const read = await readNotice(context, caller, request.body, { entry });
      try {
        const accepted = await acceptNotice(context, { caller, read, owner, requestSha256 });
        if (read.notice.secrecy.level === 'open') request.caused = read.notice.id;
        return sendAnswer(reply, await startNow(context, owner, accepted));
      } catch (error) {
        // A concurrent identical request was faster: both get its answer.
        const given = isAnsweredAlready(error) ? await findAnswer(context.db, owner) : undefined;
        if (given === undefined) throw error;
        return repeat(given);
      }
    },
  );
}

type View = ReturnType<typeof toReceiptView>;
type Accepted = Pick<KeptNotice, 'outboxId' | 'input'> & { answer: IdempotentAnswer & { answer: View } };

/** Writes a notice and its answer in one commit; most notices need a single statement. */
async function acceptNotice(
  context: ApiContext,
  { caller, read, owner, requestSha256 }: { caller: Caller; read: ReadNotice; owner: KeyOf; requestSha256: string },
): Promise<Accepted> {
  const { db, signer } = context;
  const { notice } = read;
  const sent = { status: 201, location: `/v1/notices/${notice.id}` };
  const at = context.now();
  const toAnswer = (view: View, { flagged }: Said) => ({
    ...view,
    targetsAccepted: notice.targets.length,
    targetsMerged: read.merged,
    targetsFlagged: flagged,
    ...(read.raised === null ? {} : { raised: read.raised }),
  });
  const toAccepted = (kept: KeptNotice, answer: View): Accepted => ({
    ...kept,
    answer: { ...sent, answer, noticeId: notice.id },
  });
  const fresh = toFreshRow(notice);
  const toReceipt = (said: Said) => toAnswer(toReceiptView({ ...fresh, number: said.number }), said);
  const seesFacts = can(caller.roles, 'notice.read_facts');
  if (!seesFacts && fitsOneStatement(read)) {
    const answer = { ...sent, requestSha256, answer: (said: Said) => JSON.stringify(toReceipt(said)) };
    const kept = await storeNotice(db, { signer, actor: toActor(caller), read, at, once: { owner, answer } });
    if (kept === null) throw stillRunning();
    return toAccepted(kept, toReceipt(kept));
  }
  return db.transaction().execute(async (trx) => {
    const kept = await storeNotice(trx, { signer, actor: toActor(caller), read, at, once: { owner, answer: null } });
    if (kept === null) throw stillRunning();
    const answer = seesFacts
      ? toAnswer(await loadNoticeView({ ...context, db: trx }, { row: await getNotice(trx, notice.id), caller }), kept)
      : toReceipt(kept);
    const accepted = toAccepted(kept, answer);
    await insertStoredAnswer(trx, { ...owner, requestSha256, settled: false, ...toSent(accepted.answer) });
    return accepted;
  });
}

async function needKey(request: FastifyRequest): Promise<void> {
  if (readIdempotencyKey(request) === undefined) {
    throw new ApiProblem(
      'idempotency-key-missing',
      'Send an Idempotency-Key header: 1 to 255 characters, a new one for each notice.',
    );
  }
}

/**
 * Starts the workflow immediately and returns the answer to send: started, unless that failed or a faster repeat has
 * already been answered otherwise. In either case the notice is safe, since the sweeper starts it from the outbox.
 */
async function startNow(
  { db, engine }: ApiContext,
  owner: KeyOf,
  { outboxId, input, answer }: Accepted,
): Promise<SentAnswer> {
  const started = await engine.start(input).then(
    () => true,
    () => false, // Reported by the alert `stuck_outbox` if it lasts.
  );
  const waiting = toSent(answer);
  if (!started) return waiting;
  const { workflow } = answer.answer;
  const running = toSent({ ...answer, answer: { ...answer.answer, workflow: { ...workflow, started: true } } });
  try {
    const marking = { id: outboxId, noticeId: input.noticeId, owner, answer: running.answer };
    return (await markNoticeStarted(db, marking)) ? running : waiting;
  } catch (error) {
    if (!(error instanceof RegistryAway)) return waiting;
    throw new ApiProblem(
      'engine-unavailable',
      'The notice is recorded. Send it again under the same Idempotency-Key for its answer.',
      { headers: { 'retry-after': '5' } },
    );
  }
}
