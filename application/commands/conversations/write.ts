import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { commentWrite, conversationWrite } from '../../../contract/people/conversations.js';
import { CURES } from '../../../domain/commands/cures.js';
import {
  findUnknownTargets,
  insertComment,
  insertConversation,
  listConversations,
  listParticipants,
  setResolved,
  type ConversationRow,
} from '../../../registry/conversations/conversations.js';
import { appendAudit, type AuditEntry } from '../../../registry/notices/audit.js';
import { lockNotice, type NoticeRow } from '../../../registry/notices/notices.js';
import { insertNotifications, type Notification } from '../../../registry/notices/notifications.js';
import type { Acting } from '../../acting.js';
import { toActor } from '../../caller.js';
import { findBlindTargets } from '../../intake/notice/targets.js';
import { invalid, Refusal } from '../../refusal.js';
import { toConversationView } from './read.js';

type NewConversation = z.output<typeof conversationWrite>;
type NewComment = z.output<typeof commentWrite>;

/** An open-ended thread would make every list of conversations slow. */
const MAX_COMMENTS = 200;

/** Starts a conversation with its first comment; with `opinion`, the question to the person asked. */
export async function startConversation(acting: Acting, { row, ...body }: NewConversation & { row: NoticeRow }) {
  const { trx, services, caller } = acting;
  const { text, mentions, suggestion, opinion } = body;
  const targets = [...new Set(body.targets)].toSorted((one, other) => one - other);
  await lockOpen(acting, row);
  const [unknown] = await findUnknownTargets(trx, { noticeId: row.id, targets });
  if (unknown !== undefined) throw invalid('/targets', `Target ${unknown} is not in this notice.`);
  const blind = await findBlindTargets({ ...services, db: trx }, caller, { noticeId: row.id });
  if (targets.some((no) => blind.has(no)))
    throw invalid('/targets', 'Record your own second review of these targets first.');
  if (suggestion !== undefined && targets.length === 0)
    throw invalid('/suggestion', 'Name the targets that the suggestion is for.');
  const people = await requireParticipants(acting, row.id, { mentions, of: opinion?.of });
  const dueAt = opinion === undefined ? null : new Date(opinion.dueAt);
  if (dueAt !== null && dueAt.getTime() <= services.now().getTime()) throw invalid('/opinion/dueAt', CURES.timePassed);
  const asked = opinion?.of ?? null;
  const { action = null, grounds = [] } = suggestion ?? {};
  const number = await insertConversation(trx, { noticeId: row.id, targets, action, grounds, asked, dueAt });
  const entry = { noticeId: row.id, conversation: number };
  await writeComment(acting, { ...entry, targets, text, mentions: people, answer: null });
  if (asked !== null && dueAt !== null) {
    await log(acting, row.id, {
      action: 'opinion_requested',
      detail: { conversation: number, of: asked, dueAt: dueAt.toISOString() },
    });
    await notify(acting, { ...entry, kind: 'opinion', n: 1, to: [asked] });
  }
  return answer(acting, row.id, number);
}

/** Adds a comment; with `answer`, the opinion on record, of which the person who requested it is notified. */
export async function addComment(
  acting: Acting,
  { row, number, text, mentions, answer: position }: NewComment & { row: NoticeRow; number: number | null },
) {
  await lockOpen(acting, row);
  const found = await requireConversation(acting, row.id, number);
  if (found.comments.length >= MAX_COMMENTS)
    throw new Refusal('illegal_transition', 'This conversation is full. Start another one.');
  if (position !== undefined && found.asked !== acting.caller.person.id)
    throw invalid('/answer', 'Only the person whose opinion was requested can give it.');
  const people = await requireParticipants(acting, row.id, { mentions, of: undefined });
  const asker = position === undefined ? [] : found.comments.slice(0, 1).map(({ by }) => by);
  await writeComment(acting, {
    noticeId: row.id,
    conversation: found.number,
    targets: found.targets,
    text,
    mentions: [...new Set([...people, ...asker])],
    answer: position ?? null,
  });
  return answer(acting, row.id, found.number);
}

