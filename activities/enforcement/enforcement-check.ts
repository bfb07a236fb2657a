import { isOfCanary } from '../../domain/notices/canary.js';
import { listVerifiers } from '../../domain/notices/sender.js';
import { whyNotBySender } from '../../domain/submissions/drafting.js';
import { doubtEmergency } from '../../domain/submissions/emergency.js';
import { doubtApproval, type ClaimedApproval, NOT_A_SUBSTITUTE } from '../../domain/submissions/proof-of-approval.js';
import { doubtRatification } from '../../domain/submissions/proof-of-ratification.js';
import { filterProven } from '../../domain/acts/prove-restoration.js';
import { isUpheld, lowerAuthenticity, proveNotice, type ProvenNotice } from '../../domain/acts/proven-notice.js';
import { mayActAlone } from '../../domain/submissions/restoring-alone.js';
import { isApproval, type SignedStatement } from '../../domain/submissions/signed-act.js';
import { decideOrderState, describeOrder, mayCarryOut, refusalToCarryOut } from '../../domain/orders/order-status.js';
import { countActing, type DigestLine } from '../../domain/submissions/submission.js';
import { findOrder } from '../../registry/notices/orders.js';
import { hasOtherTargets } from '../../registry/targets/targets.js';
import { readRestoreFacts } from '../../registry/enforcement/restore-basis.js';
import { listExcluded } from '../../registry/people/exclusions.js';
import { wasDelegate } from '../../registry/people/absences.js';
import type { Connection } from '../../registry/db.js';
import { findEnforcementOrder, type EnforcementOrder, type Enforcing } from '../../registry/enforcement/operations.js';
import { findPeopleNow, listSignedActs, wasReturned } from '../../registry/submissions/signed-acts.js';
import { listEarlierEmergencies } from '../../registry/submissions/ratifications.js';
import { digestOnRecord } from '../../registry/submissions/submissions.js';
import type { ApprovalVerifier } from '../proof/approval-keys.js';
import { doubtConfirmed } from '../proof/passkey-proof.js';
import { readProvenNotices } from '../../registry/submissions/proven-notices.js';

/** `unproven`: the proof of approval is wrong, not the state of the submission. */
export type Checked =
  | { ok: true; order: EnforcementOrder }
  /** A court has stayed the order: nothing is enforced, and the activity is retried. */
  | { ok: false; waits: string }
  | { ok: false; reason: string; unproven: boolean };

interface Checking extends Enforcing {
  /** Targets are acted on again: every approver must still be active, however long ago the first act was. */
  again?: boolean;
}

/**
 * Checks whether a submission may be enforced, before its first platform call, from what the API signed rather than
 * from the workflow or the rows. The digest is computed from what would be done, submission and approvals must be
 * signed over it, and each approver must be active and hold the role now.
 */
