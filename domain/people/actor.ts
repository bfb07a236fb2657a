import type { Role } from './permission.js';

/** An absent person whose substitute acts, and the roles that this lends. */
export interface AbsentPerson {
  id: string;
  name: string;
  roles: Role[];
}

/** Who did it. Set by the API from the authenticated caller, never taken from a request body. */
export interface Actor {
  kind: 'person' | 'system' | 'authority';
  id: string;
  name: string;
  roles: Role[];
  /** Absent people whose substitute this person is; read from the registry with each command. */
  standsFor?: AbsentPerson[];
}

/** The desk itself, for what happens by clock or by the end of an effect. */
export const SYSTEM: Actor = { kind: 'system', id: 'notice-desk', name: 'Notice Desk', roles: [] };
