import { can } from '../../domain/people/permission.js';
import { queryTogether } from '../../registry/ask.js';
import {
  findAnswer,
  insertStoredAnswer,
  isAnsweredAlready,
  queryAnswer,
  requestHash,
  type KeyOf,
  type StoredAnswer,
} from '../../registry/notices/idempotency.js';
import { getNotice } from '../../registry/notices/notices.js';
import type { KeptNotice, Said } from '../../registry/notices/receive.js';
import { toFreshRow } from '../../registry/notices/received-notice.js';
import { markNoticeStarted } from '../../registry/ops/outbox.js';
import { RegistryAway } from '../../registry/outage.js';
import type { NoticeCreate } from '../../contract/notice-create.js';
import { toActor, type Caller } from '../caller.js';
import { repeatAnswer, stillRunning, toSent, type IdempotentAnswer, type SentAnswer } from '../once.js';
import { Refusal } from '../refusal.js';
import type { Services } from '../services.js';
import { toReceiptView } from './notice/notice-summary.js';
import { loadNoticeView, type NoticeViewing } from './notice/notice-view.js';
import { entryNamedBy, readNotice, type ReadNotice } from './read-notice.js';
import { fitsOneStatement, storeNotice } from './store-notice.js';

type CreatingServices = Services & NoticeViewing;

/** The answer to send; `cause`: the new notice, unless it is secret or was created before. */
interface Created {
  answer: SentAnswer;
  cause: string | null;
}

/** Accepts a notice, durably and once per key, and starts its workflow. */
export async function createNotice(
  services: CreatingServices,
  caller: Caller,
  { sent, key }: { sent: NoticeCreate; key: string },
): Promise<Created> {
  const { db } = services;
  const owner = { caller: caller.person.id, key };
  const requestSha256 = requestHash({ scope: 'notices', body: sent });
  const repeat = async (before: StoredAnswer): Promise<Created> => ({
    answer: await repeatAnswer(db, { ...owner, requestSha256, before }),
    cause: null,
  });
  const queries = { before: queryAnswer(owner), entry: entryNamedBy(sent, caller) };
  const { before, entry } = await queryTogether(db, queries);
  if (before !== undefined) return repeat(before);
  const read = await readNotice(services, caller, sent, { entry });
  try {
    const accepted = await accept(services, { caller, read, owner, requestSha256 });
    const { id, secrecy } = read.notice;
    return { answer: await start(services, owner, accepted), cause: secrecy.level === 'open' ? id : null };
  } catch (error) {
    // A concurrent identical request was faster: both get its answer.
    const given = isAnsweredAlready(error) ? await findAnswer(db, owner) : undefined;
    if (given === undefined) throw error;
    return repeat(given);
  }
}

type View = ReturnType<typeof toReceiptView>;
type Accepted = Pick<KeptNotice, 'outboxId' | 'input'> & { answer: IdempotentAnswer & { answer: View } };

/** Writes a notice and its answer in one commit; most notices need a single statement. */
async function accept(
  services: CreatingServices,
  { caller, read, owner, requestSha256 }: { caller: Caller; read: ReadNotice; owner: KeyOf; requestSha256: string },
): Promise<Accepted> {
  const { db, signer } = services;
  const { notice } = read;
  const sent = { status: 201, location: `/v1/notices/${notice.id}` };
  const at = services.now();
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
      ? toAnswer(await loadNoticeView({ ...services, db: trx }, { row: await getNotice(trx, notice.id), caller }), kept)
      : toReceipt(kept);
    const accepted = toAccepted(kept, answer);
    await insertStoredAnswer(trx, { ...owner, requestSha256, settled: false, ...toSent(accepted.answer) });
    return accepted;
  });
}

/**
 * Starts the workflow immediately and returns the answer to send: started, unless that failed or a faster repeat has
 * already been answered otherwise. In either case the notice is safe, since the sweeper starts it from the outbox.
 */
async function start(
  { db, engine }: Pick<Services, 'db' | 'engine'>,
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
    throw new Refusal(
      'unavailable',
      'The notice is recorded. Send it again under the same Idempotency-Key for its answer.',
      { retryAfterSeconds: 5 },
    );
  }
}
