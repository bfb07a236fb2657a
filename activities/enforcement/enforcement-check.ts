import { isOfCanary } from '../../domain/notice/canary.js';
import { verifiersOf } from '../../domain/notice/sender.js';
import { whyNotBySender } from '../../domain/submission/drafting.js';
import { doubtEmergency } from '../../domain/submission/emergency.js';
import { doubtApproval, type ClaimedYes } from '../../domain/submission/proof-of-approval.js';
import { doubtRatification } from '../../domain/submission/proof-of-ratification.js';
import { mayActAlone } from '../../domain/submission/restoring-alone.js';
import type { Statement } from '../../domain/submission/signed-act.js';
import { decideOrderStanding, describeOrder, mayCarryOut, refusalToCarryOut } from '../../domain/order/order-status.js';
import { countActing, type DigestLine } from '../../domain/submission/submission.js';
import { findOrder } from '../../registry/notice/orders.js';
import { hasOtherTargets } from '../../registry/target/targets.js';
import { readRestoreFacts } from '../../registry/enforcement/restore-basis.js';
import { wasStandIn } from '../../registry/people/absences.js';
import type { Connection } from '../../registry/db.js';
import { findEnforcementOrder, type EnforcementOrder, type Enforcing } from '../../registry/enforcement/operations.js';
import { findPeopleNow, listSignedActs, wasReturned } from '../../registry/submission/signed-acts.js';
import { listEarlierEmergencies } from '../../registry/submission/ratifications.js';
import { digestOnRecord } from '../../registry/submission/submissions.js';
import type { ApprovalVerifier } from '../proof/approval-keys.js';
import { doubtConfirmed } from '../proof/passkey-proof.js';

/** `unproven`: what is wrong is the proof of the approval, not the state of the submission. */
export type Checked =
  | { ok: true; order: EnforcementOrder }
  /** A court has stayed the order: nothing is done, and it is tried again. */
  | { ok: false; waits: string }
  | { ok: false; reason: string; unproven: boolean };

interface Checking extends Enforcing {
  /** Targets are acted on anew: whoever said yes has to be there still, however long ago the first act was. */
  again?: boolean;
}

/**
 * Whether a submission may be carried out, before its first call: from what the API has signed, not from what the workflow
 * says nor from what stands in the rows. The digest is computed from what would be done; submission and yeses must be
 * signed over it; and whoever said yes must be active and hold the role now.
 */
export async function checkSubmission(
  db: Connection,
  verifier: ApprovalVerifier,
  checking: Checking,
): Promise<Checked> {
  const order = await findEnforcementOrder(db, checking);
  if (order === undefined) return refused('The submission is not on record.');
  if (order.state !== 'approved') return refused(`The submission is ${order.state} on record, not approved.`);
  const { noticeId, submission: number } = checking;
  const doubt =
    (await doubtOrder(db, verifier, { checking, order })) ??
    doubtVerifiers(order) ??
    (await doubtBasis(db, checking, order)) ??
    (await doubtEarlier(db, verifier, { checking, order })) ??
    (await doubtCanary(db, verifier, checking));
  if (doubt !== null) return unproven(doubt);
  const sender = isToBeLookedAt(checking, order) ? doubtSender(order) : null;
  if (sender !== null) return refused(sender);
  const over = isToBeLookedAt(checking, order) ? await checkOrder(db, checking, order) : null;
  if (over !== null) return over;
  const urgent: Pick<DigestLine, 'no' | 'lane' | 'grounds'>[] = [];
  const keep = (lines: readonly DigestLine[]) =>
    urgent.push(...lines.map(({ no, lane, grounds }) => ({ no, lane, grounds })));
  const digest = await digestOnRecord(db, { noticeId, number }, order.emergency ? keep : undefined);
  if (digest !== order.digest) return unproven('What is on record is not what was submitted: the digests differ.');
  const rash = order.emergency ? doubtEmergency(urgent) : null;
  if (rash !== null) return refused(rash);
  return { ok: true, order };
}

function refused(reason: string): Checked {
  return { ok: false, reason, unproven: false };
}

function unproven(reason: string): Checked {
  return { ok: false, reason, unproven: true };
}

