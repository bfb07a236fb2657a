import { sql, type RawBuilder } from 'kysely';
import type { Connection } from '../db.js';
import { canRead } from '../notices/secrecy.js';
import type { Reader } from '../reading.js';

export interface CaughtMail {
  id: string;
  message_id: string | null;
  envelope_from: string;
  envelope_to: string[];
  headers: Record<string, string | string[]>;
  subject: string | null;
  text: string | null;
  html: string | null;
  raw: string;
  received_at: Date;
  /** Microseconds since 1970: the column is finer than a `Date`, and paging must be exact. */
  received_us: number;
  notice_id: string | null;
  secrecy_level: string | null;
}

/**
 * The embedded mail catcher's table, filtered by access: a mail belongs to the notice under whose `Message-ID` it was
 * sent. The table exists only in the embedded desk.
 */
function visible(reader: Reader): RawBuilder<unknown> {
  return sql`
    from mail_catcher.message as mail
    left join lateral (
      select notice_id from staff_message where message_id = mail.message_id
      union all select notice_id from letter where message_id = mail.message_id
      union all select notice_id from break_glass_message where message_id = mail.message_id
      union all select notice_id from notification where message_id = mail.message_id
      limit 1
    ) as sent on true
    left join notice on notice.id = sent.notice_id
    where (sent.notice_id is null or ${canRead(reader)})`;
}

export async function listCaughtMail(
  db: Connection,
  { reader, after, limit }: { reader: Reader; after: { receivedUs: number; id: string } | null; limit: number },
): Promise<CaughtMail[]> {
  const earlier =
    after === null
      ? sql`true`
      : sql`(mail.received_at, mail.id) < (timestamptz 'epoch' + ${after.receivedUs}::bigint * interval '1 microsecond', ${after.id}::uuid)`;
  const { rows } = await sql<CaughtMail>`
    select mail.id, mail.message_id, mail.envelope_from, mail.envelope_to, mail.headers, mail.subject, mail.text, mail.html,
      mail.raw, mail.received_at, (extract(epoch from mail.received_at) * 1000000)::bigint as received_us,
      sent.notice_id, notice.secrecy_level
    ${visible(reader)} and ${earlier}
    order by mail.received_at desc, mail.id desc limit ${limit}`.execute(db);
  return rows;
}

export async function countCaughtMail(db: Connection, { reader }: { reader: Reader }): Promise<number> {
  const { rows } = await sql<{ total: number }>`select count(*) as total ${visible(reader)}`.execute(db);
  return rows[0]?.total ?? 0;
}
