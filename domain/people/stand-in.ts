import type { Actor, AbsentPerson } from './actor.js';
import type { ActName } from '../command/command-table.js';
import type { Role } from './permission.js';

/** Roles that a substitute may use; everything else of an absent person waits for their return. */
export const LENT_ROLES: readonly Role[] = ['approver', 'counsel'];

/** Commands that a substitute may give in an absent person's role. */
export const STAND_IN_COMMANDS: ReadonlySet<ActName> = new Set(['approve', 'return', 'acknowledge_escalation']);

/** What the substitution lends for a command, without the people named: their eyes have been used already. */
export function lentTo(actor: Actor, name: ActName, without: ReadonlySet<string> = new Set()): AbsentPerson[] {
  if (!STAND_IN_COMMANDS.has(name)) return [];
  return (actor.standsFor ?? []).filter(({ id }) => !without.has(id));
}

/** The roles under which a command is given: one's own, and those lent. */
export function rolesUsed(actor: Actor, lent: readonly AbsentPerson[]): Role[] {
  const borrowed = lent.flatMap(({ roles }) => roles.filter((role) => LENT_ROLES.includes(role)));
  return [...new Set([...actor.roles, ...borrowed])];
}
