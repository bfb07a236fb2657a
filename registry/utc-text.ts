import { sql, type RawBuilder } from 'kysely';

/** An instant as the HTTP interface writes it, for what is put together as JSON in the database. */
export function utcText(instant: RawBuilder<unknown>): RawBuilder<string | null> {
  return sql`to_char(${instant} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
