import { queryOptions } from '@tanstack/react-query';
import { read } from '../http/call.js';
import { readAll } from '../http/read-all.js';
import type { AlertItem, Overview, ReleasesView } from './types.js';

/** Maximum number of alerts loaded; further ones are only counted, and appear as earlier ones are resolved. */
const MAX = 1_000;

/** All open alerts, over as many pages as necessary, and their total. */
export const alertsQuery = queryOptions({
  queryKey: ['live', 'alert', 'all'],
  queryFn: ({ signal }) => readAll<AlertItem>('/v1/ops/alerts', { max: MAX, signal, background: true }),
});

/** Figures of the last two hours; polled, because no event reports throughput. */
export const overviewQuery = queryOptions({
  queryKey: ['ops', 'overview'],
  queryFn: ({ signal }) => read<Overview>('/v1/ops/overview', { signal, background: true }),
  refetchInterval: 15_000,
});

/** Releases in service; polled, because they change during an upgrade. */
export const releasesQuery = queryOptions({
  queryKey: ['ops', 'releases'],
  queryFn: ({ signal }) => read<ReleasesView>('/v1/ops/releases', { signal, background: true }),
  refetchInterval: 15_000,
});
