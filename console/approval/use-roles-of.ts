import type { Role } from '../../domain/people/permission.js';
import { useColleagues } from '../http/colleagues.js';

/** Roles of a person by id, as colleagues know them; none for somebody who has left. */
export function useRolesOf(): (person: string) => readonly Role[] {
  const colleagues = useColleagues();
  return (person) => colleagues.find(({ id }) => id === person)?.roles ?? [];
}
