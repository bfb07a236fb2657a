import { sql, type RawBuilder } from 'kysely';
import type { UserMessageState } from '../../domain/duties/user-message.js';
import type { GroundCode } from '../../domain/targets/ground.js';
import type { Purpose, RestoreCause } from '../../domain/submissions/submission.js';
import type { DecisionAction } from '../../domain/targets/decision-action.js';
import type { Connection } from '../db.js';
import { isNoSecret } from '../notices/secrecy.js';

interface OfSubmission {
  noticeId: string;
  submission: number;
}

export interface DoneSubmission extends OfSubmission {
  purpose: Purpose;
  cause: RestoreCause | null;
}

/**
 * Returns a finished submission without user notices yet, locked for this transaction; rows locked by others are
 * skipped.
 */
export async function claimUserMessages(trx: Connection): Promise<DoneSubmission | undefined> {
  const { rows } = await sql<DoneSubmission>`
    select notice_id as "noticeId", number as submission, purpose, cause from submission
    where finished_at is not null and user_notices_opened_at is null
    order by finished_at limit 1 for update skip locked`.execute(trx);
  return rows[0];
}

export async function markUserNoticesOpened(trx: Connection, { noticeId, submission }: OfSubmission): Promise<void> {
  await trx
    .updateTable('submission')
    .set({ user_notices_opened_at: sql<Date>`now()` })
    .where('notice_id', '=', noticeId)
    .where('number', '=', submission)
    .execute();
}

/** Reopens a submission of which more was enforced since, so that user notices are queued for the new effects. */
export async function reopenUserNotices(trx: Connection, { noticeId, submission }: OfSubmission): Promise<void> {
  await trx
    .updateTable('submission')
    .set({ user_notices_opened_at: null })
    .where('notice_id', '=', noticeId)
    .where('number', '=', submission)
    .execute();
}

/** Reopens all submissions of a notice, so that withheld user notices are queued. Existing ones stay as they are. */
export async function reopenDecided(trx: Connection, noticeId: string): Promise<void> {
  await trx.updateTable('submission').set({ user_notices_opened_at: null }).where('notice_id', '=', noticeId).execute();
}

export interface ActedGroup {
  action: DecisionAction;
  countries: string[];
  grounds: GroundCode[];
}

function changedBy({ noticeId, submission, purpose }: Omit<DoneSubmission, 'cause'>): RawBuilder<unknown> {
  const done =
    purpose === 'decision'
      ? sql`target.submission = ${submission} and target.status = 'applied'`
      : sql`target.status = 'restored' and exists (
          select from restoration_target taken
          where taken.notice_id = target.notice_id and taken.submission = ${submission} and taken.no = target.no)`;
  return sql`target.notice_id = ${noticeId}::uuid and target.platform_id is not null and ${done}`;
}

export async function listActedGroups(trx: Connection, done: DoneSubmission): Promise<ActedGroup[]> {
  const { rows } = await sql<ActedGroup>`
    select distinct action, countries, grounds from target where ${changedBy(done)}
    order by action, countries, grounds`.execute(trx);
  return rows;
}

/**
 * Stores a message text in each language and returns their shared number. Locks the notice, because jobs and people
 * write messages of one notice concurrently. Throws if there is no text.
 */
export async function insertMessageTexts(
  trx: Connection,
  { noticeId, texts }: { noticeId: string; texts: readonly { language: string; subject: string; text: string }[] },
): Promise<number> {
  await sql`select from notice where id = ${noticeId}::uuid for no key update`.execute(trx);
  const { rows } = await sql<{ n: number }>`
    with next as (select coalesce(max(n), 0) + 1 as n from user_message_text where notice_id = ${noticeId}::uuid)
    insert into user_message_text (notice_id, n, language, subject, text)
    select ${noticeId}::uuid, next.n, said.language, said.subject, said.text
    from next, jsonb_to_recordset(${JSON.stringify(texts)}::jsonb) as said (language text, subject text, text text)
    returning n`.execute(trx);
  const [first] = rows;
  if (first === undefined) throw new Error('The message has no text in any language.');
  return first.n;
}

export interface GroupMessage extends ActedGroup {
  textN: number;
  required: boolean;
  state: Extract<UserMessageState, 'waiting' | 'queued'>;
  opensAt: Date | null;
}

