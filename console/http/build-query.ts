/** Builds a query string from filters; undefined ones are left out. */
export function buildQuery<Filters extends { [Name in keyof Filters]: string | undefined }>(filters: Filters): string {
  const given = Object.entries<string | undefined>(filters).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  return new URLSearchParams(given).toString();
}

export const FIRST_PAGE: string | null = null;
