import { sql, type RawBuilder } from 'kysely';

/** Words of a closed set as SQL text: `('withhold', 'remove')`. They are ours and come from a table of the domain. */
export function wordList(words: readonly string[]): RawBuilder<unknown> {
  return sql`(${sql.join(words.map((word) => sql.lit(word)))})`;
}
