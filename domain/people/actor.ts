import type { Role } from './permission.js';

/** An absent person whose delegate acts, and the roles this lends. */
export interface AbsentPerson {
  id: string;
  name: string;
  roles: Role[];
}

/** The actor of an act. Set by the API from the authenticated caller, never taken from a request body. */
export interface Actor {
  kind: 'person' | 'system' | 'authority';
  id: string;
  name: string;
  roles: Role[];
  /** Absent people this person is delegate for; read from the registry with each command. */
  actsFor?: AbsentPerson[];
}

/** The desk itself, acting by a clock or at the end of an effect. */
export const SYSTEM: Actor = { kind: 'system', id: 'notice-desk', name: 'Notice Desk', roles: [] };
