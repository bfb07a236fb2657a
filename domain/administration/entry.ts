import type { Cadence } from '../letter/cadence.js';
import type { Role } from '../people/permission.js';
import type { Contact } from './contacts.js';

/** A person as the registry holds them. */
export interface SavedPerson {
  id: string;
  name: string;
  email: string;
  roles: Role[];
  active: boolean;
}

/** A person as the log tells of them: by id, without the name and address that may have to be forgotten. */
export type ToldPerson = Pick<SavedPerson, 'id' | 'roles' | 'active'>;

export function toldPerson({ id, roles, active }: SavedPerson): ToldPerson {
  return { id, roles, active };
}

/** What a change of a person has made otherwise of what the log does not hold. */
export function renamed(before: SavedPerson | null, after: SavedPerson): ('name' | 'email')[] {
  return before === null ? [] : (['name', 'email'] as const).filter((part) => before[part] !== after[part]);
}

/** An entry of the authority directory. */
export interface SavedAuthority {
  id: string;
  name: string;
  country: string;
  kind: string;
  contacts: Contact[];
  domains: string[];
  signers: { name: string; rank: string; validFrom?: string; validTo?: string }[];
  verification: 'unverified' | 'verified';
  /** How often it wants to hear how its open notices stand; null: it has not asked. */
  statusUpdates: Cadence | null;
}
