import { sql, type RawBuilder } from 'kysely';

/**
 * SQL literal list such as `('withhold', 'remove')`. Not for user input: the words must come from a table in `domain/`.
 */
export function wordList(words: readonly string[]): RawBuilder<unknown> {
  return sql`(${sql.join(words.map((word) => sql.lit(word)))})`;
}
