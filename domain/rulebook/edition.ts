import { canonicalJson } from '../canonical-json.js';
import type { Role } from '../people/permission.js';

export const EDITION_STATES = ['proposed', 'approved', 'refused', 'superseded'] as const;
export type EditionState = (typeof EDITION_STATES)[number];

/** Distinct people who must approve a changed rulebook, one of them as counsel. */
export const EDITION_APPROVALS = 2;

export interface EditionApproval {
  person: string;
  roles: readonly Role[];
}

const isCounsel = ({ roles }: Pick<EditionApproval, 'roles'>) => roles.includes('counsel');

/** Whether an edition may take effect: two different people approved it, one of them counsel. */
export function isApprovedEdition(approvals: readonly EditionApproval[]): boolean {
  return new Set(approvals.map(({ person }) => person)).size >= EDITION_APPROVALS && approvals.some(isCounsel);
}

/** Returns which approval an edition still needs: counsel's, or any other person's; null: none. */
export function missingApproval(approvals: readonly EditionApproval[]): 'counsel' | 'another' | null {
  if (isApprovedEdition(approvals)) return null;
  return approvals.length === 0 || approvals.some(isCounsel) ? 'another' : 'counsel';
}

/**
 * Returns why a person's approval would not count, or null. Otherwise two people without the counsel role could fill
 * both places.
 */
export function refuseApproval(
  approvals: readonly EditionApproval[],
  { person, roles }: EditionApproval,
): 'again' | 'counsel' | null {
  if (approvals.some((one) => one.person === person)) return 'again';
  return missingApproval(approvals) === 'counsel' && !isCounsel({ roles }) ? 'counsel' : null;
}

export type EditionActKind = 'approve' | 'refuse' | 'pin' | 'unpin';

/** The statement that the API signs for a person's decision on an edition. */
export interface EditionStatement {
  kind: `${EditionActKind}_edition`;
  digest: string;
  /** Of an approval or a refusal: the proposal of the edition. Of a pin: how often the desk was pinned or unpinned before. */
  proposal: number;
  person: string;
  roles: readonly Role[];
  /** RFC 3339, by the clock of the API. */
  at: string;
  stepUp?: true;
  /** Of a pin: with this act enough people have decided it. */
  inEffect?: true;
}

/** The statement that a process of the desk signs when an empty registry takes the law of a release. */
export interface AdoptionStatement {
  kind: 'adopt_edition';
  digest: string;
  at: string;
}

/** Returns the text that is signed: canonical JSON (RFC 8785). */
export function editionStatementText(statement: EditionStatement | AdoptionStatement): string {
  return canonicalJson(statement);
}
