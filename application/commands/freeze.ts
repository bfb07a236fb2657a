import type { FrozenSubmission } from '../../domain/commands/command.js';
import { doubtEmergency, EMERGENCY_SLOTS } from '../../domain/submissions/emergency.js';
import { isIntervention, type DecisionAction } from '../../domain/targets/decision-action.js';
import { GROUND_CODES, type GroundCode } from '../../domain/targets/ground.js';
import { LISTED_ACTIONS, lettersFor, type LetterKind } from '../../domain/letters/letter.js';
import {
  countActing,
  countActingSoFar,
  countEnforced,
  listRisks,
  findApproverSlots,
  type DigestLine,
  type RestoreCause,
  type SubmissionFacts,
  type SubmissionLetter,
} from '../../domain/submissions/submission.js';
import { isOrder } from '../../domain/notices/notice.js';
import { isWiderThanOrder } from '../../domain/notices/scope.js';
import { mayActAlone, restorationRisks, type RestoreBasis } from '../../domain/submissions/restoring-alone.js';
import { whyNotFreeze, whyWaiting } from '../../domain/submissions/drafting.js';
import { listAppealPeople, setAppealRestoration } from '../../registry/appeals/restorations.js';
import type { Connection } from '../../registry/db.js';
import { countDocuments } from '../../registry/notices/document-views.js';
import { refreshLedger } from '../../registry/targets/ledger.js';
import { lockNotice } from '../../registry/notices/notices.js';
import { departsFromPrecedent } from '../../registry/targets/precedents.js';
import { findUnread } from '../../registry/targets/second-reviews.js';
import {
  countActingBefore,
  computeDigest,
  insertFrozenSubmission,
  nextSubmissionNumber,
  setRestoration,
} from '../../registry/submissions/submissions.js';
import { takeNecessity } from '../../registry/submissions/necessity.js';
import { chooseRestorations, freezeDrafts, type TargetSelection } from '../../registry/targets/targets.js';
import { readProvenFacts } from '../../registry/enforcement/proven-facts.js';
import { toReader } from '../caller.js';
import { invalid, Refusal } from '../refusal.js';
import { findSenderDoubts } from '../intake/sender/authenticity.js';
import type { CommandBody } from '../../contract/commands.js';
import { refuse } from './drafting.js';
import { describeNecessity } from './necessity.js';
import { claimAgainst } from './held.js';
import { listRestorationLetters, toSubmissionLetter } from '../letters/submission-letter.js';
import { checkOffer } from '../letters/proposals/proposals.js';
import { findNoticeLaw } from '../../rulebook/consequence.js';
import { listOrderCountries } from '../intake/order-scope.js';
import { refuseStaffTraces, refuseStaffTracesInNotes } from '../outward-text.js';
import { requireCarriedOut } from '../intake/orders/follow-orders.js';
import type { Preparing } from './preparing.js';
import { CURES } from '../../domain/commands/cures.js';