/** Queues one user notice per item of these groups in a range of target numbers. Idempotent. */
export async function insertMessages(
  trx: Connection,
  done: Omit<DoneSubmission, 'cause'> & { messages: readonly GroupMessage[]; afterNo: number; upToNo: number },
): Promise<void> {
  const { noticeId, submission, purpose, messages, afterNo, upToNo } = done;
  // A lifted restriction leaves nothing to appeal.
  const mayAppeal = purpose === 'decision' ? sql`replace(gen_random_uuid()::text, '-', '')` : sql`null::text`;
  await sql`
    insert into user_message (key, notice_id, target_no, type, platform_id, text_n, required, state, opens_at, appeal_token)
    select notice_id || ':' || ${submission}::int || ':' || no || ':notify', notice_id, no, type, platform_id, said."textN",
      said.required, said.state, said."opensAt", ${mayAppeal}
    from target join jsonb_to_recordset(${JSON.stringify(messages)}::jsonb) as said (
      action text, countries text[], grounds text[], "textN" int, required boolean, state text, "opensAt" timestamptz
    ) using (action, countries, grounds)
    where ${changedBy({ noticeId, submission, purpose })} and no > ${afterNo} and no <= ${upToNo}
    order by no
    on conflict (key) do nothing`.execute(trx);
}

/** Lists notices whose secrecy has ended while user notices waited for it, and locks their rows. */
export async function claimFreed(trx: Connection, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select notice.id from notice
    where notice.id in (select notice_id from user_message where state = 'waiting') and ${isNoSecret()}
    order by notice.id limit ${limit} for no key update skip locked`.execute(trx);
  return rows.map(({ id }) => id);
}

/** Queues the waiting user notices of a notice; `requiredOption` is true if the law requires any of them. */
export async function openWaiting(trx: Connection, noticeId: string): Promise<{ required: boolean }> {
  const { rows } = await sql<{ required: boolean }>`
    with opened as (
      update user_message set state = 'queued', next_at = now()
      where notice_id = ${noticeId}::uuid and state = 'waiting' returning required
    )
    select coalesce(bool_or(required), false) as required from opened`.execute(trx);
  return rows[0] ?? { required: false };
}

export interface NotifiedNotice {
  noticeId: string;
  notified: number;
  gone: number;
}

/**
 * Lists notices whose user notice clock is open although every user was notified or is gone: all submissions are
 * processed and no message is queued, waiting or refused.
 */
export async function listNotified(db: Connection): Promise<NotifiedNotice[]> {
  const { rows } = await sql<NotifiedNotice>`
    select done.id as "noticeId", said.notified, said.gone
    from (
      select notice.id from notice
      where notice.id in (
          select clock.notice_id from clock
          where clock.kind = 'user_notice' and clock.owner = 'us' and clock.met_at is null
            and clock.state in ('running', 'paused', 'missed'))
        and notice.stage <> 'closed'
        and not exists (
          select from user_message where user_message.notice_id = notice.id and state not in ('notified', 'gone'))
        and exists (select from submission one
          where one.notice_id = notice.id and one.user_notices_opened_at is not null and one.purpose = 'decision')
        and not exists (select from submission one
          where one.notice_id = notice.id and one.finished_at is not null and one.user_notices_opened_at is null
            and one.purpose = 'decision')
        and not exists (select from outbox
          where outbox.notice_id = notice.id and outbox.done_at is null and outbox.kind = 'command'
            and outbox.payload ->> 'name' = 'users_notified')
      limit 50
    ) done
    cross join lateral (
      select count(*) filter (where state = 'notified') as notified, count(*) filter (where state = 'gone') as gone
      from user_message where user_message.notice_id = done.id
    ) said`.execute(db);
  return rows;
}

export async function listUnnotified(
  db: Connection,
): Promise<{ noticeId: string; refused: number; notOffered: number }[]> {
  const { rows } = await sql<{ noticeId: string; refused: number; notOffered: number }>`
    select notice_id as "noticeId", count(*) filter (where state = 'refused') as refused,
      count(*) filter (where state = 'not_offered') as "notOffered"
    from user_message where state in ('refused', 'not_offered') group by notice_id limit 1000`.execute(db);
  return rows;
}

export async function isUserNoticeOwed(
  db: Connection,
  { noticeId, byLaw }: { noticeId: string; byLaw: boolean },
): Promise<boolean> {
  const { rows } = await sql<{ owed: boolean }>`
    select exists (
        select from user_message where notice_id = ${noticeId}::uuid and required
          and state in ('waiting', 'queued', 'not_offered', 'refused'))
      or (${byLaw}::boolean and exists (
        select from submission where notice_id = ${noticeId}::uuid and finished_at is not null and user_notices_opened_at is null
          and purpose = 'decision')) as owed`.execute(db);
  return rows[0]?.owed === true;
}

/**
 * Resolves the undelivered user notices of a notice, by sending again or by marking them as delivered in another way;
 * returns how many.
 */
export async function settleUnnotified(
  trx: Connection,
  { noticeId, state }: { noticeId: string; state: Extract<UserMessageState, 'queued' | 'notified'> },
): Promise<number> {
  const { numUpdatedRows } = await trx
    .updateTable('user_message')
    .set({ state, next_at: sql<Date>`now()` })
    .where('notice_id', '=', noticeId)
    .where('state', 'in', ['refused', 'not_offered'])
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}
