import { sql, type RawBuilder } from 'kysely';

/** Few, so that a connection prepares few statements; 51 is a screen's page plus one row. */
const SIZES = [2, 11, 51, 201] as const;

/**
 * Returns the row limit for a page as a literal, rounded up to one of few sizes; the caller drops the excess. As a
 * parameter it would make PostgreSQL re-plan every time, since it cannot tell a page from a full list, and planning
 * takes longer than reading the page.
 */
export function pageSize(limit: number): RawBuilder<number> {
  return sql.lit(SIZES.find((size) => size >= limit) ?? limit);
}
