import type { SecrecyLevel } from './notice.js';
import { isOneOf } from '../is-one-of.js';
import { can, ROLES, type Role } from '../people/permission.js';

/** A person as far as it matters for what they may work on. */
export interface Colleague {
  id: string;
  roles: readonly Role[];
  active: boolean;
}

/** Who is named to know of a notice: person ids and `role:<role>`. */
export interface Clearance {
  level: SecrecyLevel;
  people: readonly string[];
}

const ROLE = /^role:(.*)$/;

/** The first entry that names nobody: its place among the entries and what is wrong with it; null if each names somebody. */
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

/** Whether a person may know of a notice, but for whom it is assigned to. The registry's switchboard decides; this looks ahead. */
export function isCleared({ level, people }: Clearance, { id, roles }: Colleague): boolean {
  if (people.includes(id) || roles.some((role) => people.includes(`role:${role}`))) return true;
  return level === 'open' || (level === 'restricted' && roles.includes('counsel'));
}

/**
 * The seat that nobody who is cleared could fill: to work a notice takes one person to review it and another to approve
 * it, both active. A restricted notice is shown to whoever it is assigned to, so any reviewer may be brought in.
 */
export function findEmptySeat(clearance: Clearance, colleagues: readonly Colleague[]): 'reviewer' | 'approver' | null {
  const active = colleagues.filter((colleague) => colleague.active);
  const cleared = active.filter((colleague) => isCleared(clearance, colleague));
  const reviewers = (clearance.level === 'restricted' ? active : cleared).filter(({ roles }) => can(roles, 'submit'));
  if (reviewers.length === 0) return 'reviewer';
  const approvers = cleared.filter(({ roles }) => can(roles, 'approve'));
  return approvers.some(({ id }) => reviewers.some((reviewer) => reviewer.id !== id)) ? null : 'approver';
}

/**
 * Whether every active person who may read a notice under one clearance may read it under another too. An entry for a role that one
 * person holds may so be replaced by that person.
 */
export function keepsReaders(
  { from, to }: { from: Clearance; to: Clearance },
  colleagues: readonly Colleague[],
): boolean {
  return colleagues.every((one) => !one.active || !isCleared(from, one) || isCleared(to, one));
}

/** Whether anybody but one person may read a notice and agree to another clearance. Of a restricted one its assignee may too. */
export function hasSecondPerson(
  clearance: Clearance,
  { colleagues, first, assignee }: { colleagues: readonly Colleague[]; first: string; assignee: string | null },
): boolean {
  const reads = (one: Colleague) =>
    isCleared(clearance, one) || (clearance.level === 'restricted' && one.id === assignee);
  return colleagues.some((one) => one.active && one.id !== first && can(one.roles, 'reclassify') && reads(one));
}