/** What is wrong with the approval of an order, or null. */
async function doubtOrder(
  db: Connection,
  verifier: ApprovalVerifier,
  { checking, order }: { checking: Checking; order: EnforcementOrder },
): Promise<string | null> {
  const { noticeId, submission } = checking;
  const { purpose, cause, seats, author, drafters, emergency, digest, commandId, approvals } = order;
  if (seats.length === 0 && purpose !== 'restoration')
    return 'Nobody but the author was asked, and this needs another person.';
  const kept = await listSignedActs(db, {
    noticeId,
    commandIds: [commandId, ...approvals.map((yes) => yes.commandId)],
  });
  const commandedBy = new Map(kept.map((act) => [act.commandId, act.commandedBy]));
  const signed = new Map<string, Statement>();
  const first = order.startedAt === null;
  const looked = isToBeLookedAt(checking, order);
  let passkeyDoubt: string | null = null;
  for (const act of kept) {
    const statement = verifier.read(act);
    if (statement === null) continue;
    signed.set(act.commandId, statement);
    if (statement.kind !== 'submission')
      passkeyDoubt ??= await doubtConfirmed(db, verifier.passkeys, { act, yes: statement, looked, first });
  }
  const yeses = approvals.map((yes): ClaimedYes => ({ ...yes, commanded: commandedBy.get(yes.commandId) === yes.by }));
  const involved = approvals.flatMap(({ by, stoodFor }) => [by, ...stoodFor]);
  const doubt = doubtApproval({
    submission: {
      notice: noticeId,
      submission,
      purpose,
      cause,
      emergency,
      digest,
      seats,
      author,
      drafters,
      commandId,
      commanded: commandedBy.get(commandId) === author,
    },
    yeses,
    signed,
    people: looked ? await findPeopleNow(db, involved) : null,
    returned: await wasReturned(db, { noticeId, submission }),
  });
  return doubt ?? passkeyDoubt ?? (await doubtStandIns(db, order));
}

/** Whether what may have changed since the yeses is looked at: before the first act, and where targets are acted on anew. */
function isToBeLookedAt({ again = false }: Checking, { startedAt }: EnforcementOrder): boolean {
  return startedAt === null || again;
}

/** One yes has to be somebody else's than theirs on whose word about the sender it rests. */
function doubtVerifiers({ purpose, byLane, verifiedBy, approvals, startedAt }: EnforcementOrder): string | null {
  const verifiers = verifiersOf({ purpose, disclosed: byLane.disclose ?? 0 }, verifiedBy);
  if (startedAt !== null || verifiers.length === 0 || approvals.some(({ by }) => !verifiers.includes(by))) return null;
  return 'Nobody has approved but those on whose word about the sender it rests.';
}

/** What was put up on a sender's word is not carried out once that sender is in doubt. */
function doubtSender({ purpose, byLane, authenticity }: EnforcementOrder): string | null {
  if (purpose === 'restoration') return null;
  return (
    whyNotBySender({ authenticity, acting: countActing(byLane), disclosed: byLane.disclose ?? 0 })?.rejection.cure ??
    null
  );
}

/** Whether the order still binds, or counsel has upheld it: the last look before the first act. null: it may be carried out. */
async function checkOrder(
  db: Connection,
  { noticeId }: Checking,
  { purpose, byLane }: EnforcementOrder,
): Promise<Checked | null> {
  if (purpose === 'restoration' || countActing(byLane) === 0) return null;
  const { facts, uphold } = await findOrder(db, noticeId);
  const standing = decideOrderStanding(facts, Date.now());
  if (mayCarryOut(standing, uphold)) return null;
  return standing.status === 'stayed'
    ? { ok: false, waits: describeOrder(standing) }
    : refused(refusalToCarryOut(standing));
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

/** On one yes again only what comes after emergencies that the full quorum has ratified, or refused. */
async function doubtEarlier(
  db: Connection,
  verifier: ApprovalVerifier,
  { checking, order }: { checking: Checking; order: EnforcementOrder },
): Promise<string | null> {
  if (!order.emergency || order.startedAt !== null) return null;
  const { noticeId } = checking;
  const earlier = await listEarlierEmergencies(db, checking);
  const commandIds = earlier.flatMap(({ yeses }) => yeses.map(({ commandId }) => commandId));
  const kept = commandIds.length === 0 ? [] : await listSignedActs(db, { noticeId, commandIds });
  const commandedBy = new Map(kept.map((act) => [act.commandId, act.commandedBy]));
  const signed = new Map<string, Statement>();
  for (const act of kept) {
    const statement = verifier.read(act);
    if (statement === null || statement.kind === 'submission') continue;
    const doubt = await doubtConfirmed(db, verifier.passkeys, { act, yes: statement, looked: false, first: false });
    if (doubt !== null) return doubt;
    signed.set(act.commandId, statement);
  }
  for (const { yeses, ...emergency } of earlier) {
    const claimed = yeses.map(({ by, commandId }) => ({
      by,
      digest: emergency.digest,
      stoodFor: [],
      commandId,
      commanded: commandedBy.get(commandId) === by,
    }));
    const doubt = doubtRatification({ notice: noticeId, ...emergency, yeses: claimed }, signed);
    if (doubt !== null) return doubt;
  }
  return null;
}

/** The canary acts on what the platform keeps for it and on nothing else, whoever has signed. */
async function doubtCanary(
  db: Connection,
  { canaryTarget }: ApprovalVerifier,
  { noticeId }: Enforcing,
): Promise<string | null> {
  if (!isOfCanary(noticeId) || !(await hasOtherTargets(db, { noticeId, kept: canaryTarget }))) return null;
  return 'The canary would act on what is not kept for it: PLATFORM_CANARY_TARGET of this process names another target or none.';
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
