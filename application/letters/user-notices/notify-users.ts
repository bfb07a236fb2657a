import type { ContestedDecisions } from '../../../domain/rulebook/contested.js';
import { findContestedDecisions } from '../../clocks/rulebook/contested-rules.js';
import { decideUserNotice, type UserNotice } from '../../../domain/duties/user-notice.js';
import {
  writeRestorations,
  writeUserNotices,
  type MessageText,
  type WonAppeal,
} from '../../../letters/user-message.js';
import { findWonBy } from '../../../registry/appeals/restorations.js';
import type { Connection } from '../../../registry/db.js';
import { getNotice, type NoticeRow } from '../../../registry/notices/notices.js';
import { raiseAlert, resolveOthers } from '../../../registry/ops/alerts.js';
import { createForegroundYield } from '../../../registry/ops/foreground-work.js';
import { insertOutbox } from '../../../registry/ops/outbox.js';
import {
  claimFreed,
  claimUserMessages,
  insertMessages,
  insertMessageTexts,
  listActedGroups,
  listNotified,
  listUnnotified,
  markUserNoticesOpened,
  openWaiting,
  type ActedGroup,
  type DoneSubmission,
  type GroupMessage,
  isUserNoticeOwed,
  settleUnnotified,
} from '../../../registry/user-notices/user-messages.js';
import { startClocksFromUserNotice, startUserNoticeClock } from '../../clocks/start-clocks.js';
import { findNoticeLaw } from '../../../rulebook/consequence.js';
import { toSecrecy } from '../../../registry/notices/row-secrecy.js';
import type { Services } from '../../services.js';
import type { Duty } from '../../../domain/duties/duty.js';
import type { RegimeVersion } from '../../../domain/rulebook/regime.js';
import { hasOpenAppeal } from '../../../registry/appeals/appeals.js';
import { appendAudit } from '../../../registry/notices/audit.js';
import { toActor, type Caller } from '../../caller.js';
import { Refusal } from '../../refusal.js';

export type UserNoticeSources = Pick<Services, 'db' | 'rulebook' | 'newId' | 'letterSender'>;

const BATCH = 50;
const PART = 1_000;

/** Records the messages to users about enforced decisions, opens those that waited, and meets the clocks. */
export async function notifyUsers(sources: UserNoticeSources, now: Date): Promise<void> {
  const { db } = sources;
  while (await db.transaction().execute((trx) => openMessages(sources, trx, now)));
  await db.transaction().execute(async (trx) => {
    for (const noticeId of await claimFreed(trx, BATCH)) await openFreed(sources, trx, { noticeId, now });
  });
  for (const { noticeId, notified, gone } of await listNotified(db))
    await db.transaction().execute(async (trx) => {
      const payload = { name: 'users_notified' as const, body: { notified, gone } };
      await insertOutbox(trx, { noticeId, kind: 'command', payload });
      await startClocksFromUserNotice({ ...sources, trx }, { noticeId, atMs: now.getTime() });
    });
  await raiseUnnotified(db);
}

async function openMessages(sources: UserNoticeSources, trx: Connection, now: Date): Promise<boolean> {
  const done = await claimUserMessages(trx);
  if (done === undefined) return false;
  const row = await getNotice(trx, done.noticeId);
  const groups = row.secrecy_level === 'canary' ? [] : await listActedGroups(trx, done);
  const messages: GroupMessage[] = [];
  const won = done.cause === 'appeal_won' ? await findWonBy(trx, done) : undefined;
  // An appellant knows of the act: a disputed rule no longer withholds the outcome from them.
  const counsel = won === undefined ? await findContestedDecisions(sources, trx, row) : { user_notice: true };
  for (const group of groups) {
    const ruling = applyUserNoticeRule(sources, row, { group, counsel, now });
    // A message that awaits counsel is recorded once counsel allows it.
    if (ruling.decision === 'never' || ruling.awaitsCounsel) continue;
    const texts = buildTexts(sources, row, { group, done, won });
    messages.push({
      ...group,
      textN: await insertMessageTexts(trx, { noticeId: row.id, texts }),
      // A law that requires notifying users of a restriction says nothing of its end.
      required: ruling.required && done.purpose === 'decision',
      state: ruling.decision === 'now' ? 'queued' : 'waiting',
      opensAt: ruling.untilMs === null ? null : new Date(ruling.untilMs),
    });
  }
  if (messages.length > 0) await writeDown(trx, { ...done, messages, targets: row.targets });
  await markUserNoticesOpened(trx, done);
  return true;
}

/** Yields between parts: a long order has a hundred thousand items. */
async function writeDown(
  trx: Connection,
  { targets, ...submission }: Omit<DoneSubmission, 'cause'> & { messages: readonly GroupMessage[]; targets: number },
): Promise<void> {
  const foreground = createForegroundYield(trx);
  for (let afterNo = 0; afterNo < targets; afterNo += PART) {
    const upToNo = afterNo + PART;
    await foreground.page(() => insertMessages(trx, { ...submission, afterNo, upToNo }));
  }
}

