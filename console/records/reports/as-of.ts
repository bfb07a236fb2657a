import { useQuery } from '@tanstack/react-query';
import { read } from '../../http/call.js';
import type { Period } from './periods.js';

/** Where a report is taken along as a file, with the figures of the instant that the page shows; null: it has none of its own. */
export function csvOf(report: string, asked: Readonly<Record<string, string>>, asOf: string | null): string {
  const query = new URLSearchParams({ ...asked, ...(asOf === null ? {} : { asOf }), format: 'csv' });
  return `/v1/reports/${report}?${query.toString()}`;
}

/** The instant that the page shows a period as of: the desk's own now when it was opened, so that page, file and notices behind agree. */
export function useAsOf({ from, to }: Period) {
  const query = new URLSearchParams({ from, to, limit: '1' });
  return useQuery({
    queryKey: ['as-of', from, to],
    queryFn: ({ signal }) => read<{ asOf: string }>(`/v1/reports/transparency?${query.toString()}`, { signal }),
    select: ({ asOf }) => asOf,
    staleTime: Infinity,
  });
}
