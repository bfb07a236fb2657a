import type { SavedPerson } from './entry.js';
import { ROLES, type Role } from '../people/permission.js';
import type { SpeaksFor } from '../people/speaks-for.js';

/**
 * Roles that one person can never grant alone: all but `intake`, which decides nothing and reads no one else's data.
 */
export const GUARDED_ROLES: readonly Role[] = ROLES.filter((role) => role !== 'intake');

const BOOTSTRAP_ROLES: readonly Role[] = ['admin', 'counsel'];

const IDENTITY_FIELDS = ['name', 'email'] as const;
export type IdentityField = (typeof IDENTITY_FIELDS)[number] | 'subject';

function activeRoles(person: SavedPerson | null): readonly Role[] {
  return person?.active === true ? person.roles : [];
}

function rolesGiven(before: SavedPerson | null, after: SavedPerson): Role[] {
  const had = activeRoles(before);
  return activeRoles(after).filter((role) => !had.includes(role));
}

export function changesRoles(before: SavedPerson | null, after: SavedPerson): boolean {
  if (before === null) return true;
  const sorted = (roles: readonly Role[]) => roles.toSorted().join(' ');
  return before.active !== after.active || sorted(before.roles) !== sorted(after.roles);
}

/** Returns which of a known person's name and mail address change; empty for a new person. */
export function identityChanged(before: SavedPerson | null, after: SavedPerson): IdentityField[] {
  return before === null ? [] : IDENTITY_FIELDS.filter((field) => before[field] !== after[field]);
}

/**
 * Whether saving a person needs a second one: a guarded role is granted, or a known person's name or address changes.
 * An unbound mail address opens the account at the first sign-in, and past approvals show the new name.
 * `hasBoundKey`: the person owns a key that speaks for an authority, which `intake` would make usable again.
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

/** Whether creating a key needs a second person: it is for someone else or speaks for an authority. */
export function keyWaits({ isOwn, speaksFor }: { isOwn: boolean; speaksFor: SpeaksFor }): boolean {
  return !isOwn || speaksFor === 'all' || speaksFor.length > 0;
}

interface BootstrapFacts {
  hadTwo: boolean;
  /** Another active person holds a guarded role: the desk is in use. */
  hasColleagues: boolean;
  caller: string;
  before: SavedPerson | null;
  after: SavedPerson;
}

/**
 * Whether the first admin of a new desk may do this alone: add the person who will confirm, with no other role, while no
 * other person exists. On a desk in use the operator of the registry adds the second admin (docs/operating/operations.md),
 * so that a sole admin never creates the person who confirms their changes.
 */
export function isBootstrap({ hadTwo, hasColleagues, caller, before, after }: BootstrapFacts): boolean {
  if (hadTwo || hasColleagues || after.id === caller || !after.active) return false;
  if (identityChanged(before, after).length > 0) return false;
  const given = rolesGiven(before, after);
  return given.length > 0 && given.every((role) => BOOTSTRAP_ROLES.includes(role));
}
