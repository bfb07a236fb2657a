import { sql, type RawBuilder } from 'kysely';

/**
 * SQL expression: the won appeal that covers all of the given `target` rows; null if any of them has no appeal won
 * since its last decision.
 */
export function selectWonAppeal(noticeId: string, chosen: RawBuilder<unknown>): RawBuilder<string | null> {
  return sql<string | null>`(
    select min(won.id::text) from appeal won
    where won.notice_id = ${noticeId}::uuid and won.outcome = 'restored'
      and exists (select from (${chosen}) own where own.no = won.target_no)
    having not exists (
      select from (${chosen}) own where not exists (
        select from appeal mine where mine.notice_id = ${noticeId}::uuid and mine.target_no = own.no
          and mine.outcome = 'restored' and mine.decided_at >= coalesce(own.decided_at, '-infinity'))))`;
}
