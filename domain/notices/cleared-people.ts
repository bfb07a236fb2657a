import type { SecrecyLevel } from './notice.js';
import { isOneOf } from '../is-one-of.js';
import { can, ROLES, type Role } from '../people/permission.js';

export interface Colleague {
  id: string;
  roles: readonly Role[];
  active: boolean;
}

/** People who are cleared for a notice: person ids and `role:<role>`. */
export interface Clearance {
  level: SecrecyLevel;
  people: readonly string[];
}

const ROLE = /^role:(.*)$/;

/** Returns the first entry that matches no person or role, with its index; null if all match. */
export function findUnknownEntry(
  { people }: Pick<Clearance, 'people'>,
  colleagues: readonly Colleague[],
): { index: number; why: string } | null {
  for (const [index, entry] of people.entries()) {
    const role = ROLE.exec(entry)?.[1];
    if (role !== undefined && !isOneOf(ROLES, role))
      return { index, why: `There is no such role. The roles are ${ROLES.join(', ')}.` };
    if (role === undefined && !colleagues.some(({ id }) => id === entry))
      return { index, why: 'There is no such person. Name people by id, or a role as role:<role>.' };
  }
  return null;
}

/**
 * Whether a person may read a notice, apart from its assignee. The registry's SQL function is authoritative; this
 * predicts it.
 */
export function isCleared({ level, people }: Clearance, { id, roles }: Colleague): boolean {
  if (people.includes(id) || roles.some((role) => people.includes(`role:${role}`))) return true;
  return level === 'open' || (level === 'restricted' && roles.includes('counsel'));
}

/**
 * Returns the approver slot or reviewer role that no cleared, active person could fill: working a notice takes one
 * reviewer and a different approver. An assignee may read a restricted notice, so any reviewer can be brought in.
 */
export function findEmptySlot(clearance: Clearance, colleagues: readonly Colleague[]): 'reviewer' | 'approver' | null {
  const active = colleagues.filter((colleague) => colleague.active);
  const cleared = active.filter((colleague) => isCleared(clearance, colleague));
  const reviewers = (clearance.level === 'restricted' ? active : cleared).filter(({ roles }) => can(roles, 'submit'));
  if (reviewers.length === 0) return 'reviewer';
  const approvers = cleared.filter(({ roles }) => can(roles, 'approve'));
  return approvers.some(({ id }) => reviewers.some((reviewer) => reviewer.id !== id)) ? null : 'approver';
}

/**
 * Whether every active person who can read under `from` can also read under `to`. Allows replacing a role entry by the
 * one person who holds that role.
 */
export function keepsReaders(
  { from, to }: { from: Clearance; to: Clearance },
  colleagues: readonly Colleague[],
): boolean {
  return colleagues.every((one) => !one.active || !isCleared(from, one) || isCleared(to, one));
}

/**
 * Whether someone other than `first` can read the notice and agree to another clearance; on a restricted notice its
 * assignee counts too.
 */
export function hasSecondPerson(
  clearance: Clearance,
  { colleagues, first, assignee }: { colleagues: readonly Colleague[]; first: string; assignee: string | null },
): boolean {
  const reads = (one: Colleague) =>
    isCleared(clearance, one) || (clearance.level === 'restricted' && one.id === assignee);
  return colleagues.some((one) => one.active && one.id !== first && can(one.roles, 'reclassify') && reads(one));
}