export async function checkSubmission(
  db: Connection,
  verifier: ApprovalVerifier,
  checking: Checking,
): Promise<Checked> {
  const order = await findEnforcementOrder(db, checking);
  if (order === undefined) return refused('There is no record of the submission.');
  if (order.state !== 'approved') return refused(`By the record, the submission is ${order.state}, not approved.`);
  const { noticeId, submission: number } = checking;
  const proven = await proveOwn(db, verifier, noticeId);
  const doubt =
    (await doubtOrder(db, verifier, { checking, order })) ??
    doubtVerifiers(order, proven) ??
    (await doubtBasis(db, verifier, { checking, order, proven })) ??
    (await doubtEarlier(db, verifier, { checking, order, proven })) ??
    (await doubtCanary(db, verifier, checking));
  if (doubt !== null) return unproven(doubt);
  const sender = mustCheckPeople(checking, order) ? doubtSender(order, proven) : null;
  if (sender !== null) return refused(sender);
  const excluded = mustCheckPeople(checking, order) ? await doubtExcluded(db, noticeId, order) : null;
  if (excluded !== null) return refused(excluded);
  const over = mustCheckPeople(checking, order) ? await checkOrder(db, { checking, order, proven }) : null;
  if (over !== null) return over;
  const urgent: Pick<DigestLine, 'no' | 'action' | 'grounds'>[] = [];
  const keep = (lines: readonly DigestLine[]) =>
    urgent.push(...lines.map(({ no, action, grounds }) => ({ no, action, grounds })));
  const digest = await digestOnRecord(db, { noticeId, number }, order.emergency ? keep : undefined);
  if (digest !== order.digest) return unproven('The record differs from what was submitted: the digests do not match.');
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

async function doubtOrder(
  db: Connection,
  verifier: ApprovalVerifier,
  { checking, order }: { checking: Checking; order: EnforcementOrder },
): Promise<string | null> {
  const { noticeId, submission } = checking;
  const { purpose, cause, approverSlots, author, drafters, emergency, digest, commandId, approvals } = order;
  if (approverSlots.length === 0 && purpose !== 'restoration')
    return 'This needs the approval of another person; only the author was asked.';
  const kept = await listSignedActs(db, {
    noticeId,
    commandIds: [commandId, ...approvals.map((approval) => approval.commandId)],
  });
  const commandedBy = new Map(kept.map((act) => [act.commandId, act.commandedBy]));
  const signed = new Map<string, SignedStatement>();
  const first = order.startedAt === null;
  const checksPeople = mustCheckPeople(checking, order);
  let passkeyDoubt: string | null = null;
  for (const act of kept) {
    const statement = verifier.read(act);
    if (statement === null) continue;
    signed.set(act.commandId, statement);
    if (isApproval(statement))
      passkeyDoubt ??= await doubtConfirmed(db, verifier.passkeys, { act, approval: statement, checksPeople, first });
  }
  const claimed = approvals.map(
    (approval): ClaimedApproval => ({ ...approval, commanded: commandedBy.get(approval.commandId) === approval.by }),
  );
  const involved = approvals.flatMap(({ by, stoodFor }) => [by, ...stoodFor]);
  const doubt = doubtApproval({
    submission: {
      notice: noticeId,
      submission,
      purpose,
      cause,
      emergency,
      digest,
      approverSlots,
      author,
      drafters,
      commandId,
      commanded: commandedBy.get(commandId) === author,
    },
    approvals: claimed,
    signed,
    people: checksPeople ? await findPeopleNow(db, involved) : null,
    returned: await wasReturned(db, { noticeId, submission }),
  });
  return doubt ?? passkeyDoubt ?? (await doubtDelegates(db, order));
}

function mustCheckPeople({ again = false }: Checking, { startedAt }: EnforcementOrder): boolean {
  return startedAt === null || again;
}

/** A person may have been recused or excluded after they approved. */
async function doubtExcluded(
  db: Connection,
  noticeId: string,
  { approvals }: EnforcementOrder,
): Promise<string | null> {
  const excluded = await listExcluded(db, noticeId);
  return approvals.some(({ by, stoodFor }) => [by, ...stoodFor].some((id) => excluded.includes(id)))
    ? 'A person who approved, or on whose behalf it was approved, is recused or excluded from the notice.'
    : null;
}

interface Proving {
  checking: Checking;
  order: EnforcementOrder;
  proven: ProvenNotice;
}

async function proveOwn(db: Connection, verifier: ApprovalVerifier, noticeId: string): Promise<ProvenNotice> {
  return (await readProvenNotices(db, [noticeId], verifier.read)).get(noticeId) ?? proveNotice([]);
}

/** At least one approval must come from someone other than the people who verified the sender. */
function doubtVerifiers(
  { purpose, byAction, verifiedBy, approvals, startedAt }: EnforcementOrder,
  proven: ProvenNotice,
): string | null {
  const verifiers = listVerifiers({ purpose, disclosed: byAction.disclose ?? 0 }, [
    ...verifiedBy,
    ...proven.verifiedBy,
  ]);
  if (startedAt !== null || verifiers.length === 0 || approvals.some(({ by }) => !verifiers.includes(by))) return null;
  return 'It was approved only by people who had verified the sender; another person must approve it.';
}

/** Blocks enforcement if signed acts do not prove the sender, whatever the row says, or if the row says less. */
function doubtSender({ purpose, byAction, ...order }: EnforcementOrder, proven: ProvenNotice): string | null {
  if (purpose === 'restoration') return null;
  const authenticity = lowerAuthenticity(proven.authenticity, order.authenticity);
  return (
    whyNotBySender({ authenticity, acting: countActing(byAction), disclosed: byAction.disclose ?? 0 })?.rejection
      .cure ?? null
  );
}

async function checkOrder(
  db: Connection,
  { checking: { noticeId }, order: { purpose, byAction }, proven }: Proving,
): Promise<Checked | null> {
  if (purpose === 'restoration' || countActing(byAction) === 0) return null;
  const { facts, uphold } = await findOrder(db, noticeId);
  const orderState = decideOrderState(facts, Date.now());
  if (mayCarryOut(orderState, isUpheld(proven, orderState) ? uphold : null)) return null;
  return orderState.status === 'stayed'
    ? { ok: false, waits: describeOrder(orderState) }
    : refused(refusalToCarryOut(orderState));
}

/** A restoration without an approver needs a cause that signed acts of others still prove before its first act. */
async function doubtBasis(
  db: Connection,
  verifier: ApprovalVerifier,
  {
    checking: { noticeId, submission },
    order: { approverSlots, cause, author, startedAt, approvals },
    proven: own,
  }: Proving,
): Promise<string | null> {
  if (startedAt !== null) return null;
  if (cause === 'appeal_won') return doubtAppeal(approvals, own);
  if (approverSlots.length > 0) return null;
  const facts = await readRestoreFacts(db, { noticeId, submission, author, now: new Date() });
  const later = facts.documents.map(({ notice }) => notice);
  const documents = await readProvenNotices(db, later, verifier.read);
  const shown = filterProven(facts, { own, documents }, { noticeId, author });
  return mayActAlone(cause, shown) === null
    ? 'No signed act by another person proves that the legal basis is gone, so this needs an approver.'
    : null;
}

/**
 * A won appeal is one person's decision: it needs the approval of someone who decided none of the notice's won appeals.
 */
function doubtAppeal(approvals: EnforcementOrder['approvals'], { wonAppeals }: ProvenNotice): string | null {
  const deciders = wonAppeals.map(({ by }) => by);
  const others = approvals.filter(({ by, stoodFor }) => ![by, ...stoodFor].some((id) => deciders.includes(id)));
  return others.length > 0
    ? null
    : 'The restoration was approved only by people who decided the appeal; another person must approve it.';
}

/** Allows another single-approval emergency only once the full quorum has ratified or rejected the earlier ones. */
async function doubtEarlier(
  db: Connection,
  verifier: ApprovalVerifier,
  { checking, order, proven }: Proving,
): Promise<string | null> {
  if (!order.emergency || order.startedAt !== null) return null;
  const { noticeId } = checking;
  const earlier = await listEarlierEmergencies(db, checking);
  const commandIds = earlier.flatMap(({ approvals }) => approvals.map(({ commandId }) => commandId));
  const kept = commandIds.length === 0 ? [] : await listSignedActs(db, { noticeId, commandIds });
  const commandedBy = new Map(kept.map((act) => [act.commandId, act.commandedBy]));
  const signed = new Map<string, SignedStatement>();
  for (const act of kept) {
    const statement = verifier.read(act);
    if (statement === null || !isApproval(statement)) continue;
    const doubt = await doubtConfirmed(db, verifier.passkeys, {
      act,
      approval: statement,
      checksPeople: false,
      first: false,
    });
    if (doubt !== null) return doubt;
    signed.set(act.commandId, statement);
  }
  for (const { approvals, ...emergency } of earlier) {
    const { state, submission } = emergency;
    if (state === 'refused' && !proven.refusedRatifications.some((refusal) => refusal.submission === submission))
      return `By the record, submission ${submission} was refused ratification, but no signed act by a person proves it.`;
    const claimed = approvals.map(({ by, commandId }) => ({
      by,
      digest: emergency.digest,
      stoodFor: [],
      commandId,
      commanded: commandedBy.get(commandId) === by,
    }));
    const doubt = doubtRatification({ notice: noticeId, ...emergency, approvals: claimed }, signed);
    if (doubt !== null) return doubt;
  }
  return null;
}

/** The canary may act only on the platform's canary item, whatever signatures exist. */
async function doubtCanary(
  db: Connection,
  { canaryTarget }: ApprovalVerifier,
  { noticeId }: Enforcing,
): Promise<string | null> {
  if (!isOfCanary(noticeId) || !(await hasOtherTargets(db, { noticeId, kept: canaryTarget }))) return null;
  return 'The canary would act on a target that is not reserved for it: PLATFORM_CANARY_TARGET of this process names another target or none.';
}

async function doubtDelegates(db: Connection, { approvals }: EnforcementOrder): Promise<string | null> {
  for (const { by, stoodFor, at } of approvals) {
    for (const person of stoodFor) {
      if (!(await wasDelegate(db, { person, substitute: by, at }))) return NOT_A_SUBSTITUTE;
    }
  }
  return null;
}
