import { sql, type RawBuilder } from 'kysely';
import type { Connection } from '../db.js';

/** Maximum clock difference between Temporal, the database and this process. */
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

/**
 * Returns whether enforcement of a submission had begun by an instant. Only the enforcement login can write
 * `started_at`.
 */
export function hadBegun(db: Connection, { noticeId, submission, at }: Act): Promise<boolean> {
  return holds(
    db,
    sql`select started_at <= ${at}::timestamptz + ${SLACK} from submission
      where notice_id = ${noticeId}::uuid and number = ${submission}::int`,
  );
}

/** Returns whether the API had signed an approval of a submission by an instant. */
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
 * Returns whether a clarification question, approved by an instant, is still unanswered: no clock of the notice was
 * resumed after its approval.
 */
export function awaitsAnswer(db: Connection, { noticeId, at }: Omit<Act, 'submission'>): Promise<boolean> {
  return holds(
    db,
    sql`select exists (
      select from signed_act act join submission on submission.notice_id = act.notice_id and submission.number = act.submission
      where act.notice_id = ${noticeId}::uuid and act.kind = 'approve' and act.at <= ${at}::timestamptz + ${SLACK}
        and coalesce((submission.by_action ->> 'clarify')::int, 0) > 0
        and not exists (
          select from outbox
          where outbox.notice_id = act.notice_id and outbox.kind = 'command' and outbox.payload ->> 'name' = 'resume'
            and outbox.created_at > act.at))`,
  );
}

export function hasReadAnswer(db: Connection, { noticeId, at }: Omit<Act, 'submission'>): Promise<boolean> {
  return holds(
    db,
    sql`select exists (
      select from command
      where notice_id = ${noticeId}::uuid and name = 'triage'
        and body -> 'body' -> 'answeredAtMs' = to_jsonb(${at.getTime()}::bigint))`,
  );
}

export function hasReplyAt(
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

/** Returns whether a linked notice counts as an answer from exactly this instant. */
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
