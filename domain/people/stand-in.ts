import type { Actor, AbsentPerson } from './actor.js';
import type { ActName } from '../command/command-table.js';
import type { Role } from './permission.js';

/** Roles that a delegate may use; everything else of an absent person waits for their return. */
export const LENT_ROLES: readonly Role[] = ['approver', 'counsel'];

export const STAND_IN_COMMANDS: ReadonlySet<ActName> = new Set(['approve', 'return', 'acknowledge_escalation']);

/** Returns the delegations that apply to a command, except for people whose eyes were already used. */
export function lentTo(actor: Actor, name: ActName, without: ReadonlySet<string> = new Set()): AbsentPerson[] {
  if (!STAND_IN_COMMANDS.has(name)) return [];
  return (actor.standsFor ?? []).filter(({ id }) => !without.has(id));
}

export function rolesUsed(actor: Actor, lent: readonly AbsentPerson[]): Role[] {
  const borrowed = lent.flatMap(({ roles }) => roles.filter((role) => LENT_ROLES.includes(role)));
  return [...new Set([...actor.roles, ...borrowed])];
}