function applyUserNoticeRule(
  { rulebook }: Pick<UserNoticeSources, 'rulebook'>,
  row: NoticeRow,
  { group, counsel, now }: { group: Pick<ActedGroup, 'action'>; counsel: ContestedDecisions; now: Date },
): UserNotice {
  return decideUserNotice(
    { action: group.action, law: findNoticeLaw(rulebook, row), secrecy: toSecrecy(row), counsel },
    now.getTime(),
  );
}

function buildTexts(
  sources: UserNoticeSources,
  row: NoticeRow,
  { group, done, won }: { group: ActedGroup; done: DoneSubmission; won: WonAppeal | undefined },
): MessageText[] {
  const data = toUserNoticeData(sources, row, group);
  return done.purpose === 'decision'
    ? writeUserNotices(data, sources.rulebook.grounds)
    : writeRestorations({ ...data, cause: done.cause ?? 'unilateral', appeal: won });
}

export function toUserNoticeData(
  { rulebook, letterSender }: UserNoticeSources,
  row: NoticeRow,
  { action, countries, grounds }: ActedGroup,
) {
  const law = findNoticeLaw(rulebook, row);
  const isLaw = law !== undefined && law.inForce.confidence !== 'policy';
  return {
    service: letterSender.company ?? letterSender.service,
    authority: row.authority_name,
    law: isLaw ? law.title : '',
    action,
    countries,
    grounds,
    remedies: isLaw ? law.remedies.flatMap(({ forUsers }) => forUsers ?? []) : [],
  };
}

/** After the secrecy ends, waiting messages are sent, and a clock that the law requires starts now. */
async function openFreed(
  sources: UserNoticeSources,
  trx: Connection,
  { noticeId, now }: { noticeId: string; now: Date },
): Promise<void> {
  const row = await getNotice(trx, noticeId);
  const counsel = await findContestedDecisions(sources, trx, row);
  if (applyUserNoticeRule(sources, row, { group: { action: 'withhold' }, counsel, now }).decision !== 'now') return;
  const { required } = await openWaiting(trx, noticeId);
  if (required && row.stage !== 'closed') await startUserNoticeClock({ ...sources, trx }, { row, atMs: now.getTime() });
}

async function raiseUnnotified(db: Connection): Promise<void> {
  const unnotified = await listUnnotified(db);
  const buildAlertKey = (noticeId: string) => `${noticeId}:users_not_notified`;
  for (const { noticeId, refused, notOffered } of unnotified) {
    const why = [
      refused > 0
        ? `The platform refused ${refused} ${refused === 1 ? 'message to a user' : 'messages to users'}.`
        : '',
      notOffered > 0
        ? `The platform does not support messages: ${notOffered} ${notOffered === 1 ? 'user was' : 'users were'} not notified.`
        : '',
    ];
    const summary = why.filter((part) => part !== '').join(' ');
    const alert = { key: buildAlertKey(noticeId), kind: 'users_not_notified' as const, noticeId, summary };
    await raiseAlert(db, { ...alert, detail: { refused, notOffered } }, { refresh: true });
  }
  await resolveOthers(db, {
    kind: 'users_not_notified',
    keys: unnotified.map(({ noticeId }) => buildAlertKey(noticeId)),
  });
}

/** Returns the duties owed to the people concerned by a notice, beside what its clocks count. */
export async function findOwed(
  db: Connection,
  { noticeId, law }: { noticeId: string; law: RegimeVersion | undefined },
): Promise<Duty[]> {
  const byLaw = law?.userNotice?.rule === 'required';
  return [
    ...((await isUserNoticeOwed(db, { noticeId, byLaw })) ? (['user_notice'] as const) : []),
    ...((await hasOpenAppeal(db, noticeId)) ? (['appeal'] as const) : []),
  ];
}

/**
 * Resolves users that the platform failed to notify: retries, or records that it was done in another way. Throws
 * `illegal_transition` if there are none.
 */
export async function settleUnnotifiedUsers(
  { trx, caller, services }: { trx: Connection; caller: Caller; services: Pick<Services, 'now'> },
  { noticeId, action, reason }: { noticeId: string; action: 'again' | 'notified_otherwise'; reason: string },
): Promise<{ notice: string; messages: number }> {
  const messages = await settleUnnotified(trx, { noticeId, state: action === 'again' ? 'queued' : 'notified' });
  if (messages === 0)
    throw new Refusal('illegal_transition', 'This notice has no users whose notice the platform refused.');
  const detail = { action, reason, messages };
  await appendAudit(trx, [
    { at: services.now(), noticeId, actor: toActor(caller), action: 'user_notice_settled', detail },
  ]);
  return { notice: noticeId, messages };
}
