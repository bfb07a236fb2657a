import { sql } from 'kysely';
import type { PlatformDifference, ItemState, ProofCounts } from '../../domain/targets/proof.js';
import { HOLDING_ACTIONS } from '../../domain/targets/platform-action.js';
import type { Connection } from '../db.js';
import { wordList } from '../word-list.js';
import type { Enforcing } from './operations.js';
import { alertKind } from '../ops/alerts.js';
import { selectOwnProof, LACKING } from './own-proof.js';

const HAS_STATE = sql`(own.action in ${wordList(HOLDING_ACTIONS)} or (own.action = 'restore' and exists (
  select from operation undone where undone.key = own.undoes and undone.action in ${wordList(HOLDING_ACTIONS)})))`;

export async function listEnforcedItems(
  db: Connection,
  { noticeId, submission, afterNo, limit }: Enforcing & { afterNo: number; limit: number },
): Promise<{ no: number; platformId: string }[]> {
  const { rows } = await sql<{ no: number; platformId: string }>`
    select own.target_no as no, own.platform_id as "platformId" from operation own
    where own.notice_id = ${noticeId}::uuid and own.submission = ${submission} and own.target_no > ${afterNo}
      and not own.superseded and own.status <> 'pending' and own.platform_id is not null and ${HAS_STATE}
    order by own.target_no limit ${limit}`.execute(db);
  return rows;
}

export interface Expected extends ItemState {
  /** An operation on the item is in flight, so its current platform state proves nothing. */
  busy: boolean;
}

/** Returns the union of what all live decisions support, by item. */
export async function readExpected(db: Connection, ids: readonly string[]): Promise<Map<string, Expected>> {
  const { rows } = await sql<{ id: string; countries: string[]; everywhere: boolean; busy: boolean }>`
    select item.id, held.countries, held.everywhere,
      exists (select from operation where operation.platform_id = item.id and operation.status = 'pending') as busy
    from unnest(${ids}::text[]) as item (id)
    cross join lateral (
      select coalesce(array_agg(distinct country) filter (where country is not null), '{}') as countries,
        coalesce(bool_or(support.everywhere), false) as everywhere
      from restriction_support support left join lateral unnest(support.countries) as country on true
      where support.platform_id = item.id and support.released_at is null
    ) held`.execute(db);
  return new Map(rows.map(({ id, ...expected }) => [id, expected]));
}

export interface ProofRow extends PlatformDifference {
  platformId: string;
  found: ItemState;
}

/**
 * Stores the latest check of each item. With `noticeId`, only that notice's proof time moves: a fresh time on another
 * notice would reveal that a second one holds the item.
 */
export async function storeProofs(
  db: Connection,
  { rows, noticeId }: { rows: readonly ProofRow[]; noticeId: string | null },
): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    with looked as (
      select platform_id, string_to_array(missing, ',') as missing, string_to_array(surplus, ',') as surplus, missing || surplus <> '' as differs,
        string_to_array(countries, ',') as countries, everywhere
      from unnest(
        ${rows.map(({ platformId }) => platformId)}::text[], ${rows.map(({ missing }) => missing.join(','))}::text[],
        ${rows.map(({ surplus }) => surplus.join(','))}::text[],
        ${rows.map(({ found }) => found.countries.join(','))}::text[], ${rows.map(({ found }) => found.everywhere)}::boolean[]
      ) as found (platform_id, missing, surplus, countries, everywhere)
    ), proved as (
      update restriction_support set proved_at = now()
      where platform_id in (select platform_id from looked)
        and case when ${noticeId}::uuid is null then released_at is null else notice_id = ${noticeId}::uuid end
    )
    insert into proof (platform_id, state, missing, surplus, differs_since, found_countries, found_everywhere)
    select platform_id, case when differs then 'mismatch' else 'proven' end, missing, surplus, case when differs then now() end,
      countries, everywhere
    from looked
    order by platform_id
    on conflict (platform_id) do update set
      state = excluded.state, missing = excluded.missing, surplus = excluded.surplus, checked_at = now(),
      found_countries = excluded.found_countries, found_everywhere = excluded.found_everywhere,
      differs_since = case when excluded.state = 'mismatch' then coalesce(proof.differs_since, now()) end`.execute(db);
}

export async function countProofs(db: Connection, { noticeId, submission }: Enforcing): Promise<ProofCounts> {
  const { rows } = await sql<ProofCounts>`
    select count(*) filter (where has_state and state = 'proven' and fresh) as proven,
      count(*) filter (where has_state and state = 'mismatch' and fresh) as mismatch,
      count(*) filter (where has_state and fresh is not true) as unread,
      count(*) filter (where not has_state) as "withoutState"
    from (
      select ${HAS_STATE} as has_state, own_proof.proof_state as state, own_proof.proof_at >= submission.started_at as fresh
      from operation own
      join submission on submission.notice_id = own.notice_id and submission.number = own.submission
      left join lateral ${selectOwnProof('own', 'target_no')} own_proof on true
      where own.notice_id = ${noticeId}::uuid and own.submission = ${submission}
        and not own.superseded and own.status in ('applied', 'already', 'released', 'refused')
    ) acted`.execute(db);
  return rows[0] ?? { proven: 0, mismatch: 0, unread: 0, withoutState: 0 };
}

/** Marks a submission as read back with the counts found; returns false if the same counts were stored already. */
export async function markProved(
  trx: Connection,
  { noticeId, submission }: Enforcing,
  counts: ProofCounts,
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('submission')
    .set({ proved_at: sql<Date>`now()`, proof_counts: JSON.stringify(counts) })
    .where('notice_id', '=', noticeId)
    .where('number', '=', submission)
    .where(sql<boolean>`proof_counts is distinct from ${JSON.stringify(counts)}::jsonb`)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** Lists items to check next: those that differ, and restricted ones by oldest check, never checked first. */
export async function listItemsToCheck(db: Connection, { limit }: { limit: number }): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    (select platform_id as id from proof where state = 'mismatch' order by checked_at limit ${limit})
    union
    (select held.platform_id from (select distinct platform_id from restriction_support where released_at is null) held
      left join proof using (platform_id)
      order by proof.checked_at nulls first, held.platform_id limit ${limit})`.execute(db);
  return rows.map(({ id }) => id);
}

