import { sql, type RawBuilder } from 'kysely';
import type { OpinionAnswer } from '../../domain/conversations/opinion.js';
import { rolesWith } from '../../domain/people/permission.js';
import type { DecisionAction } from '../../domain/targets/decision-action.js';
import type { GroundCode } from '../../domain/targets/ground.js';
import type { Connection } from '../db.js';
import { canRead } from '../notices/secrecy.js';
import { isPerson } from '../people/people.js';

export interface StoredComment {
  number: number;
  by: string;
  byName: string;
  at: string;
  text: string;
  mentions: { id: string; name: string }[];
  answer: OpinionAnswer | null;
}

export interface ConversationRow {
  number: number;
  targets: number[];
  locator: string | null;
  action: DecisionAction | null;
  grounds: GroundCode[];
  asked: string | null;
  askedName: string | null;
  dueAt: Date | null;
  resolvedBy: string | null;
  resolvedByName: string | null;
  resolvedAt: Date | null;
  comments: StoredComment[];
}

interface Wanted {
  noticeId: string;
  /** Conversations about any of these targets stay hidden from the reader. */
  blind: readonly number[];
  state?: 'open' | 'resolved' | undefined;
  target?: number | undefined;
  number?: number | undefined;
}

function matches({ noticeId, blind, state, target, number }: Wanted): RawBuilder<boolean> {
  return sql<boolean>`(conversation.notice_id = ${noticeId}::uuid
    and not (conversation.targets && ${[...blind]}::int[])
    and (${state ?? null}::text is null or (conversation.resolved_at is null) = (${state ?? null} = 'open'))
    and (${target ?? null}::int is null or ${target ?? null}::int = any (conversation.targets))
    and (${number ?? null}::int is null or conversation.number = ${number ?? null}::int))`;
}

/** Lists conversations of a notice, newest first, with all their comments. */
export async function listConversations(
  db: Connection,
  { before, limit, ...wanted }: Wanted & { before: number | null; limit: number },
): Promise<ConversationRow[]> {
  const { rows } = await sql<ConversationRow>`
    select conversation.number, targets, action, grounds, asked_id as asked, asked.name as "askedName", due_at as "dueAt",
      resolved_by as "resolvedBy", resolver.name as "resolvedByName", resolved_at as "resolvedAt",
      (select locator from target where target.notice_id = conversation.notice_id and target.no = targets[1]) as locator,
      (select jsonb_agg(jsonb_build_object('number', one.number, 'by', one.by_id, 'byName', author.name, 'at', one.at,
          'text', one.text, 'answer', one.answer, 'mentions', coalesce((
            select jsonb_agg(jsonb_build_object('id', person.id, 'name', person.name) order by person.name)
            from person where person.id = any (one.mentions)), '[]')) order by one.number)
        from conversation_comment one join person author on author.id = one.by_id
        where one.notice_id = conversation.notice_id and one.conversation = conversation.number) as comments
    from conversation left join person asked on asked.id = asked_id left join person resolver on resolver.id = resolved_by
    where ${matches(wanted)} and (${before}::int is null or conversation.number < ${before}::int)
    order by conversation.number desc limit ${limit}`.execute(db);
  return rows;
}

export async function countConversations(db: Connection, wanted: Wanted): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*) as total from conversation where ${matches(wanted)}`.execute(db);
  return rows[0]?.total ?? 0;
}

export interface NewConversation {
  noticeId: string;
  targets: readonly number[];
  action: DecisionAction | null;
  grounds: readonly GroundCode[];
  asked: string | null;
  dueAt: Date | null;
}

/** Returns its number. The caller must hold the notice lock. */
export async function insertConversation(trx: Connection, conversation: NewConversation): Promise<number> {
  const { noticeId, targets, action, grounds, asked, dueAt } = conversation;
  const { rows } = await sql<{ number: number }>`
    insert into conversation (notice_id, number, targets, action, grounds, asked_id, due_at)
    select ${noticeId}::uuid, coalesce(max(number), 0) + 1, ${[...targets]}::int[], ${action}, ${[...grounds]}::text[],
      ${asked}::uuid, ${dueAt}::timestamptz
    from conversation where notice_id = ${noticeId}::uuid returning number`.execute(trx);
  return rows[0]?.number ?? 0;
}

export interface NewComment {
  noticeId: string;
  conversation: number;
  by: string;
  at: Date;
  text: string;
  mentions: readonly string[];
  answer: OpinionAnswer | null;
}

/** Returns its number. The caller must hold the notice lock. */
export async function insertComment(trx: Connection, comment: NewComment): Promise<number> {
  const { noticeId, conversation, by, at, text, mentions, answer } = comment;
  const { rows } = await sql<{ number: number }>`
    insert into conversation_comment (notice_id, conversation, number, by_id, at, text, mentions, answer)
    select ${noticeId}::uuid, ${conversation}, coalesce(max(number), 0) + 1, ${by}::uuid, ${at}, ${text},
      ${[...mentions]}::uuid[], ${answer}
    from conversation_comment where notice_id = ${noticeId}::uuid and conversation = ${conversation}
    returning number`.execute(trx);
  return rows[0]?.number ?? 0;
}

/** Resolves a conversation, or reopens it if `by` is null. */
export async function setResolved(
  trx: Connection,
  { noticeId, number, by, at }: { noticeId: string; number: number; by: string | null; at: Date },
): Promise<void> {
  await trx
    .updateTable('conversation')
    .set({ resolved_by: by, resolved_at: by === null ? null : at })
    .where('notice_id', '=', noticeId)
    .where('number', '=', number)
    .execute();
}

/** Returns which of the numbers are no targets of the notice. */
export async function findUnknownTargets(
  db: Connection,
  { noticeId, targets }: { noticeId: string; targets: readonly number[] },
): Promise<number[]> {
  const { rows } = await sql<{ no: number }>`
    select no from unnest(${[...targets]}::int[]) asked (no)
    where not exists (select from target where target.notice_id = ${noticeId}::uuid and target.no = asked.no)`.execute(
    db,
  );
  return rows.map(({ no }) => no);
}

/** Lists the people who may read a notice and comment on it, by name. */
export async function listParticipants(db: Connection, noticeId: string): Promise<{ id: string; name: string }[]> {
  const [readers, writers] = [rolesWith('notice.read_documents'), rolesWith('annotate')];
  const { rows } = await sql<{ id: string; name: string }>`
    select person.id, person.name from person join notice on notice.id = ${noticeId}::uuid
    where person.active and ${isPerson} and person.roles && ${readers}::text[] and person.roles && ${writers}::text[]
      and ${canRead({ id: sql.ref('person.id'), roles: sql.ref('person.roles') })}
      and person.id <> all (excluded_from(notice.id))
    order by person.name, person.id`.execute(db);
  return rows;
}
