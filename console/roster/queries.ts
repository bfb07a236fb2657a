import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { assigneesView, rosterView, rosterWrite, shiftNotesView } from '../../contract/people/roster.js';
import { read } from '../http/call.js';

export type RosterEntry = z.infer<typeof rosterView>;
export type RosterWrite = z.infer<typeof rosterWrite>;
export type Assignee = z.infer<typeof assigneesView>['people'][number];

/** The API takes at most as many notices in one question; those beyond are checked when they are assigned. */
const MAX_NOTICES = 100;

/** The people whom notices can be assigned to, best first. */
export const assigneesQuery = (notices: readonly string[]) =>
  queryOptions({
    queryKey: ['live', 'assignees', ...notices],
    queryFn: async ({ signal }) => {
      const query = new URLSearchParams(notices.slice(0, MAX_NOTICES).map((id) => ['notice', id]));
      const { people } = await read<z.infer<typeof assigneesView>>(`/v1/assignees?${query}`, { signal });
      return people;
    },
  });

export const ownRosterQuery = (person: string) =>
  queryOptions({
    queryKey: ['records', 'roster', person],
    queryFn: ({ signal }) => read<RosterEntry>(`/v1/people/${person}/roster`, { signal }),
  });

const NOTES_EVERY_MS = 60_000;

export const shiftNotesQuery = queryOptions({
  queryKey: ['records', 'shift-notes'],
  queryFn: async ({ signal }) => {
    const { items } = await read<z.infer<typeof shiftNotesView>>('/v1/shift-notes', { signal, background: true });
    return items;
  },
  refetchInterval: NOTES_EVERY_MS,
});
