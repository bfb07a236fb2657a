import type { Role } from './permission.js';
import { DELEGATED_ROLES } from './delegate.js';

/**
 * Roles that a delegate may use for an absent person: only those the delegate holds as well, since a delegation grants
 * no role.
 */
export function listDelegatedRoles({
  absent,
  substitute,
}: {
  absent: readonly Role[];
  substitute: readonly Role[];
}): Role[] {
  return absent.filter((role) => DELEGATED_ROLES.includes(role) && substitute.includes(role));
}

/** Whether a person may be another's delegate: they share a delegable role, or the absent person holds none. */
export function maySubstitute(roles: { absent: readonly Role[]; substitute: readonly Role[] }): boolean {
  return !roles.absent.some((role) => DELEGATED_ROLES.includes(role)) || listDelegatedRoles(roles).length > 0;
}
