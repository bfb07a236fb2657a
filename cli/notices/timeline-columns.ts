import type { TableColumn } from '../table.js';
import type { TimelineEntry } from '../view.js';

export const TIMELINE_COLUMNS: TableColumn<TimelineEntry>[] = [
  { head: 'at', value: ({ at }) => at },
  { head: 'who', value: ({ actor }) => actor.name ?? actor.kind, max: 28 },
  { head: 'action', value: ({ action }) => action },
  {
    head: 'detail',
    value: ({ detail }) => detailText(detail ?? {}),
    max: 100,
  },
];

function detailText({ read, ...rest }: Record<string, unknown>): string {
  const kept = typeof read === 'object' ? { ...read, ...rest } : { ...(read === undefined ? {} : { read }), ...rest };
  return Object.keys(kept).length > 0 ? JSON.stringify(kept) : '';
}
