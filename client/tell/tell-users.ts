import type { ContestedDecisions } from '../../domain/law/contested.js';
import { findContestedDecisions } from '../law/contested-rules.js';
import { decideTell, type Tell } from '../../domain/duty/tell.js';
import { writeRestorations, writeUserNotices, type MessageText, type WonAppeal } from '../../letters/user-message.js';
import { findWonBy } from '../../registry/appeal/restorations.js';
import type { Connection } from '../../registry/db.js';
import { getNotice, type NoticeRow } from '../../registry/notice/notices.js';
import { raiseAttention, resolveOthers } from '../../registry/ops/attention.js';
import { createCourtesy } from '../../registry/ops/courtesy.js';
import { insertOutbox } from '../../registry/ops/outbox.js';
import {
  claimFreed,
  claimToTell,
  insertMessages,
  insertMessageTexts,
  listActedGroups,
  listTold,
  listUnnotified,
  markTellOpened,
  openWaiting,
  type ActedGroup,
  type DoneSubmission,
  type GroupMessage,
} from '../../registry/tell/user-messages.js';
import { startTellClock } from '../clocks/start-effect-clocks.js';
import { findNoticeLaw } from '../../rulebook/consequence.js';
import { toSecrecy } from '../secrecy/secrecy-of.js';
import type { Services } from '../services.js';

export type TellSources = Pick<Services, 'db' | 'rulebook' | 'newId' | 'letterSender'>;

const BATCH = 50;
const PART = 1_000;

/** Records the messages to users about enforced decisions, opens those that waited, and meets the clocks. */
export async function tellUsers(sources: TellSources, now: Date): Promise<void> {
  const { db } = sources;
  while (await db.transaction().execute((trx) => openMessages(sources, trx, now)));
  await db.transaction().execute(async (trx) => {
    for (const noticeId of await claimFreed(trx, BATCH)) await openFreed(sources, trx, { noticeId, now });
  });
  for (const { noticeId, told, gone } of await listTold(db))
    await insertOutbox(db, { noticeId, kind: 'command', payload: { name: 'users_told', body: { told, gone } } });
  await tellOfUntold(db);
}

async function openMessages(sources: TellSources, trx: Connection, now: Date): Promise<boolean> {
  const done = await claimToTell(trx);
  if (done === undefined) return false;
  const row = await getNotice(trx, done.noticeId);
  const groups = row.secrecy_level === 'canary' ? [] : await listActedGroups(trx, done);
  const messages: GroupMessage[] = [];
  const won = done.cause === 'appeal_won' ? await findWonBy(trx, done) : undefined;
  // An appellant knows of the act: a disputed rule no longer withholds the outcome from them.
  const counsel = won === undefined ? await findContestedDecisions(sources, trx, row) : { user_notice: true };
  for (const group of groups) {
    const tell = applyUserNoticeRule(sources, row, { group, counsel, now });
    // A message that awaits counsel is recorded once counsel allows it.
    if (tell.decision === 'never' || tell.awaitsCounsel) continue;
    const texts = buildTexts(sources, row, { group, done, won });
    messages.push({
      ...group,
      textN: await insertMessageTexts(trx, { noticeId: row.id, texts }),
      // A law that requires notifying users of a restriction says nothing of its end.
      required: tell.required && done.purpose === 'decision',
      state: tell.decision === 'now' ? 'queued' : 'waiting',
      opensAt: tell.untilMs === null ? null : new Date(tell.untilMs),
    });
  }
  if (messages.length > 0) await writeDown(trx, { ...done, messages, targets: row.targets });
  await markTellOpened(trx, done);
  return true;
}

/** Yields between parts: a long order has a hundred thousand items. */
async function writeDown(
  trx: Connection,
  { targets, ...told }: Omit<DoneSubmission, 'cause'> & { messages: readonly GroupMessage[]; targets: number },
): Promise<void> {
  const courtesy = createCourtesy(trx);
  for (let afterNo = 0; afterNo < targets; afterNo += PART) {
    const upToNo = afterNo + PART;
    await courtesy.page(() => insertMessages(trx, { ...told, afterNo, upToNo }));
  }
}

function applyUserNoticeRule(
  { rulebook }: Pick<TellSources, 'rulebook'>,
  row: NoticeRow,
  { group, counsel, now }: { group: Pick<ActedGroup, 'lane'>; counsel: ContestedDecisions; now: Date },
): Tell {
  return decideTell({ lane: group.lane, law: findNoticeLaw(rulebook, row), secrecy: toSecrecy(row), counsel }, now.getTime());
}

function buildTexts(
  sources: TellSources,
  row: NoticeRow,
  { group, done, won }: { group: ActedGroup; done: DoneSubmission; won: WonAppeal | undefined },
): MessageText[] {
  const data = toTellData(sources, row, group);
  return done.purpose === 'decision'
    ? writeUserNotices(data, sources.rulebook.grounds)
    : writeRestorations({ ...data, cause: done.cause ?? 'unilateral', appeal: won });
}

export function toTellData(
  { rulebook, letterSender }: TellSources,
  row: NoticeRow,
  { lane, countries, grounds }: ActedGroup,
) {
  const law = findNoticeLaw(rulebook, row);
  const isLaw = law !== undefined && law.inForce.confidence !== 'house';
  return {
    service: letterSender.company ?? letterSender.service,
    authority: row.authority_name,
    law: isLaw ? law.title : '',
    lane,
    countries,
    grounds,
    remedies: isLaw ? law.remedies.flatMap(({ forUsers }) => forUsers ?? []) : [],
  };
}

/** After the secrecy ends, waiting messages are sent, and a clock that the law requires starts now. */
async function openFreed(
  sources: TellSources,
  trx: Connection,
  { noticeId, now }: { noticeId: string; now: Date },
): Promise<void> {
  const row = await getNotice(trx, noticeId);
  const counsel = await findContestedDecisions(sources, trx, row);
  if (applyUserNoticeRule(sources, row, { group: { lane: 'withhold' }, counsel, now }).decision !== 'now') return;
  const { required } = await openWaiting(trx, noticeId);
  if (required && row.stage !== 'closed') await startTellClock({ ...sources, trx }, { row, atMs: now.getTime() });
}

async function tellOfUntold(db: Connection): Promise<void> {
  const untold = await listUnnotified(db);
  const buildAlertKey = (noticeId: string) => `${noticeId}:users_not_told`;
  for (const { noticeId, refused, notOffered } of untold) {
    const why = [
      refused > 0
        ? `The platform refused ${refused} ${refused === 1 ? 'message to a user' : 'messages to users'}.`
        : '',
      notOffered > 0
        ? `The platform does not support messages: ${notOffered} ${notOffered === 1 ? 'user was' : 'users were'} not notified.`
        : '',
    ];
    const summary = why.filter((part) => part !== '').join(' ');
    const attention = { key: buildAlertKey(noticeId), kind: 'users_not_told' as const, noticeId, summary };
    await raiseAttention(db, { ...attention, detail: { refused, notOffered } }, { refresh: true });
  }
  await resolveOthers(db, { kind: 'users_not_told', keys: untold.map(({ noticeId }) => buildAlertKey(noticeId)) });
}
