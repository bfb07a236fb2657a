import { sql, type RawBuilder } from 'kysely';

/**
 * Relation of all targets with the type and normalised locator of a row. Each `offset 0` isolates the one condition
 * that has an index: in a single query, PostgreSQL with missing or outdated statistics reads a notice's whole list for
 * each row.
 */
export function sameLocatorAs(row: string): RawBuilder<unknown> {
  const column = (name: string) => sql.ref(`${row}.${name}`);
  return sql`(
    select same_locator.* from (
      select notice_id, no from target_locator where hash = hashtextextended(${column('normalised')}, 0) offset 0
    ) named, lateral (
      select * from target where target.notice_id = named.notice_id and target.no = named.no offset 0
    ) same_locator
    where same_locator.normalised = ${column('normalised')} and same_locator.type = ${column('type')}
    offset 0
  )`;
}

export function isListedIn(row: string, noticeId: string | null): RawBuilder<boolean> {
  return sql<boolean>`exists (select from ${sameLocatorAs(row)} same where same.notice_id = ${noticeId}::uuid)`;
}

/**
 * Whether another notice names the same target. Considers open notices only: everyone who sees the row sees the flag,
 * so it must not reveal a secret notice.
 */
export function isSeenBefore(row: string, noticeId: string): RawBuilder<boolean> {
  return sql<boolean>`exists (
    select from ${sameLocatorAs(row)} earlier
    where earlier.notice_id <> ${noticeId}::uuid
      and (select secrecy_level from notice where id = earlier.notice_id) = 'open'
  )`;
}
