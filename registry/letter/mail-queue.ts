import { sql } from 'kysely';
import type { Connection } from '../db.js';

/** Tables of mails that one process writes down and another one sends. */
export type MailQueue = 'directory_message' | 'glass_message' | 'assignment_message' | 'status_update';

/** A mail that is due, for this transaction alone. */
export async function claimMail<Row>(trx: Connection, queue: MailQueue): Promise<Row | undefined> {
  const { rows } = await sql<Row>`
    select * from ${sql.table(queue)}
    where sent_at is null and given_up_at is null and next_at <= now()
    order by next_at, key limit 1 for update skip locked`.execute(trx);
  return rows[0];
}

/** The mail server took it. */
export async function markMailSent(
  trx: Connection,
  queue: MailQueue,
  { key, messageId, reply }: { key: string; messageId: string; reply: string },
): Promise<void> {
  await sql`
    update ${sql.table(queue)} set message_id = ${messageId}, reply = ${reply}, sent_at = now(), last_error = null
    where key = ${key}`.execute(trx);
}

/** It was not taken: tried again later each time, at most an hour apart, or given up. */
export async function markMailFailed(
  trx: Connection,
  queue: MailQueue,
  { key, attempts, error, isOver }: { key: string; attempts: number; error: string; isOver: boolean },
): Promise<void> {
  const waitSeconds = Math.min(3_600, 2 ** Math.min(attempts, 12));
  await sql`
    update ${sql.table(queue)} set attempts = ${attempts + 1}::int, last_error = ${error.slice(0, 500)},
      next_at = now() + make_interval(secs => ${waitSeconds}::int), given_up_at = case when ${isOver}::boolean then now() end
    where key = ${key}`.execute(trx);
}
