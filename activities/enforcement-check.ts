import { ALONE_CAUSES, canSeatAll } from '../domain/submission.js';
import type { Connection } from '../registry/db.js';
import { findEnforcementOrder, type EnforcementOrder, type Enforcing } from '../registry/operations.js';
import { digestOf, loadSubmissionContent } from '../registry/submissions.js';

export type Checked = { ok: true; order: EnforcementOrder } | { ok: false; reason: string };

/**
 * Four eyes, checked once more where it counts: from the rows on record, not from what the workflow says. The digest is
 * computed from what would be done, and every yes must be to that digest.
 */
export async function checkSubmission(db: Connection, enforcing: Enforcing): Promise<Checked> {
  const order = await findEnforcementOrder(db, enforcing);
  if (order === undefined) return refused('The submission is not on record.');
  if (order.state !== 'approved') return refused(`The submission is ${order.state} on record, not approved.`);
  const doubt = doubtApprovals(order);
  if (doubt !== null) return refused(doubt);
  const { noticeId, submission: number } = enforcing;
  const digest = digestOf(await loadSubmissionContent(db, { noticeId, number }));
  if (digest !== order.digest) return refused('What is on record is not what was submitted: the digests differ.');
  return { ok: true, order };
}

function refused(reason: string): Checked {
  return { ok: false, reason };
}

/** What is wrong with the yeses, or null. */
function doubtApprovals({ purpose, cause, author, seats, approvals, digest }: EnforcementOrder): string | null {
  const alone = purpose === 'restoration' && (ALONE_CAUSES as readonly (string | null)[]).includes(cause);
  if (seats.length === 0 && !alone) return 'Nobody but the author was asked, and this needs another person.';
  if (approvals.some(({ by }) => by === author)) return 'The author is among those who approved.';
  if (new Set(approvals.map(({ by }) => by)).size !== approvals.length) return 'One person has approved twice.';
  if (approvals.some((approval) => approval.digest !== digest)) return 'A yes was given to another digest.';
  if (approvals.length < seats.length) return `${approvals.length} of ${seats.length} approvals are on record.`;
  if (
    approvals.length > seats.length ||
    !canSeatAll(
      seats,
      approvals.map(({ roles }) => roles),
    )
  ) {
    return 'The people who approved do not hold the roles that were asked for.';
  }
  return null;
}
