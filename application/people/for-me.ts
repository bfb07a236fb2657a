import type { z } from 'zod';
import type { forMeItem, forMeView, seenWrite } from '../../contract/people/for-me.js';
import { mayJudge } from '../../domain/appeals/appeal.js';
import { getSubjectName } from '../../domain/changes/change.js';
import { FOR_ME_KINDS, isOwnDeadline, type ForMeKind } from '../../domain/people/for-me.js';
import { can } from '../../domain/people/permission.js';
import { mayApprove } from '../../domain/submissions/may-approve.js';
import { toPending } from '../../domain/submissions/approvers.js';
import { listAppeals } from '../../registry/appeals/appeals.js';
import { listChanges } from '../../registry/changes/changes.js';
import { listInbound } from '../../registry/mail/inbound-views.js';
import { findQueueFacts, type QueueClock } from '../../registry/notices/queue-facts.js';
import { listDelegates, listWaitingSubmissions } from '../../registry/people/absences.js';
import { listOwnNotices, listSeenItems, markSeen, type OwnNotice } from '../../registry/people/for-me.js';
import { listQueuedReviews } from '../../registry/targets/second-review-queue.js';
import type { Acting } from '../acting.js';
import { toActor, toReader, type Caller } from '../caller.js';
import { invalid } from '../refusal.js';
import { recordSecretReads, type SeenNotice } from '../secret-reads.js';
import { toSeenIn } from '../seen-page.js';
import type { Services } from '../services.js';
import { toWaitingReviews } from '../waiting-reviews.js';

type Item = z.output<typeof forMeItem>;
type NewItem = Omit<Item, 'unread' | 'remindAt'>;
type Reading = Pick<Services, 'db' | 'now' | 'secondReviewPercent'>;

const LIMIT = 100;

interface Group {
  items: readonly NewItem[];
  /** Secret notices that the items show. */
  secret?: readonly SeenNotice[];
}

export async function readForMe(services: Reading, caller: Caller): Promise<z.output<typeof forMeView>> {
  const { items, secret } = await collectItems(services, caller);
  await recordSecretReads(services, caller, { seen: secret, list: 'for_me' });
  const order = (kind: ForMeKind) => FOR_ME_KINDS.indexOf(kind);
  items.sort((one, other) => order(one.kind) - order(other.kind));
  const count = (kind: ForMeKind) => items.filter((item) => item.kind === kind).length;
  return {
    items,
    unread: items.filter(({ unread }) => unread).length,
    counts: Object.fromEntries(FOR_ME_KINDS.map((kind) => [kind, count(kind)])) as Record<ForMeKind, number>,
  };
}

/** A count shows no notice, so it records no read: the console asks for it every minute. */
export async function countUnread(services: Reading, caller: Caller): Promise<number> {
  const { items } = await collectItems(services, caller);
  return items.filter(({ unread }) => unread).length;
}

async function collectItems(services: Reading, caller: Caller): Promise<{ items: Item[]; secret: SeenNotice[] }> {
  const [seen, ...groups] = await Promise.all([
    listSeenItems(services.db, caller.person.id),
    listNotices(services, caller),
    listSecondReviews(services, caller),
    listMail(services, caller),
    listOpenAppeals(services, caller),
    listOthersChanges(services, caller),
  ]);
  const nowMs = services.now().getTime();
  const items = groups
    .flatMap((group) => group.items)
    .map((item) => ({ ...item, ...toReadMark(seen.get(item.key), nowMs) }));
  return { items, secret: groups.flatMap(({ secret = [] }) => secret) };
}

/** `remindAt`: null if the item was read for good, absent if it was not read. */
function toReadMark(remindAt: Date | null | undefined, nowMs: number): Pick<Item, 'unread' | 'remindAt'> {
  const isRead = remindAt === null || (remindAt !== undefined && remindAt.getTime() > nowMs);
  return { unread: !isRead, remindAt: isRead ? (remindAt?.toISOString() ?? null) : null };
}

/** Marks are forgotten after a year. */
const LONGEST_REMINDER_MS = 365 * 86_400_000;

export async function markItems({ trx, caller, services }: Acting, body: z.output<typeof seenWrite>): Promise<void> {
  const aheadMs = body.remindAt === null ? null : Date.parse(body.remindAt) - services.now().getTime();
  if (aheadMs !== null && (aheadMs <= 0 || aheadMs >= LONGEST_REMINDER_MS))
    throw invalid('/remindAt', 'Give a time in the future, within a year.');
  await markSeen(trx, { personId: caller.person.id, ...body });
}

