import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Role } from '../../domain/people/permission.js';
import { read } from './call.js';
import { useMay } from './may.js';
import type { Page } from './types.js';

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
