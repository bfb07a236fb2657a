import type { Role } from '../../domain/people/permission.js';
import { useColleagues } from '../http/colleagues.js';

export function useRolesByPerson(): (person: string) => readonly Role[] {
  const colleagues = useColleagues();
  return (person) => colleagues.find(({ id }) => id === person)?.roles ?? [];
}