const DRIFT = alertKind('platform_drift');

/**
 * Updates the `platform_drift` alerts, one per notice, and returns how many notices drift. A drift is reported on the
 * live notices concerned, else on the last one that held the item, else (after a restore) on the latest that names it.
 */
export async function raiseDrift(db: Connection): Promise<number> {
  const { rows } = await sql<{ notices: number }>`
    with unheld as materialized (
      select platform_id from proof where state = 'mismatch' and not exists (
        select from restriction_support ever where ever.platform_id = proof.platform_id)
    ), named as materialized (
      -- No index leads from an item to its targets: one pass over them for all such items, and none where there are none.
      select distinct on (target.platform_id) target.platform_id, target.notice_id, target.no
      from target join unheld using (platform_id) join notice on notice.id = target.notice_id
      where (select count(*) from unheld) > 0
      order by target.platform_id, notice.received_at desc
    ), differing as (
      select proof.platform_id, holder.missing, proof.surplus, proof.differs_since, holder.notice_id, holder.target_no
      from proof cross join lateral (
        select held.notice_id, held.target_no, lacking.missing from restriction_support held
        cross join lateral (select ${LACKING} as missing) lacking
        where held.platform_id = proof.platform_id and held.released_at is null
          and (lacking.missing <> '{}' or proof.surplus <> '{}')
        union all
        (select notice_id, target_no, proof.missing from restriction_support
          where platform_id = proof.platform_id and released_at is not null and not exists (
            select from restriction_support live where live.platform_id = proof.platform_id and live.released_at is null)
          order by released_at desc limit 1)
        union all
        select named.notice_id, named.no, proof.missing from named where named.platform_id = proof.platform_id
      ) holder
      where proof.state = 'mismatch'
    ), drift as (
      select notice_id, count(*) as total, (array_agg(target_no order by target_no))[1:100] as targets,
        count(*) filter (where missing <> '{}') as missing, count(*) filter (where surplus <> '{}') as surplus,
        min(differs_since) as since
      from differing group by notice_id
    ), over as (
      update alert set resolved_at = now()
      where kind = ${DRIFT} and resolved_at is null and notice_id not in (select notice_id from drift)
    ), notified as (
      insert into alert (id, key, kind, notice_id, since, summary, detail)
      select gen_random_uuid(), notice_id || ':' || ${DRIFT}, ${DRIFT}, notice_id, since,
        'The platform differs from what was decided for ' || total || ' targets: ' || array_to_string(targets[1:10], ', ')
          || case when total > 10 then ' and more' else '' end || '. Missing in force: ' || missing || '; in force without a decision: ' || surplus || '.',
        jsonb_build_object('targets', to_jsonb(targets), 'total', total, 'missing', missing, 'surplus', surplus)
      from drift
      on conflict (key) where resolved_at is null do update set summary = excluded.summary, detail = excluded.detail
    )
    select count(*) as notices from drift`.execute(db);
  return rows[0]?.notices ?? 0;
}
