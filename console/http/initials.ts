import { useMemo } from 'react';
import { initialsAlone, assignInitials } from '../parts/initials.js';
import { useColleagues } from './colleagues.js';

/** Returns initials that are unique among colleagues; a person who has left gets those of the name alone. */
export function useInitials(): (id: string, name: string) => string {
  const colleagues = useColleagues();
  const known = useMemo(() => assignInitials(colleagues), [colleagues]);
  return (id, name) => known.get(id) ?? initialsAlone(name);
}
