import type { SavedPerson } from './entry.js';
import { ROLES, type Role } from '../people/permission.js';
import type { SpeaksFor } from '../people/speaks-for.js';

/** Roles that one person never gives alone: all but `intake`, which reads nothing of others and decides nothing. */
export const GUARDED_ROLES: readonly Role[] = ROLES.filter((role) => role !== 'intake');

/** What one person may give a new desk alone: the second person who confirms, and nothing else. */
const BOOTSTRAP_ROLES: readonly Role[] = ['admin', 'counsel'];

/** What of a person tells who it is and opens the account at the first sign-in. */
const IDENTITY_FIELDS = ['name', 'email'] as const;
export type IdentityField = (typeof IDENTITY_FIELDS)[number] | 'subject';

/** Roles that count: an inactive person has none. */
function activeRoles(person: SavedPerson | null): readonly Role[] {
  return person?.active === true ? person.roles : [];
}

/** Roles that a person has afterwards and had not before. */
function rolesGiven(before: SavedPerson | null, after: SavedPerson): Role[] {
  const had = activeRoles(before);
  return activeRoles(after).filter((role) => !had.includes(role));
}

/** Whether a person has other roles afterwards, or other access. */
export function changesRoles(before: SavedPerson | null, after: SavedPerson): boolean {
  if (before === null) return true;
  const sorted = (roles: readonly Role[]) => roles.toSorted().join(' ');
  return before.active !== after.active || sorted(before.roles) !== sorted(after.roles);
}

/** What of a known person's name and address is another afterwards. */
export function identityChanged(before: SavedPerson | null, after: SavedPerson): IdentityField[] {
  return before === null ? [] : IDENTITY_FIELDS.filter((field) => before[field] !== after[field]);
}

/**
 * Whether saving a person waits for a second one: a role is given, or a known person's name or address changes. An
 * unbound mail address opens the account at the first sign-in, and old approvals show the new name.
 * `hasBoundKey`: the person has a key that speaks for an authority, to which `intake` would give its power back.
 */
export function personWaits(
  before: SavedPerson | null,
  after: SavedPerson,
  { hasBoundKey = false }: { hasBoundKey?: boolean } = {},
): boolean {
  const given = rolesGiven(before, after);
  const isGuarded = given.some((role) => GUARDED_ROLES.includes(role) || (role === 'intake' && hasBoundKey));
  return isGuarded || identityChanged(before, after).length > 0;
}

/** Whether making a key waits for a second person. */
export function keyWaits({ isOwn, speaksFor }: { isOwn: boolean; speaksFor: SpeaksFor }): boolean {
  return !isOwn || speaksFor === 'all' || speaksFor.length > 0;
}

interface BootstrapFacts {
  /** There have ever been two active people who are admin or counsel. */
  hadTwo: boolean;
  /** Another active person holds a role that one person never gives alone: the desk is at work. */
  hasColleagues: boolean;
  caller: string;
  before: SavedPerson | null;
  after: SavedPerson;
}

/**
 * Whether the first admin of a desk may do this alone, because nobody is there to confirm: adding the person who will
 * confirm, with no other role, on a desk where nobody works yet. A desk at work gets its second admin from whoever
 * operates the registry (docs/operating/operations.md), so that a sole admin never makes the person who agrees with them.
 */
export function isBootstrap({ hadTwo, hasColleagues, caller, before, after }: BootstrapFacts): boolean {
  if (hadTwo || hasColleagues || after.id === caller || !after.active) return false;
  if (identityChanged(before, after).length > 0) return false;
  const given = rolesGiven(before, after);
  return given.length > 0 && given.every((role) => BOOTSTRAP_ROLES.includes(role));
}
