import { sql, type RawBuilder } from 'kysely';

/**
 * Whether a mail is being read or sorted: what is shown of it is its header's own word, and nobody acts on it. People may act
 * where only its sender is looked up once more, and where sorting it has failed.
 */
export function isUnread(alias: string): RawBuilder<boolean> {
  const column = (name: string) => sql.ref(`${alias}.${name}`);
  return sql<boolean>`(${column('state')} = 'held' and ${column('sorted_at')} is null and ${column('sort_attempts')} = 0
    and (${column('authentication')} is null or ${column('read_at')} is not null))`;
}
