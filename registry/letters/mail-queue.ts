import { sql } from 'kysely';
import type { Connection } from '../db.js';

/** Mail queues that one process fills and another one sends. */
export type MailQueue = 'directory_message' | 'break_glass_message' | 'notification' | 'status_update';

/** Returns a due mail, locked for this transaction; rows locked by others are skipped. */
export async function claimMail<Row>(trx: Connection, queue: MailQueue): Promise<Row | undefined> {
  const { rows } = await sql<Row>`
    select * from ${sql.table(queue)}
    where sent_at is null and given_up_at is null and next_at <= now()
    order by next_at, key limit 1 for update skip locked`.execute(trx);
  return rows[0];
}

export async function markMailSent(
  trx: Connection,
  queue: MailQueue,
  { key, messageId, reply }: { key: string; messageId: string | null; reply: string },
): Promise<void> {
  await sql`
    update ${sql.table(queue)} set message_id = ${messageId}, reply = ${reply}, sent_at = now(), last_error = null
    where key = ${key}`.execute(trx);
}

/** Schedules the next attempt, with growing intervals of an hour at most, or gives up if `isOver`. */
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
