import { can, type Permission } from '../../domain/people/permission.js';
import { useStore } from '../state/store.js';
import { sessionStore } from './session.js';

/** Whether the signed-in person has a permission, by the same table that the server checks on each request. */
export function useMay(): (permission: Permission) => boolean {
  const roles = useStore(sessionStore).session?.roles ?? [];
  return (permission) => can(roles, permission);
}
