import type { Role } from './permission.js';
import { LENT_ROLES } from './stand-in.js';

/** Roles of an absent person that a substitute is lent: those they hold themselves. A substitution gives nobody a role. */
export function lentRoles({ absent, substitute }: { absent: readonly Role[]; substitute: readonly Role[] }): Role[] {
  return absent.filter((role) => LENT_ROLES.includes(role) && substitute.includes(role));
}

/** Whether somebody may be another's substitute: they hold a role that is lent, where one is lent at all. */
export function maySubstitute(roles: { absent: readonly Role[]; substitute: readonly Role[] }): boolean {
  return !roles.absent.some((role) => LENT_ROLES.includes(role)) || lentRoles(roles).length > 0;
}
