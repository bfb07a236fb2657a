import { read } from './call.js';

/** Builds a query string from filters; undefined ones are left out. */
export function buildQuery<Filters extends { [Name in keyof Filters]: string | undefined }>(filters: Filters): string {
  const given = Object.entries<string | undefined>(filters).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  return new URLSearchParams(given).toString();
}

export const FIRST_PAGE: string | null = null;

/** The options of a query that reads a list by its cursor, from an address that already has parameters. */
export const byCursor = <Answer extends { nextCursor: string | null }>(address: string) => ({
  queryFn: ({ pageParam, signal }: { pageParam: string | null; signal: AbortSignal }) =>
    read<Answer>(`${address}${pageParam === null ? '' : `&cursor=${encodeURIComponent(pageParam)}`}`, { signal }),
  initialPageParam: FIRST_PAGE,
  getNextPageParam: ({ nextCursor }: Answer) => nextCursor,
});
