import { doubtEmergency } from '../domain/submission/emergency.js';
import { isOneOf } from '../domain/is-one-of.js';
import { ALONE_CAUSES, canSeatAll, type DigestLine } from '../domain/submission/submission.js';
import { wasStandIn } from '../registry/people/absences.js';
import type { Connection } from '../registry/db.js';
import { findEnforcementOrder, type EnforcementOrder, type Enforcing } from '../registry/enforcement/operations.js';
import { digestOnRecord } from '../registry/submission/submissions.js';

export type Checked = { ok: true; order: EnforcementOrder } | { ok: false; reason: string };

/**
 * Four eyes, checked once more where it counts: from the rows on record, not from what the workflow says. The digest is
 * computed from what would be done, and every yes must be to that digest.
 */
export async function checkSubmission(db: Connection, enforcing: Enforcing): Promise<Checked> {
  const order = await findEnforcementOrder(db, enforcing);
  if (order === undefined) return refused('The submission is not on record.');
  if (order.state !== 'approved') return refused(`The submission is ${order.state} on record, not approved.`);
  const doubt = doubtApprovals(order) ?? (await doubtStandIns(db, order));
  if (doubt !== null) return refused(doubt);
  const { noticeId, submission: number } = enforcing;
  const urgent: Pick<DigestLine, 'no' | 'lane' | 'grounds'>[] = [];
  const keep = (lines: readonly DigestLine[]) =>
    urgent.push(...lines.map(({ no, lane, grounds }) => ({ no, lane, grounds })));
  const digest = await digestOnRecord(db, { noticeId, number }, order.emergency ? keep : undefined);
  if (digest !== order.digest) return refused('What is on record is not what was submitted: the digests differ.');
  const rash = order.emergency ? doubtEmergency(urgent) : null;
  if (rash !== null) return refused(rash);
  return { ok: true, order };
}

function refused(reason: string): Checked {
  return { ok: false, reason };
}

/** Whoever used an absent person's role must have been their substitute then, as the rows say. */
async function doubtStandIns(db: Connection, { approvals }: EnforcementOrder): Promise<string | null> {
  for (const { by, stoodFor, at } of approvals) {
    for (const person of stoodFor) {
      if (!(await wasStandIn(db, { person, substitute: by, at })))
        return 'Somebody has approved in the place of a person whose substitute they were not.';
    }
  }
  return null;
}

/** What is wrong with the yeses, or null. */
function doubtApprovals({ purpose, cause, author, seats, approvals, digest }: EnforcementOrder): string | null {
  const alone = purpose === 'restoration' && isOneOf(ALONE_CAUSES, cause);
  if (seats.length === 0 && !alone) return 'Nobody but the author was asked, and this needs another person.';
  if (approvals.some(({ by }) => by === author)) return 'The author is among those who approved.';
  if (new Set(approvals.map(({ by }) => by)).size !== approvals.length) return 'One person has approved twice.';
  const eyes = approvals.flatMap(({ by, stoodFor }) => [by, ...stoodFor]);
  if (eyes.includes(author)) return 'Somebody has approved in the place of the author.';
  if (new Set(eyes).size !== eyes.length) return 'One person counts for two of the approvals.';
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
