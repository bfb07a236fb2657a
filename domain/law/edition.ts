import { canonicalJson } from '../canonical-json.js';
import type { Role } from '../people/permission.js';

export const EDITION_STATES = ['proposed', 'approved', 'refused', 'superseded'] as const;
export type EditionState = (typeof EDITION_STATES)[number];

/** So many different people approve a changed rulebook, one of them as counsel. */
export const EDITION_APPROVALS = 2;

/** One person's approval: id, and the roles under which it was given. */
export interface EditionApproval {
  person: string;
  roles: readonly Role[];
}

const isCounsel = ({ roles }: Pick<EditionApproval, 'roles'>) => roles.includes('counsel');

/** Whether a law may take effect: two different people approve it, one of them counsel. */
export function isApprovedEdition(approvals: readonly EditionApproval[]): boolean {
  return new Set(approvals.map(({ person }) => person)).size >= EDITION_APPROVALS && approvals.some(isCounsel);
}

/** What an edition still needs: an approval by counsel, or by any other person; null: nothing. */
export function missingApproval(approvals: readonly EditionApproval[]): 'counsel' | 'another' | null {
  if (isApprovedEdition(approvals)) return null;
  return approvals.length === 0 || approvals.some(isCounsel) ? 'another' : 'counsel';
}

/** Why somebody's approval would not count; null: it does. Without it two people who are no counsel would fill both places. */
export function refuseApproval(
  approvals: readonly EditionApproval[],
  { person, roles }: EditionApproval,
): 'again' | 'counsel' | null {
  if (approvals.some((one) => one.person === person)) return 'again';
  return missingApproval(approvals) === 'counsel' && !isCounsel({ roles }) ? 'counsel' : null;
}

/** What the API signs of a person's decision on an edition. */
export interface EditionStatement {
  kind: 'approve_edition' | 'refuse_edition';
  digest: string;
  /** Which time the edition was proposed. */
  proposal: number;
  /** Person id. */
  person: string;
  roles: readonly Role[];
  /** RFC 3339, by the clock of the API. */
  at: string;
  /** A passkey confirmed it. */
  stepUp?: true;
}

/** The text that is signed: canonical JSON (RFC 8785). */
export function editionStatementText(statement: EditionStatement): string {
  return canonicalJson(statement);
}
