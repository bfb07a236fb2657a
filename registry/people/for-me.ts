import { sql, type RawBuilder } from 'kysely';
import type { KeptSecrecyLevel } from '../../domain/notices/notice.js';
import type { ForMeKind } from '../../domain/people/for-me.js';
import type { Connection } from '../db.js';
import { owesOpinion } from '../notices/notifications.js';
import { handoverNote } from './handover.js';
import { canRead } from '../notices/secrecy.js';
import { alertKind } from '../ops/alerts.js';
import type { Reader } from '../reading.js';

export interface OwnNotice {
  kind: Extract<ForMeKind, 'approval' | 'returned' | 'assigned' | 'reply' | 'mention' | 'opinion'>;
  id: string;
  number: string;
  subject: string;
  secrecyLevel: KeptSecrecyLevel;
  submission: number | null;
  conversation: number | null;
  dueAt: Date | null;
  by: string | null;
  /** Of the hand-over. */
  note: string | null;
  at: Date;
}

/** Lists what waits for a person in notices they can read: newest first, `limit` of a kind. */
export async function listOwnNotices(
  db: Connection,
  {
    reader,
    approvals,
    limit,
  }: { reader: Reader; approvals: readonly { noticeId: string; submission: number }[]; limit: number },
): Promise<OwnNotice[]> {
  const me = sql`${reader.id}::uuid`;
  const told = (kind: string) => sql`lateral (
    select created_at, (select name from person where person.id = by_id) as by_name from notification
    where notification.notice_id = notice.id and notification.person_id = ${me} and notification.kind = ${kind}
    order by created_at desc limit 1) told on true`;
  const { rows } = await sql<OwnNotice>`
    with mine as (
      select 'approval' as kind, asked.notice_id, asked.number as submission, author.name as by, asked.frozen_at as at,
        null::int as conversation, null::timestamptz as due_at
      from unnest(${approvals.map(({ noticeId }) => noticeId)}::uuid[], ${approvals.map(({ submission }) => submission)}::int[])
        waiting (notice_id, number)
      join submission asked using (notice_id, number) join person author on author.id = asked.author
      union all
      select 'returned', notice.id, back.number, told.by_name, coalesce(told.created_at, back.frozen_at), null, null
      from submission back join notice on notice.id = back.notice_id left join ${told('returned')}
      where back.author = ${me} and back.state = 'returned' and not exists (
        select from submission later where later.notice_id = back.notice_id and later.number > back.number)
      union all
      select 'assigned', notice.id, null, told.by_name, coalesce(told.created_at, notice.received_at), null, null
      -- Without the condition here the notification of every closed notice would be looked up.
      from notice left join ${told('assigned')} where notice.assignee = ${me} and notice.stage <> 'closed'
      union all
      select 'reply', notice.id, null, null, max(alert.since), null, null
      from alert join notice on notice.id = alert.notice_id
      where alert.kind = ${alertKind('reply_unread')} and alert.resolved_at is null and (notice.assignee = ${me} or notice.assignee is null)
      group by notice.id
      union all ${fromConversations(me)}
    ), ranked as (
      select mine.*, notice.number, notice.subject, notice.secrecy_level,
        row_number() over (partition by mine.kind order by mine.at desc, notice.id) as place
      from mine join notice on notice.id = mine.notice_id
      where notice.stage <> 'closed' and ${canRead(reader)}
    )
    select kind, notice_id as id, number, subject, secrecy_level as "secrecyLevel",
      submission, by, at, conversation, due_at as "dueAt",
      case when kind = 'assigned' then ${handoverNote(sql`ranked.notice_id`, me)} end as note
    from ranked where place <= ${limit} order by kind, at desc`.execute(db);
  return rows;
}

/** What conversations ask of a person: an opinion, or an answer to a mention that they have not given. */
function fromConversations(me: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select 'opinion', first.notice_id, null, author.name, first.at, conversation.number, conversation.due_at
    from conversation
    join conversation_comment first on first.notice_id = conversation.notice_id
      and first.conversation = conversation.number and first.number = 1
    join person author on author.id = first.by_id
    where ${owesOpinion(me)}
    union all
    select 'mention', said.notice_id, null, author.name, said.at, said.conversation, null
    from (
      select distinct on (notice_id, conversation) * from conversation_comment
      where mentions @> array[${me}] order by notice_id, conversation, number desc
    ) said join person author on author.id = said.by_id
    join conversation on conversation.notice_id = said.notice_id and conversation.number = said.conversation
    where conversation.resolved_at is null and said.by_id <> ${me} and not exists (
      select from conversation_comment later where later.notice_id = said.notice_id
        and later.conversation = said.conversation and later.number > said.number and later.by_id = ${me})`;
}

/** Returns when the person wants to be reminded of each item that they have read; null: not at all. */
export async function listSeenItems(db: Connection, personId: string): Promise<Map<string, Date | null>> {
  const rows = await db
    .selectFrom('seen_item')
    .select(['item', 'remind_at'])
    .where('person_id', '=', personId)
    .execute();
  return new Map(rows.map(({ item, remind_at: remindAt }) => [item, remindAt]));
}

/** Items older than this are forgotten; nothing waits that long. */
const KEPT = sql`interval '1 year'`;

export async function markSeen(
  trx: Connection,
  {
    personId,
    items,
    seen,
    remindAt,
  }: { personId: string; items: readonly string[]; seen: boolean; remindAt: string | null },
): Promise<void> {
  const names = [...new Set(items)];
  await sql`
    delete from seen_item where person_id = ${personId}::uuid
      and (item = any (${names}::text[]) or seen_at < now() - ${KEPT})`.execute(trx);
  if (!seen) return;
  await sql`
    insert into seen_item (person_id, item, remind_at)
    select ${personId}::uuid, unnest(${names}::text[]), ${remindAt}::timestamptz
    on conflict do nothing`.execute(trx);
}
