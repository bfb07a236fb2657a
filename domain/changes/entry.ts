import type { Cadence } from '../letters/cadence.js';
import type { Role } from '../people/permission.js';
import type { Contact } from './contacts.js';

export interface SavedPerson {
  id: string;
  name: string;
  email: string;
  roles: Role[];
  active: boolean;
}

/** A person as logged: by id, without the name and address that may have to be erased. */
export type LoggedPerson = Pick<SavedPerson, 'id' | 'roles' | 'active'>;

export function describePerson({ id, roles, active }: SavedPerson): LoggedPerson {
  return { id, roles, active };
}

/** Returns which of name and mail address changed, since the log does not hold their values. */
export function renamed(before: SavedPerson | null, after: SavedPerson): ('name' | 'email')[] {
  return before === null ? [] : (['name', 'email'] as const).filter((part) => before[part] !== after[part]);
}

export interface SavedAuthority {
  id: string;
  name: string;
  country: string;
  kind: string;
  contacts: Contact[];
  domains: string[];
  signers: { name: string; rank: string; validFrom?: string; validTo?: string }[];
  verification: 'unverified' | 'verified';
  statusUpdates: Cadence | null;
}