export async function resolveConversation(
  acting: Acting,
  { row, number, resolved }: { row: NoticeRow; number: number | null; resolved: boolean },
) {
  const { trx, services, caller } = acting;
  await lockOpen(acting, row);
  const found = await requireConversation(acting, row.id, number);
  if ((found.resolvedAt !== null) === resolved)
    throw new Refusal('illegal_transition', `The conversation is ${resolved ? 'resolved' : 'open'} already.`);
  const by = resolved ? caller.person.id : null;
  await setResolved(trx, { noticeId: row.id, number: found.number, by, at: services.now() });
  await log(acting, row.id, {
    action: resolved ? 'conversation_resolved' : 'conversation_reopened',
    detail: { conversation: found.number },
  });
  return answer(acting, row.id, found.number);
}

async function lockOpen({ trx }: Acting, { id }: NoticeRow): Promise<void> {
  const { stage } = await lockNotice(trx, id);
  if (stage === 'closed')
    throw new Refusal('illegal_transition', 'The notice is closed, and so are its conversations.');
}

async function findConversation(acting: Acting, noticeId: string, number: number) {
  const { trx, services, caller } = acting;
  const blind = [...(await findBlindTargets({ ...services, db: trx }, caller, { noticeId }))];
  return (await listConversations(trx, { noticeId, blind, number, before: null, limit: 1 }))[0];
}

async function requireConversation(acting: Acting, noticeId: string, number: number | null): Promise<ConversationRow> {
  const found = number === null ? undefined : await findConversation(acting, noticeId, number);
  if (found === undefined) throw new Refusal('missing', 'This notice has no such conversation.');
  return found;
}

async function answer(acting: Acting, noticeId: string, number: number) {
  return toConversationView(await requireConversation(acting, noticeId, number), acting.services.now());
}

/** One answer for a person who does not exist and for one who may not know of the notice. */
async function requireParticipants(
  { trx }: Acting,
  noticeId: string,
  { mentions, of }: { mentions: readonly string[]; of: string | undefined },
): Promise<string[]> {
  if (mentions.length === 0 && of === undefined) return [];
  const known = new Set((await listParticipants(trx, noticeId)).map(({ id }) => id));
  const place = mentions.findIndex((id) => !known.has(id));
  if (place !== -1) throw invalid(`/mentions/${place}`, 'Choose one of the participants of the notice.');
  if (of !== undefined && !known.has(of)) throw invalid('/opinion/of', 'Choose one of the participants of the notice.');
  return [...new Set(mentions)];
}

async function writeComment(
  acting: Acting,
  comment: Pick<Parameters<typeof insertComment>[1], 'noticeId' | 'conversation' | 'text' | 'mentions' | 'answer'> & {
    targets: readonly number[];
  },
): Promise<void> {
  const { trx, services, caller } = acting;
  const { noticeId, conversation, text, mentions, answer: position, targets } = comment;
  const stored = { noticeId, conversation, text, mentions, answer: position };
  const n = await insertComment(trx, { ...stored, by: caller.person.id, at: services.now() });
  const sha256 = createHash('sha256').update(text).digest('hex');
  await log(
    acting,
    noticeId,
    position === null
      ? { action: 'commented', detail: { conversation, n, targets: targets.length, sha256 } }
      : { action: 'opinion_given', detail: { conversation, n, answer: position, sha256 } },
  );
  await notify(acting, { noticeId, conversation, n, kind: 'mention', to: mentions });
}

type Logged = Extract<
  AuditEntry,
  { action: 'commented' | 'opinion_requested' | 'opinion_given' | 'conversation_resolved' | 'conversation_reopened' }
>;

async function log(
  { trx, services, caller }: Acting,
  noticeId: string,
  entry: Logged extends infer Each ? (Each extends Logged ? Pick<Each, 'action' | 'detail'> : never) : never,
): Promise<void> {
  await appendAudit(trx, [{ ...entry, at: services.now(), noticeId, actor: toActor(caller) }]);
}

async function notify(
  { trx, services, caller }: Acting,
  about: { noticeId: string; conversation: number; n: number; kind: 'mention' | 'opinion'; to: readonly string[] },
): Promise<void> {
  const { noticeId, conversation, n, kind, to } = about;
  const by = caller.person.id;
  const notifications = to
    .filter((person) => person !== by)
    .map(
      (person): Notification => ({
        key: `${noticeId}:${kind}:${conversation}:${n}:${person}`,
        noticeId,
        kind,
        submission: null,
        conversation,
        to: person,
        by,
      }),
    );
  await insertNotifications(trx, notifications, services.now());
}
