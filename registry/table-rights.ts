import type { RegistryLogin } from '../config/registry-logins.js';

/** Logins with grants per table; the owner has all rights, and the simulators' login has none here. */
export type GrantedLogin = Exclude<RegistryLogin, 'owner' | 'simulators'>;

/**
 * Rights of a login on a table. `update (a, b)`: these columns only. `select but (a)`: every column except these.
 * Locking a row requires an update right on some column.
 */
export type Right = 'select' | 'insert' | 'update' | 'delete' | `update (${string})` | `select but (${string})`;

export type TableRights = Readonly<Partial<Record<GrantedLogin, readonly Right[]>>>;

export type TableColumns = Readonly<Record<string, readonly string[]>>;
