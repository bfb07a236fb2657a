import { sql, type RawBuilder } from 'kysely';

/**
 * Targets of all notices with the type and normalised locator of a row, named by its alias, as a relation. A part of its
 * own (offset 0) with the one condition that has an index: written as one with a condition on the notice, a registry
 * without statistics, or with those from before a long list, reads the whole list of that notice for each row.
 */
export function sameLocatorAs(row: string): RawBuilder<unknown> {
  const column = (name: string) => sql.ref(`${row}.${name}`);
  return sql`(
    select * from target same_locator
    where hashtextextended(same_locator.normalised, 0) = hashtextextended(${column('normalised')}, 0)
      and same_locator.normalised = ${column('normalised')} and same_locator.type = ${column('type')}
    offset 0
  )`;
}
