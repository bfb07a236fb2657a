import { doubtEmergency } from '../domain/submission/emergency.js';
import { mayActAlone } from '../domain/submission/restoring-alone.js';
import { canSeatAll, type DigestLine } from '../domain/submission/submission.js';
import { readRestoreFacts } from '../registry/enforcement/restore-basis.js';
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
  const doubt = doubtApprovals(order) ?? (await doubtStandIns(db, order)) ?? (await doubtBasis(db, enforcing, order));
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

/** A restoration that nobody was asked about needs what the record shows, still, before the first of it is done. */
async function doubtBasis(
  db: Connection,
  { noticeId, submission }: Enforcing,
  { seats, cause, author, startedAt }: EnforcementOrder,
): Promise<string | null> {
  if (seats.length > 0 || startedAt !== null) return null;
  const facts = await readRestoreFacts(db, { noticeId, submission, author, now: new Date() });
  return mayActAlone(cause, facts) === null
    ? 'The record does not show that the basis is gone, so this needs another person.'
    : null;
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
function doubtApprovals({ purpose, author, seats, approvals, digest }: EnforcementOrder): string | null {
  if (seats.length === 0 && purpose !== 'restoration')
    return 'Nobody but the author was asked, and this needs another person.';
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
