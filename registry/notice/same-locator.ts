import { sql, type RawBuilder } from 'kysely';

/**
 * Targets of all notices with the type and normalised locator of a row, named by its alias, as a relation. Each part stands
 * apart (offset 0) with the one condition that has an index: written as one with a condition on the notice, a registry
 * without statistics, or with those from before a long list, reads the whole list of that notice for each row.
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

/** Whether a row, named by its alias, is also in the list of a notice. */
export function isListedIn(row: string, noticeId: string | null): RawBuilder<boolean> {
  return sql<boolean>`exists (select from ${sameLocatorAs(row)} same where same.notice_id = ${noticeId}::uuid)`;
}

/**
 * Whether another notice names the same target. Open notices only: the flag is shown to everyone who sees the row, and
 * must not tell of a secret one.
 */
export function isSeenBefore(row: string, noticeId: string): RawBuilder<boolean> {
  return sql<boolean>`exists (
    select from ${sameLocatorAs(row)} earlier
    where earlier.notice_id <> ${noticeId}::uuid
      and (select secrecy_level from notice where id = earlier.notice_id) = 'open'
  )`;
}