/** Freezes the drafts of a notice under the next submission number and computes the digest that approvers sign. */
export async function freezeDecisions(
  preparing: Preparing,
  { letter, emergency }: { letter: CommandBody<'submit'>['letter']; emergency: boolean },
): Promise<FrozenSubmission> {
  const { context, trx, row, caller } = preparing;
  const locked = await lockNotice(trx, row.id);
  const held = await claimAgainst(trx, { row: locked, caller, now: context.now() });
  refuse(whyNotFreeze({ stage: locked.stage, held, undecided: locked.undecided }));
  if (locked.targets === 0 && letter === undefined)
    throw invalid('/letter', 'This notice has no targets. Submit a letter.');
  await refuseUnread(preparing);
  await refuseStaffTraces(trx, {
    '/letter/fields/salutation': letter?.fields.salutation,
    '/letter/fields/remarks': letter?.fields.remarks,
    '/letter/offer/words': letter?.offer?.words,
  });
  const offer = letter?.offer;
  if (offer !== undefined) await checkOffer(trx, { row, offer, by: 'us', now: context.now(), at: '/letter/offer' });
  const number = await nextSubmissionNumber(trx, row.id);
  const { lines, protectedActing, drafters } = await freezeDrafts(trx, { noticeId: row.id, submission: number });
  if (locked.targets > 0 && lines.length === 0) throw invalid('', CURES.nothingDrafted);
  await takeNecessity(trx, { noticeId: row.id, submission: number });
  await refuseStaffTracesInNotes(trx, { noticeId: row.id, submission: number });
  const protectedNos = new Set(protectedActing);
  const scope = listOrderCountries(context, row);
  const byAction = countByAction(lines);
  const facts: SubmissionFacts = {
    purpose: 'decision',
    cause: null,
    byAction,
    orderNotInEffect: await isUpheld(preparing, byAction),
    protectedActing: lines.filter(
      ({ no, action }) => protectedNos.has(no) && action !== 'restore' && isIntervention(action),
    ).length,
    widerThanOrder: lines.filter((line) => isWiderThanOrder(scope, line)).length,
    departs: await departsFromPrecedent(trx, { noticeId: row.id, submission: number }),
    necessityUnanswered: !(await describeNecessity(trx, { row, submission: number })).current,
    emergency,
    actingBefore: await countActingBefore(trx, { noticeId: row.id, submission: number }),
    ...(await documentFacts(preparing)),
    senderDoubts: await findSenderDoubts(trx, { row: locked, rulebook: context.rulebook }),
  };
  if (offer !== undefined && (facts.byAction.push_back ?? 0) === 0)
    throw invalid(
      '/letter/offer',
      'No target is pushed back, so no push-back letter is sent that could carry the offer. Use request-dialogue.',
    );
  if (emergency) refuseEmergency(lines, facts);
  return freeze(preparing, {
    number,
    draftRevision: locked.draft_revision,
    lines,
    drafters,
    facts,
    letter: toSubmissionLetter(context.rulebook, { row, byAction, grounds: listGrounds(lines), letter }),
    letters: lettersFor(facts.byAction, locked.targets),
  });
}

async function isUpheld({ context, trx, row }: Preparing, byAction: SubmissionFacts['byAction']): Promise<boolean> {
  if (countActing(byAction) === 0) return false;
  const { status } = await requireCarriedOut(trx, { noticeId: row.id, now: context.now() });
  return status !== 'in_effect';
}

async function documentFacts({ context, trx, row }: Preparing) {
  const contents = findNoticeLaw(context.rulebook, row)?.contents ?? [];
  const documents = await countDocuments(trx, { noticeId: row.id });
  return {
    checklistUnread: contents.filter(({ id }) => row.checklist[id] === undefined).length,
    documentMissing: documents === 0 && isOrder(row.kind),
  };
}

const MAX_NUMBERS = 20;

async function refuseUnread({ context, trx, row }: Preparing): Promise<void> {
  const { missing, disagree } = await findUnread(trx, { noticeId: row.id, percent: context.secondReviewPercent });
  if (missing + disagree.length === 0) return;
  const numbers = disagree.slice(0, MAX_NUMBERS).join(', ') + (disagree.length > MAX_NUMBERS ? ' …' : '');
  throw invalid(
    '',
    `${missing} targets wait for a second review by another reviewer; ` +
      `${disagree.length} differ from the second review${numbers === '' ? '' : ` (${numbers})`}: decide these again.`,
  );
}

/** An emergency submission is limited in scope: it has to be reversible as a whole if the other approvers reject it. */
function refuseEmergency(lines: readonly DigestLine[], { protectedActing }: SubmissionFacts): void {
  if (protectedActing > 0) {
    throw new Refusal(
      'protected_target',
      `${protectedActing} protected targets would be enforced. They need the full quorum: submit without "emergency".`,
    );
  }
  const doubt = doubtEmergency(lines);
  if (doubt !== null) throw invalid('/emergency', doubt);
}

/**
 * Freezes a restoration of targets of this notice. The record of these targets, read in the same transaction, decides
 * whether the author needs another person.
 */
