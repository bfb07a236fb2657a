import { useQuery } from '@tanstack/react-query';
import { read } from '../../http/call.js';
import type { ReportPeriod } from './periods.js';

/** URL of the report as CSV, as of the instant the page shows; `asOf` is null for a report without one. */
export function buildCsvUrl(report: string, params: Readonly<Record<string, string>>, asOf: string | null): string {
  const query = new URLSearchParams({ ...params, ...(asOf === null ? {} : { asOf }), format: 'csv' });
  return `/v1/reports/${report}?${query.toString()}`;
}

/** The `asOf` instant of the page, from the server when it was opened, so that page, CSV and listed notices agree. */
export function useAsOf({ from, to }: ReportPeriod) {
  const query = new URLSearchParams({ from, to, limit: '1' });
  return useQuery({
    queryKey: ['as-of', from, to],
    queryFn: ({ signal }) => read<{ asOf: string }>(`/v1/reports/transparency?${query.toString()}`, { signal }),
    select: ({ asOf }) => asOf,
    staleTime: Infinity,
  });
}
