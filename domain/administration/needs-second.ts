import type { SavedPerson } from './entry.js';
import type { Role } from '../people/permission.js';
import type { SpeaksFor } from '../people/speaks-for.js';

/** Roles that nobody gives alone: they say yes, read everything, or give roles. */
export const GUARDED_ROLES: readonly Role[] = ['approver', 'counsel', 'auditor', 'admin'];

function guarded(person: SavedPerson | null): Role[] {
  return person?.active === true ? person.roles.filter((role) => GUARDED_ROLES.includes(role)) : [];
}

/** Guarded roles that a person has afterwards and had not before. Who is not active has none. */
export function guardedRolesGiven(before: SavedPerson | null, after: SavedPerson): Role[] {
  const had = guarded(before);
  return guarded(after).filter((role) => !had.includes(role));
}

/**
 * Whether saving a person waits for a second one. A mail address opens the account at the first sign-in: another address
 * for somebody with a guarded role gives that role to whoever reads its mail.
 */
export function personWaits(before: SavedPerson | null, after: SavedPerson): boolean {
  if (guardedRolesGiven(before, after).length > 0) return true;
  return before !== null && guarded(after).length > 0 && before.email.toLowerCase() !== after.email.toLowerCase();
}

/** Whether making a key waits for a second person. */
export function keyWaits({ isOwn, speaksFor }: { isOwn: boolean; speaksFor: SpeaksFor }): boolean {
  return !isOwn || speaksFor === 'all' || speaksFor.length > 0;
}

/**
 * Whether the first admin of a desk may do this alone, because nobody is there to confirm: adding the second pair of
 * eyes and nothing else. `hadTwo`: there have ever been two active people who are admin or counsel.
 */
export function isBootstrap({
  hadTwo,
  caller,
  after,
}: {
  hadTwo: boolean;
  caller: string;
  after: SavedPerson;
}): boolean {
  if (hadTwo || after.id === caller || !after.active) return false;
  return after.roles.includes('admin') || after.roles.includes('counsel');
}
