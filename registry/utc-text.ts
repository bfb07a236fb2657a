import { sql, type RawBuilder } from 'kysely';

/** Formats an instant as the HTTP API does, for JSON built in the database. */
export function utcText(instant: RawBuilder<unknown>): RawBuilder<string | null> {
  return sql`to_char(${instant} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
