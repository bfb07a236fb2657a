import type { Actor, AbsentPerson } from './actor.js';
import type { ActName } from '../commands/command-table.js';
import type { Role } from './permission.js';

/** Roles that a delegate may use; everything else of an absent person waits for their return. */
export const DELEGATED_ROLES: readonly Role[] = ['approver', 'counsel'];

export const DELEGATED_COMMANDS: ReadonlySet<ActName> = new Set(['approve', 'return', 'acknowledge_escalation']);

/** Returns the delegations that apply to a command, except for people whose eyes were already used. */
export function delegatedTo(actor: Actor, name: ActName, without: ReadonlySet<string> = new Set()): AbsentPerson[] {
  if (!DELEGATED_COMMANDS.has(name)) return [];
  return (actor.actsFor ?? []).filter(({ id }) => !without.has(id));
}

export function rolesUsed(actor: Actor, delegated: readonly AbsentPerson[]): Role[] {
  const borrowed = delegated.flatMap(({ roles }) => roles.filter((role) => DELEGATED_ROLES.includes(role)));
  return [...new Set([...actor.roles, ...borrowed])];
}
