import { sql, type RawBuilder } from 'kysely';

/** Few, so that a connection prepares few statements; the last but one is a screen's page and one more. */
const SIZES = [2, 11, 51, 201] as const;

/**
 * How many rows to read for a page of `limit`, written into the statement. As a parameter PostgreSQL plans the statement
 * anew each time, for it cannot tell a page from a whole list, and that takes longer than reading the page. The caller
 * cuts what is too much.
 */
export function pageSize(limit: number): RawBuilder<number> {
  return sql.lit(SIZES.find((size) => size >= limit) ?? limit);
}