async function listNotices(services: Reading, caller: Caller): Promise<Group> {
  if (!can(caller.roles, 'notice.read_facts')) return { items: [] };
  const { db, now } = services;
  const reader = toReader(caller);
  const rows = await listOwnNotices(db, { reader, approvals: await listApprovals(services, caller), limit: LIMIT });
  const shown = rows.filter(({ kind }) => isShown(kind, caller));
  const facts = await findQueueFacts(db, [...new Set(shown.map(({ id }) => id))]);
  const secret = shown.flatMap(({ id, secrecyLevel }) => toSeenIn(id, secrecyLevel));
  const items = shown.map((row) => toNoticeItem(row, { due: facts.get(row.id)?.due ?? null, nowMs: now().getTime() }));
  return { items: items.toSorted((one, other) => dueMs(one) - dueMs(other)), secret };
}

function isShown(kind: OwnNotice['kind'], { roles }: Caller): boolean {
  if (kind === 'reply') return can(roles, 'read_reply');
  return (kind !== 'mention' && kind !== 'opinion') || can(roles, 'notice.read_documents');
}

function dueMs({ due }: NewItem): number {
  return due?.dueAt == null ? Number.MAX_SAFE_INTEGER : Date.parse(due.dueAt);
}

async function listApprovals({ db }: Reading, caller: Caller) {
  if (!can(caller.roles, 'approve') && !can(caller.roles, 'return')) return [];
  const actor = { ...toActor(caller), actsFor: await listDelegates(db, toReader(caller)) };
  return (await listWaitingSubmissions(db)).filter((waiting) => mayApprove(toPending(waiting), actor).ok);
}

function toNoticeItem(
  { kind: found, id, number, subject: title, submission, by, note, at, conversation, dueAt }: OwnNotice,
  { due, nowMs }: { due: QueueClock | null; nowMs: number },
): NewItem {
  const kind = found === 'assigned' && isOwnDeadline(due, nowMs) ? 'deadline' : found;
  const part = conversation === null ? '' : `${conversation}:`;
  const revision = kind === 'deadline' ? (due?.dueAt ?? '') : (submission ?? `${part}${at.toISOString()}`);
  const act = { submission, conversation, by, at: at.toISOString() };
  return {
    key: `${kind}:${id}:${revision}`,
    kind,
    id,
    number,
    title,
    note,
    ...act,
    due,
    dueAt: dueAt?.toISOString() ?? null,
  };
}

const NO_MORE = {
  number: null,
  submission: null,
  note: null,
  conversation: null,
  by: null,
  at: null,
  due: null,
  dueAt: null,
};

function toItem(kind: ForMeKind, { id, ...given }: Pick<NewItem, 'id' | 'title'> & Partial<NewItem>): NewItem {
  return { ...NO_MORE, ...given, key: `${kind}:${id}`, kind, id };
}

/** Names no notice and no time: either would show what is golden. */
async function listSecondReviews(services: Reading, caller: Caller): Promise<Group> {
  if (!can(caller.roles, 'decide')) return { items: [] };
  const waiting = toWaitingReviews(services, caller);
  const rows = await listQueuedReviews(services.db, { ...waiting, after: null, limit: LIMIT });
  const items = rows.map(({ id, locator: title }) => toItem('second_review', { id, title }));
  return { items, secret: rows.flatMap(({ notice_id: id, secrecy_level: level }) => toSeenIn(id, level)) };
}

async function listMail(services: Reading, caller: Caller): Promise<Group> {
  if (!can(caller.roles, 'inbound.sort')) return { items: [] };
  const reader = toReader(caller);
  const rows = await listInbound(services.db, { reader, states: ['held'], after: null, limit: LIMIT });
  const items = rows.map(({ id, subject: title, from_address: by, received_at: at }) =>
    toItem('mail', { id, title, by, at: at.toISOString() }),
  );
  return { items };
}

async function listOpenAppeals(services: Reading, caller: Caller): Promise<Group> {
  if (!can(caller.roles, 'appeal.decide')) return { items: [] };
  const question = { reader: toReader(caller), filter: { state: 'open' as const }, after: null, limit: LIMIT };
  const rows = (await listAppeals(services.db, question)).filter(({ parts }) =>
    mayJudge(caller.person.id, { people: parts }),
  );
  const items = rows.map(({ id, number, named: title, received_at: at, due_at: dueAt }) =>
    toItem('appeal', { id, number, title, at: at.toISOString(), dueAt: dueAt.toISOString() }),
  );
  return { items, secret: rows.flatMap(({ notice_id: id, secrecy_level: level }) => toSeenIn(id, level)) };
}

async function listOthersChanges({ db }: Reading, caller: Caller): Promise<Group> {
  if (!can(caller.roles, 'changes.decide')) return { items: [] };
  const rows = await listChanges(db, { filters: { state: 'pending' }, afterId: null, limit: LIMIT });
  const items = rows
    .filter(({ requested_by: asker }) => asker !== caller.person.id)
    .map(({ id, content, requested_by_name: by, requested_at: at, expires_at: dueAt }) =>
      toItem('change', { id, title: getSubjectName(content), by, at: at.toISOString(), dueAt: dueAt.toISOString() }),
    );
  return { items };
}