export async function freezeRestoration(
  preparing: Preparing,
  { select, cause, appeal }: { select: TargetSelection; cause: RestoreCause; appeal?: string },
): Promise<{ frozen: FrozenSubmission; basis?: RestoreBasis }> {
  const { context, trx, row, caller } = preparing;
  const locked = await lockNotice(trx, row.id);
  refuse(whyWaiting(locked.stage));
  const number = await nextSubmissionNumber(trx, row.id);
  const facts: SubmissionFacts = { purpose: 'restoration', cause, byAction: {}, protectedActing: 0 };
  const letters = await listRestorationLetters(trx, { row, now: context.now() });
  const letter =
    letters.length === 0
      ? null
      : toSubmissionLetter(context.rulebook, { row, byAction: {}, grounds: [], letter: undefined });
  // The submission row has to exist before its targets, which refer to it.
  const placeholder = {
    number,
    draftRevision: locked.draft_revision,
    lines: [],
    drafters: [],
    facts,
    letter,
    letters,
  };
  const frozen = await freeze(preparing, placeholder);
  const lines = await chooseRestorations(trx, { noticeId: row.id, submission: number, selection: select });
  if (lines.length === 0) throw invalid('/select', 'None of these targets is in force because of this notice.');
  const digest = computeDigest({
    noticeId: row.id,
    submission: number,
    purpose: 'restoration',
    cause,
    letter,
    lines,
  });
  const question = { noticeId: row.id, submission: number, author: caller.person.id, now: context.now() };
  const record = await readProvenFacts(trx, { ...question, reader: toReader(caller) });
  const basis = mayActAlone(cause, record);
  const shown = { ...facts, basisShown: basis !== null, ...restorationRisks(cause, record) };
  const approverSlots = findApproverSlots(shown, context);
  const risks = listRisks(shown, context);
  const drafters = await listExcluded(trx, { noticeId: row.id, submission: number, cause });
  await setRestoration(trx, {
    noticeId: row.id,
    number,
    digest,
    approverSlots,
    risks,
    drafters,
    targets: lines.length,
  });
  if (appeal !== undefined) await setAppealRestoration(trx, { id: appeal, restoration: number });
  return {
    frozen: { ...frozen, digest, approverSlots, drafters, targets: lines.length, enforced: lines.length },
    ...(basis === null ? {} : { basis }),
  };
}

/**
 * People who must not approve a restoration although they drafted none of it: those involved in the appeals or in the
 * decisions appealed.
 */
async function listExcluded(
  trx: Connection,
  { noticeId, submission, cause }: { noticeId: string; submission: number; cause: RestoreCause },
): Promise<string[]> {
  return cause === 'appeal_won' ? listAppealPeople(trx, { noticeId, submission }) : [];
}

interface Freezing {
  number: number;
  draftRevision: number;
  lines: DigestLine[];
  drafters: string[];
  facts: SubmissionFacts;
  letter: SubmissionLetter | null;
  letters: LetterKind[];
}

async function freeze(
  preparing: Preparing,
  { number, draftRevision, lines, drafters, facts, letter, letters }: Freezing,
): Promise<FrozenSubmission> {
  const { context, trx, row, caller, commandId } = preparing;
  const { purpose, cause, byAction } = facts;
  const emergency = facts.emergency === true;
  const marked = emergency ? { emergency: true as const } : {};
  const digest = computeDigest({ noticeId: row.id, submission: number, purpose, cause, letter, ...marked, lines });
  const quorum = findApproverSlots(facts, context);
  const approverSlots = emergency ? [...EMERGENCY_SLOTS] : quorum;
  const enforced = countEnforced(byAction);
  await insertFrozenSubmission(trx, {
    noticeId: row.id,
    number,
    purpose,
    cause,
    digest,
    author: caller.person.id,
    drafters,
    letter,
    approverSlots,
    byAction,
    targets: lines.length,
    enforced,
    risks: listRisks(facts, context),
    actingSoFar: countActingSoFar(facts),
    emergency,
    draftRevision,
    commandId,
  });
  return {
    number,
    digest,
    purpose,
    cause,
    approverSlots,
    enforced,
    acting: countActing(byAction),
    disclosed: byAction.disclose ?? 0,
    targets: lines.length,
    letters,
    drafters,
    ledger: await refreshLedger(trx, row.id),
    ...(emergency ? { emergency: { approverSlots: quorum } } : {}),
  };
}

function listGrounds(lines: readonly DigestLine[]): GroundCode[] {
  const grounds = lines.flatMap((line) =>
    LISTED_ACTIONS.some((action) => action === line.action) ? line.grounds : [],
  );
  return GROUND_CODES.filter((code) => grounds.includes(code));
}

function countByAction(lines: readonly DigestLine[]): Partial<Record<DecisionAction, number>> {
  const byAction: Partial<Record<DecisionAction, number>> = {};
  for (const { action } of lines) if (action !== 'restore') byAction[action] = (byAction[action] ?? 0) + 1;
  return byAction;
}
