import { sql } from 'kysely';
import type { UserMessageState } from '../../domain/duties/user-message.js';
import { inTransaction, type Connection } from '../db.js';
import { isNoSecret } from '../notices/secrecy.js';

export interface DueMessage {
  key: string;
  noticeId: string;
  type: string;
  platformId: string;
  locator: string;
  textN: number;
  language: string | null;
  appealToken: string | null;
  attempts: number;
}

/** Reserves a message for the process that sends it; after a crash it is sent again once this has passed. */
const LEASE = sql`interval '2 minutes'`;

/**
 * Claims due messages of non-secret notices, longest due first. A long order makes a hundred thousand due at the same
 * time, and depending on its statistics PostgreSQL would sort or read them all for every page, so both are disabled to
 * force the indexes.
 */
export async function takeDueMessages(db: Connection, limit: number): Promise<DueMessage[]> {
  return inTransaction(db, async (trx) => {
    await sql`select set_config('enable_sort', 'off', true), set_config('enable_bitmapscan', 'off', true),
      set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)`.execute(trx);
    const { rows } = await sql<DueMessage>`
      with due as materialized (
        select key, notice_id, target_no from user_message message
        where state in ('queued', 'not_offered') and next_at <= now()
          and (select ${isNoSecret()} from notice where notice.id = message.notice_id)
        order by next_at limit ${limit} for update skip locked
      )
      update user_message message set next_at = now() + ${LEASE}, attempts = message.attempts + 1
      from due, lateral (
        select locator from target where target.notice_id = due.notice_id and target.no = due.target_no offset 0
      ) target
      where message.key = due.key
      returning message.key, message.notice_id as "noticeId", message.type, message.platform_id as "platformId", target.locator,
        message.text_n as "textN", message.language, message.appeal_token as "appealToken", message.attempts`.execute(
      trx,
    );
    return rows;
  });
}

export async function keepLanguages(
  db: Connection,
  chosen: readonly { key: string; language: string }[],
): Promise<void> {
  if (chosen.length === 0) return;
  await sql`
    update user_message set language = chosen.language
    from unnest(${chosen.map(({ key }) => key)}::text[], ${chosen.map(({ language }) => language)}::text[]) as chosen (key, language)
    where user_message.key = chosen.key and user_message.language is null`.execute(db);
}

export interface SaidText {
  noticeId: string;
  n: number;
  language: string;
  subject: string;
  text: string;
}

export async function listMessageTexts(db: Connection, noticeIds: readonly string[]): Promise<SaidText[]> {
  const { rows } = await sql<SaidText>`
    select notice_id as "noticeId", n, language, subject, text from user_message_text
    where notice_id = any (${[...noticeIds]}::uuid[])`.execute(db);
  return rows;
}

export interface SentMessage {
  key: string;
  state: UserMessageState;
  receipt: string | null;
  message: string | null;
  at: Date;
}

export async function settleMessages(db: Connection, sent: readonly SentMessage[]): Promise<void> {
  if (sent.length === 0) return;
  await sql`
    update user_message set state = said.state, receipt = said.receipt, message = said.message,
      notified_at = case when said.state = 'notified' then said.at end
    from unnest(
      ${sent.map(({ key }) => key)}::text[], ${sent.map(({ state }) => state)}::text[],
      ${sent.map(({ receipt }) => receipt)}::text[], ${sent.map(({ message }) => message)}::text[],
      ${sent.map(({ at }) => at)}::timestamptz[]
    ) as said (key, state, receipt, message, at)
    where user_message.key = said.key and user_message.state in ('queued', 'not_offered')`.execute(db);
}

/** Postpones messages; `state` is `not_offered` if the platform has no way to send them. */
export async function putOff(
  db: Connection,
  input: { keys: readonly string[]; afterMs: number; state?: Extract<UserMessageState, 'not_offered'> },
): Promise<void> {
  const { keys, afterMs, state } = input;
  if (keys.length === 0) return;
  await sql`
    update user_message set next_at = now() + make_interval(secs => ${afterMs / 1000}::float8),
      state = coalesce(${state ?? null}::text, state)
    where key = any (${[...keys]}::text[]) and state in ('queued', 'not_offered')`.execute(db);
}
