import { sql } from 'kysely';
import type { DecisionAction } from '../../domain/targets/decision-action.js';
import type { SubmissionLetter } from '../../domain/submissions/submission.js';
import type { Connection } from '../db.js';
import { actions, actorShown, detailText } from '../notices/audit-sql.js';
import type { SubmissionRow } from './submissions.js';

export interface SubmissionHistoryRow extends SubmissionRow {
  frozen_at: Date;
  by_action: Partial<Record<DecisionAction, number>>;
  targets: number;
  letter: SubmissionLetter | null;
  draft_revision: number;
  comment: string | null;
  returned: { by: string; byName: string; at: string; reason: string } | null;
}

const BACK = ['return', 'enforcement_refused'] as const;
type Back = (typeof BACK)[number];

type Sent = Omit<SubmissionHistoryRow, 'approvals'> & {
  approvals: (Omit<SubmissionRow['approvals'][number], 'at'> & { at: string })[];
};

/** Lists submissions that the workflow accepted, newest first, before a number; or the one with a number. */
export async function listSubmissions(
  db: Connection,
  { noticeId, before = null, number = null, limit }: Wanted,
): Promise<SubmissionHistoryRow[]> {
  const { rows } = await sql<Sent>`
    select submission.number, submission.purpose, submission.cause, submission.state, submission.digest, submission.author,
      submission.drafters, submission.approver_slots as "approverSlots", submission.risks, submission.acting_so_far, submission.emergency, submission.frozen_at,
      submission.by_action,
      submission.targets, submission.letter, submission.draft_revision, author.name as author_name,
      coalesce((
        select jsonb_agg(jsonb_build_object('by', person_id, 'name', name, 'at', at,
          'counts', submission.state <> 'open' or approval_counts(approval.notice_id, person_id, roles, stood_for), 'for', coalesce((
          select jsonb_agg(jsonb_build_object('id', absent.id, 'name', absent.name)) from person absent
          where absent.id = any (approval.stood_for)), '[]')) order by at)
        from approval where approval.notice_id = submission.notice_id and approval.submission = submission.number
      ), '[]') as approvals,
      (
        select coalesce(${detailText<'submit' | 'reinstate'>('comment')}, nullif(${detailText<'reinstate'>('note')}, '')) from audit_entry
        where audit_entry.notice_id = submission.notice_id and command_id = submission.command_id
          and action in (${actions('submit', 'reinstate')})
        order by seq limit 1
      ) as comment,
      (
        select jsonb_build_object('by', actor_id, 'byName', ${actorShown('audit_entry')}, 'at', at,
          'reason', ${detailText<Back>('reason')})
        from audit_entry
        where audit_entry.notice_id = submission.notice_id and submission.state = 'returned'
          and action in (${actions(...BACK)}) and (${detailText<Back>('submission')})::int = submission.number
        order by seq desc limit 1
      ) as returned
    from submission join person author on author.id = submission.author
    where submission.notice_id = ${noticeId}::uuid and submission.state not in ('frozen', 'void')
      and (${before}::int is null or submission.number < ${before}::int)
      and (${number}::int is null or submission.number = ${number}::int)
    order by submission.number desc limit ${limit}`.execute(db);
  return rows.map((row) => ({
    ...row,
    approvals: row.approvals.map((approval) => ({ ...approval, at: new Date(approval.at) })),
  }));
}

interface Wanted {
  noticeId: string;
  before?: number | null;
  number?: number | null;
  limit: number;
}

export async function countSubmissions(db: Connection, noticeId: string): Promise<number> {
  const { total } = await db
    .selectFrom('submission')
    .select(sql<number>`count(*)`.as('total'))
    .where('notice_id', '=', noticeId)
    .where('state', 'not in', ['frozen', 'void'])
    .executeTakeFirstOrThrow();
  return total;
}
