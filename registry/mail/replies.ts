import { sql } from 'kysely';
import { alertKind } from '../ops/alerts.js';
import type { Connection } from '../db.js';

/** Returns the next reply number of a notice. The caller must hold the notice row lock. */
export async function nextReply(trx: Connection, noticeId: string): Promise<number> {
  const { rows } = await sql<{ next: number }>`
    select coalesce(max(reply), 0) + 1 as next from inbound_mail where notice_id = ${noticeId}::uuid`.execute(trx);
  return rows[0]?.next ?? 1;
}

export function unreadKey(noticeId: string, reply: number | string): string {
  return `${noticeId}:reply_unread:${reply}`;
}

/** Marks one reply, or with `reply` null all of them, as read; returns false if the reply does not exist. */
export async function markRepliesRead(
  trx: Connection,
  { noticeId, reply, by }: { noticeId: string; reply: number | null; by: string },
): Promise<boolean> {
  const { rows } = await sql<{ reply: number }>`
    update inbound_mail set reply_read_by = coalesce(reply_read_by, ${by}::uuid), reply_read_at = coalesce(reply_read_at, now())
    where notice_id = ${noticeId}::uuid and reply is not null and (${reply}::int is null or reply = ${reply}::int)
    returning reply`.execute(trx);
  if (rows.length === 0 && reply !== null) return false;
  await sql`
    update alert set resolved_at = now()
    where notice_id = ${noticeId}::uuid and kind = ${alertKind('reply_unread')} and resolved_at is null
      and (${reply}::int is null or key = ${reply === null ? '' : unreadKey(noticeId, reply)})`.execute(trx);
  return true;
}

/** Returns a reply written by a person: the given one, else the latest received since an instant. */
export async function findReply(
  db: Connection,
  { noticeId, reply, since }: { noticeId: string; reply: number | null; since: Date },
): Promise<{ reply: number; at: Date } | undefined> {
  const { rows } = await sql<{ reply: number; at: Date }>`
    select mail.reply, mail.received_at as at from inbound_mail mail
    where mail.notice_id = ${noticeId}::uuid and mail.reply is not null
      and (${reply}::int is null and mail.received_at >= ${since}::timestamptz or mail.reply = ${reply}::int)
      and not coalesce((mail.facts ->> 'automatic')::boolean, false) and coalesce(mail.facts -> 'bounce', 'null') = 'null'
    order by mail.received_at desc limit 1`.execute(db);
  return rows[0];
}

export async function awaitsReply(db: Connection, noticeId: string): Promise<boolean> {
  const row = await db
    .selectFrom('clock')
    .select('id')
    .where('notice_id', '=', noticeId)
    .where('owner', '=', 'authority')
    .where('kind', '=', 'reply')
    .where('met_at', 'is', null)
    .where('state', '<>', 'cancelled')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
