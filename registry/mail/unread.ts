import { sql, type RawBuilder } from 'kysely';

/**
 * SQL expression: whether a mail is still being read or sorted. Until then only header values are shown and it cannot
 * be acted on. A mail whose sender is looked up again, or whose sorting failed, can be.
 */
export function isUnread(alias: string): RawBuilder<boolean> {
  const column = (name: string) => sql.ref(`${alias}.${name}`);
  return sql<boolean>`(${column('state')} = 'held' and ${column('sorted_at')} is null and ${column('sort_attempts')} = 0
    and (${column('authentication')} is null or ${column('read_at')} is not null))`;
}
