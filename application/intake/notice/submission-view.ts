import type { Actor } from '../../../domain/people/actor.js';
import type { Authorship } from '../../../domain/commands/authority-to-act.js';
import { listApprovers, toPending } from '../../../domain/submissions/approvers.js';
import { mayApprove } from '../../../domain/submissions/may-approve.js';
import { restsOnOrder, type Risk } from '../../../domain/submissions/submission.js';
import { listWaitingSubmissions } from '../../../registry/people/absences.js';
import { listVerifiers } from '../../../domain/notices/sender.js';
import type { NoticeRow } from '../../../registry/notices/notices.js';
import type { Connection } from '../../../registry/db.js';
import type { SubmissionHistoryRow } from '../../../registry/submissions/submission-views.js';
import type { SubmissionRow } from '../../../registry/submissions/submissions.js';
import type { Access } from '../../access.js';

export function toSubmissionView(submission: SubmissionRow, notice: NoticeRow) {
  return {
    number: submission.number,
    purpose: submission.purpose,
    ...(submission.cause === null ? {} : { cause: submission.cause }),
    state: submission.state,
    digest: submission.digest,
    by: submission.author,
    byName: submission.author_name,
    drafters: submission.drafters,
    approvalsNeeded: submission.approverSlots.length,
    approverSlots: submission.approverSlots,
    risks: risksNow(submission, notice),
    actingSoFar: submission.acting_so_far,
    emergency: submission.emergency,
    approvals: submission.approvals
      .filter(({ counts }) => counts)
      .map(({ by, name, at, for: absent }) => ({
        by,
        name,
        at: at.toISOString(),
        ...(absent.length === 0 ? {} : { for: absent }),
      })),
    lapsedApprovals: submission.approvals
      .filter(({ counts }) => !counts)
      .map(({ by, name, at }) => ({ by, name, at: at.toISOString() })),
  };
}

/** While a submission is open, the present order status counts; afterwards, the one at submission. */
function risksNow({ state, risks, purpose, by_action: byAction }: SubmissionRow, notice: NoticeRow): Risk[] {
  if (state !== 'open') return risks;
  const others = risks.filter((risk) => risk !== 'order_not_in_effect');
  const rests = restsOnOrder({ purpose, byAction }) && notice.order_status !== 'in_effect';
  return rests ? ['order_not_in_effect', ...others] : others;
}

/** A submission in the notice's list; its letter is only for callers who may read letters. */
export function toSubmissionHistoryView(
  row: SubmissionHistoryRow,
  { notice, access }: { notice: NoticeRow; access: Access },
) {
  const { returned } = row;
  return {
    ...toSubmissionView(row, notice),
    at: row.frozen_at.toISOString(),
    byAction: row.by_action,
    targets: row.targets,
    letter: access === 'documents' ? row.letter : null,
    comment: row.comment,
    returned: returned === null ? null : { ...returned, at: new Date(returned.at).toISOString() },
  };
}

export function toAuthorship(submission: SubmissionRow | undefined, notice: NoticeRow): Authorship | null {
  if (submission === undefined) return null;
  const { state, author: by, drafters, approverSlots, purpose, by_action: byAction } = submission;
  const approvals = submission.approvals.filter(({ counts }) => counts);
  const verifiers = listVerifiers({ purpose, disclosed: byAction.disclose ?? 0 }, notice.verified_by);
  const seen = state === 'approved' || state === 'returned' ? state : state === 'void' ? 'returned' : 'open';
  return { state: seen, by, drafters, approvals, approverSlots, verifiers };
}

const MAX_OTHERS = 10;

/**
 * Returns whether a person may approve the pending submission and which approver slot that fills; if not, why, and who
 * else may.
 */
export async function loadMayApprove(db: Connection, { noticeId, actor }: { noticeId: string; actor: Actor }) {
  const [waiting] = await listWaitingSubmissions(db, { notices: [noticeId] });
  if (waiting === undefined) return null;
  const others = listApprovers(waiting)
    .filter(({ id }) => id !== actor.id)
    .slice(0, MAX_OTHERS)
    .map(({ id, name, roles }) => ({ id, name, roles }));
  return { ...mayApprove(toPending(waiting), actor), others };
}

/** Returns those of the given notices whose submission this person may approve now. */
export async function findYours(
  db: Connection,
  { notices, actor }: { notices: readonly string[]; actor: Actor },
): Promise<Set<string>> {
  if (notices.length === 0) return new Set();
  const waiting = await listWaitingSubmissions(db, { notices });
  return new Set(waiting.filter((one) => mayApprove(toPending(one), actor).ok).map(({ noticeId }) => noticeId));
}
