/** Filters as a query; what is not set is left out. */
export function queryOf<Filters extends { [Name in keyof Filters]: string | undefined }>(filters: Filters): string {
  const given = Object.entries<string | undefined>(filters).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  return new URLSearchParams(given).toString();
}

/** Before the first page of a list there is no cursor. */
export const FIRST_PAGE: string | null = null;
