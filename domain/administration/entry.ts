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
}
