import { queryOptions, useQuery } from '@tanstack/react-query';
import { read } from './call.js';
import { useMay } from './may.js';
import type { Page } from './types.js';
import { useMemo } from 'react';
import { initialsAlone, assignInitials } from '../parts/initials.js';
import type { Role } from '../../domain/people/permission.js';

export interface ColleagueView {
  id: string;
  name: string;
  roles: Role[];
  away: boolean;
}

const colleaguesQuery = queryOptions({
  queryKey: ['colleagues'],
  queryFn: ({ signal }) => read<Page<ColleagueView>>('/v1/colleagues?limit=200', { signal, background: true }),
  staleTime: 5 * 60_000,
});

export function useColleagues(): readonly ColleagueView[] {
  const may = useMay();
  return useQuery({ ...colleaguesQuery, enabled: may('notice.read_facts') }).data?.items ?? [];
}

export function usePersonNames(): (id: string) => string {
  const colleagues = useColleagues();
  return (id) => colleagues.find((one) => one.id === id)?.name ?? id;
}

/** Returns initials that are unique among colleagues; a person who has left gets those of the name alone. */
export function useInitials(): (id: string, name: string) => string {
  const colleagues = useColleagues();
  const known = useMemo(() => assignInitials(colleagues), [colleagues]);
  return (id, name) => known.get(id) ?? initialsAlone(name);
}

export function useRolesByPerson(): (person: string) => readonly Role[] {
  const colleagues = useColleagues();
  return (person) => colleagues.find(({ id }) => id === person)?.roles ?? [];
}
