import { mixesCanary } from '../notices/canary.js';
import type { Role } from '../people/permission.js';
import { DELEGATED_ROLES } from '../people/delegate.js';
import { isApproval, type SignedStatement, type SubmissionStatement, type ApprovalStatement } from './signed-act.js';
import { canFillAll, type ApproverSlot } from './submission.js';

/** The recorded claims about a submission that is about to be enforced. */
export interface ClaimedSubmission extends Omit<SubmissionStatement, 'kind' | 'at'> {
  commanded: boolean;
}

export interface ClaimedApproval {
  by: string;
  digest: string;
  stoodFor: readonly string[];
  commandId: string;
  commanded: boolean;
}

export type PeopleNow = ReadonlyMap<string, { active: boolean; roles: readonly Role[] }>;

export interface ClaimedQuorum {
  submission: ClaimedSubmission;
  approvals: readonly ClaimedApproval[];
  /** Statements with a verified signature, by command id. */
  signed: ReadonlyMap<string, SignedStatement>;
  /** Null: the approvers were checked before the first act, which has been done. */
  people: PeopleNow | null;
  returned: boolean;
}

/**
 * Returns why the record does not prove approval of a submission, or null. Signatures decide; the rows only say where
 * to look.
 */
export function doubtApproval({ submission, approvals, signed, people, returned }: ClaimedQuorum): string | null {
  if (returned) return 'The submission has been sent back.';
  const frozen = signed.get(submission.commandId);
  if (frozen === undefined) return 'The submission has no valid signature by the API.';
  if (frozen.kind !== 'submission' || !says(frozen, submission))
    return 'The recorded submission is not the one that was signed.';
  if (!submission.commanded) return 'The command of the submission is not recorded, or was refused.';
  const hands = approvals.flatMap(({ by, stoodFor }) => [by, ...stoodFor]);
  if (mixesCanary(submission.notice, [submission.author, ...submission.drafters, ...hands]))
    return 'The canary took part in a real notice, or a person in a canary notice.';
  const given: Given[] = [];
  for (const approval of approvals) {
    const statement = signed.get(approval.commandId);
    const doubt = doubtOneApproval(submission, approval, { statement, kind: 'approve' });
    if (doubt !== null) return doubt;
    if (statement !== undefined && isApproval(statement)) given.push({ approval, statement });
  }
  return doubtEyes(submission, given) ?? doubtDelegates(given) ?? doubtSlots(submission.approverSlots, given, people);
}

interface Given {
  approval: ClaimedApproval;
  statement: ApprovalStatement;
}

function says(frozen: SubmissionStatement, claimed: ClaimedSubmission): boolean {
  return (
    frozen.notice === claimed.notice &&
    frozen.submission === claimed.submission &&
    frozen.purpose === claimed.purpose &&
    frozen.cause === claimed.cause &&
    frozen.emergency === claimed.emergency &&
    frozen.digest === claimed.digest &&
    frozen.author === claimed.author &&
    frozen.commandId === claimed.commandId &&
    sameList(frozen.approverSlots, claimed.approverSlots) &&
    sameList([...frozen.drafters].sort(), [...claimed.drafters].sort())
  );
}

function sameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((item, at) => item === other[at]);
}

export function doubtOneApproval(
  submission: Pick<ClaimedSubmission, 'notice' | 'submission' | 'digest'>,
  approval: ClaimedApproval,
  { statement, kind }: { statement: SignedStatement | undefined; kind: ApprovalStatement['kind'] },
): string | null {
  if (statement === undefined) return 'An approval has no valid signature by the API.';
  if (!isApproval(statement) || statement.kind !== kind) return 'What was signed is not an approval of a submission.';
  if (statement.notice !== submission.notice || statement.submission !== submission.submission)
    return 'An approval was given to another submission.';
  if (statement.digest !== submission.digest || approval.digest !== submission.digest)
    return 'An approval was given to a different digest.';
  if (statement.person !== approval.by || statement.commandId !== approval.commandId)
    return 'A recorded approval does not belong to the person who signed it.';
  if (!approval.commanded) return 'The command of an approval is not recorded, or was refused.';
  return null;
}

function doubtEyes({ author, drafters }: ClaimedSubmission, given: readonly Given[]): string | null {
  const givers = given.map(({ statement }) => statement.person);
  if (givers.includes(author)) return 'The author is among those who approved.';
  if (new Set(givers).size !== givers.length) return 'One person has approved twice.';
  const eyes = given.flatMap(({ approval, statement }) => [statement.person, ...approval.stoodFor]);
  if (eyes.includes(author)) return 'Someone approved on behalf of the author.';
  if (eyes.some((id) => drafters.includes(id)))
    return 'A person who drafted its decisions is among those who approved.';
  if (new Set(eyes).size !== eyes.length) return 'One person counts for two of the approvals.';
  return null;
}

export const NOT_A_SUBSTITUTE =
  'An approval was given on behalf of an absent person by someone who was not their substitute.';

function doubtDelegates(given: readonly Given[]): string | null {
  const signed = given.every(({ approval, statement }) =>
    approval.stoodFor.every((id) => statement.actsFor.includes(id)),
  );
  return signed ? null : NOT_A_SUBSTITUTE;
}

function doubtSlots(
  approverSlots: readonly ApproverSlot[],
  given: readonly Given[],
  people: PeopleNow | null,
): string | null {
  if (given.length < approverSlots.length) return `${given.length} of ${approverSlots.length} approvals are on record.`;
  const roles = given.map(({ approval, statement }) => collectRoles(approval, statement, people));
  if (roles.some((held) => held === null))
    return 'A person who approved, or on whose behalf it was approved, is no longer active.';
  const known = roles.filter((held) => held !== null);
  if (given.length > approverSlots.length || !canFillAll(approverSlots, known))
    return 'The people who approved do not hold the required roles.';
  return null;
}

function collectRoles(
  { stoodFor }: ClaimedApproval,
  { person, roles }: ApprovalStatement,
  people: PeopleNow | null,
): Role[] | null {
  // Delegated roles were checked before the first act.
  if (people === null) return stoodFor.length === 0 ? roles : [...roles, ...DELEGATED_ROLES];
  const involved = [person, ...stoodFor].map((id) => people.get(id));
  if (involved.some((one) => one?.active !== true)) return null;
  const [own, ...absent] = involved;
  const delegated = DELEGATED_ROLES.filter((role) => absent.some((one) => one?.roles.includes(role) === true));
  return [...roles.filter((role) => own?.roles.includes(role) === true), ...delegated];
}
