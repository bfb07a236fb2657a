import { sql, type RawBuilder } from 'kysely';
import type { Connection } from '../db.js';

/** Clocks of the engine, of the database and of this process differ by so much at most. */
const SLACK = sql`interval '1 minute'`;

async function holds(db: Connection, condition: RawBuilder<unknown>): Promise<boolean> {
  const { rows } = await sql<{ holds: boolean }>`select coalesce((${condition}), false) as holds`.execute(db);
  return rows[0]?.holds === true;
}

interface Act {
  noticeId: string;
  submission: number;
  at: Date;
}

/** Whether enforcement, whose login alone writes it, had begun a submission by an instant. */
export function hadBegun(db: Connection, { noticeId, submission, at }: Act): Promise<boolean> {
  return holds(
    db,
    sql`select started_at <= ${at}::timestamptz + ${SLACK} from submission
      where notice_id = ${noticeId}::uuid and number = ${submission}::int`,
  );
}

/** Whether the API had signed an approval of a submission by an instant. */
export function hadApproval(db: Connection, { noticeId, submission, at }: Act): Promise<boolean> {
  return holds(
    db,
    sql`select exists (
      select from signed_act
      where notice_id = ${noticeId}::uuid and submission = ${submission}::int and kind = 'approve'
        and at <= ${at}::timestamptz + ${SLACK})`,
  );
}

/**
 * Whether a question was approved by an instant that no answer has settled since: an approved submission asks, and no clock
 * of this notice was resumed after its approval.
 */
export function awaitsAnswer(db: Connection, { noticeId, at }: Omit<Act, 'submission'>): Promise<boolean> {
  return holds(
    db,
    sql`select exists (
      select from signed_act act join submission on submission.notice_id = act.notice_id and submission.number = act.submission
      where act.notice_id = ${noticeId}::uuid and act.kind = 'approve' and act.at <= ${at}::timestamptz + ${SLACK}
        and coalesce((submission.by_lane ->> 'clarify')::int, 0) > 0
        and not exists (
          select from outbox
          where outbox.notice_id = act.notice_id and outbox.kind = 'command' and outbox.payload ->> 'name' = 'resume'
            and outbox.created_at > act.at))`,
  );
}

/** Whether a person has read at triage that the authority answered at exactly this instant. */
export function hasReadAnswer(db: Connection, { noticeId, at }: Omit<Act, 'submission'>): Promise<boolean> {
  return holds(
    db,
    sql`select exists (
      select from command
      where notice_id = ${noticeId}::uuid and name = 'triage'
        and body -> 'body' -> 'answeredAtMs' = to_jsonb(${at.getTime()}::bigint))`,
  );
}

/** Whether a reply on record arrived at exactly this instant. */
export function hasReplyOf(
  db: Connection,
  { noticeId, reply, at }: { noticeId: string; reply: number; at: Date },
): Promise<boolean> {
  return holds(
    db,
    sql`select exists (
      select from inbound_mail
      where notice_id = ${noticeId}::uuid and reply = ${reply}::int
        and date_trunc('milliseconds', received_at) = ${at}::timestamptz)`,
  );
}

/** Whether a notice of the authority's that is linked to this one counts as an answer from exactly this instant. */
export function hasAnsweringLink(
  db: Connection,
  { noticeId, notice, at }: { noticeId: string; notice: string; at: Date },
): Promise<boolean> {
  return holds(
    db,
    sql`select exists (
      select from notice_link link join notice later on later.id = link.from_notice
      where link.to_notice = ${noticeId}::uuid and later.id = ${notice}::uuid and not link.withheld
        and abs(extract(epoch from greatest(later.received_at, link.created_at) - ${at}::timestamptz)) < 0.002)`,
  );
}
