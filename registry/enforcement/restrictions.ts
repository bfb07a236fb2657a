import { sql } from 'kysely';
import { HOLDING_ACTIONS, STATELESS_ACTIONS } from '../../domain/targets/platform-action.js';
import type { Connection } from '../db.js';
import { wordList } from '../word-list.js';

/**
 * Serialises what two notices do to one item. One lock for all items is enough: it is held for the few milliseconds of
 * a page's statement and never across a platform call.
 */
const CLAIM_LOCK = 4_207_312;

async function takeClaimLock(trx: Connection): Promise<void> {
  await sql`select pg_advisory_xact_lock(${CLAIM_LOCK})`.execute(trx);
}

export interface ActClaim {
  key: string;
  platformId: string;
}

/**
 * Claims items before acting on them, which makes restorations by other notices wait. Returns the keys that may be
 * sent; the rest must wait for a restoration in progress on the same item, which could otherwise lift what they set.
 */
export async function claimForActing(trx: Connection, claims: readonly ActClaim[]): Promise<Set<string>> {
  await takeClaimLock(trx);
  const { rows } = await sql<{ key: string }>`
    update operation set platform_id = claim.platform_id
    from unnest(${claims.map(({ key }) => key)}::text[], ${claims.map(({ platformId }) => platformId)}::text[]) as claim (key, platform_id)
    where operation.key = claim.key and operation.status = 'pending'
      and not exists (
        select from operation restoring
        where restoring.platform_id = claim.platform_id and restoring.status = 'pending' and restoring.action = 'restore'
      )
    returning operation.key`.execute(trx);
  return new Set(rows.map(({ key }) => key));
}

/** Releases claims on items whose operations were not sent. */
export async function giveClaimsBack(db: Connection, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await sql`
    update operation set platform_id = null
    where key = any (${keys}::text[]) and status = 'pending' and action <> 'restore'`.execute(db);
}

export interface RestoreClaim {
  key: string;
  no: number;
  platformId: string;
  countries: string[];
}

/**
 * Claims the items of a restoration: computes for each operation what no other live decision holds and releases our own
 * support in the same statement, so that a second restoration sees what the first left. Operations with nothing to lift
 * are settled as `released` and not returned; those whose item another notice is acting on stay pending.
 */
export async function claimForRestoring(trx: Connection, keys: readonly string[]): Promise<RestoreClaim[]> {
  await takeClaimLock(trx);
  const { rows } = await sql<RestoreClaim & { acts: boolean }>`
    with page as (
      select mine.key, mine.undoes, undone.action, undone.platform_id, own.operation_key is not null as held,
        coalesce(own.countries, '{}') as countries, coalesce(own.everywhere, false) as everywhere
      from operation mine
      left join operation undone on undone.key = mine.undoes
      -- A restoration acted on anew may have given its support up at the first time.
      left join restriction_support own on own.operation_key = mine.undoes and (own.released_at is null or mine.attempt > 1)
      where mine.key = any (${keys}::text[]) and mine.status = 'pending' and mine.platform_id is null
        and not exists (
          select from operation acting
          where acting.platform_id = undone.platform_id and acting.status = 'pending' and acting.action in ${wordList(HOLDING_ACTIONS)}
        )
    ), others as (
      select page.key, bool_or(other.everywhere) as everywhere,
        coalesce(array_agg(distinct country) filter (where country is not null), '{}') as countries
      from page
      join restriction_support other on other.platform_id = page.platform_id and other.released_at is null
        and not exists (select from page leaving where leaving.undoes = other.operation_key)
      left join lateral unnest(other.countries) as country on true
      group by page.key
    ), lifted as (
      select page.key, page.undoes, page.platform_id,
        array(select unnest(page.countries) except select unnest(others.countries) order by 1) as countries,
        case
          when page.action in ${wordList(STATELESS_ACTIONS)} then true
          when not page.held then false
          when page.everywhere then not coalesce(others.everywhere, false)
          -- A removal everywhere holds no country: what it covers now would come to light again when it is taken back.
          else not page.countries <@ coalesce(others.countries, '{}')
        end as acts
      from page left join others using (key)
    ), released as (
      update restriction_support set released_at = now() from lifted
      where restriction_support.operation_key = lifted.undoes and restriction_support.released_at is null
    ), claimed as (
      update operation set platform_id = lifted.platform_id,
        countries = case when lifted.acts then lifted.countries else '{}' end,
        status = case when lifted.acts then 'pending' else 'released' end,
        at = case when lifted.acts then operation.at else now() end
      from lifted where operation.key = lifted.key
      returning operation.key, operation.notice_id, operation.target_no, operation.platform_id, operation.countries, lifted.acts
    ), moved as (
      update target set status = 'restored' from claimed
      where not claimed.acts and target.notice_id = claimed.notice_id and target.no = claimed.target_no
    )
    select key, target_no as no, platform_id as "platformId", countries, acts from claimed order by target_no`.execute(
    trx,
  );
  return rows.filter(({ acts }) => acts).map(({ acts: _, ...claim }) => claim);
}

export interface ResolvedRow {
  no: number;
  platformId: string;
  owner: string | null;
  protectedClass: string | null;
  language?: string | null;
}

/** Stores the platform's answer for unresolved targets; the first answer is never overwritten. */
export async function storeResolved(
  db: Connection,
  { noticeId, rows }: { noticeId: string; rows: readonly ResolvedRow[] },
): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    update target set platform_id = found.platform_id, owner = found.owner, protected_class = found.protected_class,
      language = found.language
    from unnest(
      ${rows.map(({ no }) => no)}::int[], ${rows.map(({ platformId }) => platformId)}::text[],
      ${rows.map(({ owner }) => owner)}::text[], ${rows.map(({ protectedClass }) => protectedClass)}::text[],
      ${rows.map(({ language = null }) => language)}::text[]
    ) as found (no, platform_id, owner, protected_class, language)
    where target.notice_id = ${noticeId}::uuid and target.no = found.no and target.platform_id is null`.execute(db);
}

export async function listUnresolvedTargets(
  db: Connection,
  { noticeId, afterNo, limit }: { noticeId: string; afterNo: number; limit: number },
): Promise<{ no: number; type: string; locator: string }[]> {
  return db
    .selectFrom('target')
    .select(['no', 'type', 'locator'])
    .where('notice_id', '=', noticeId)
    .where('no', '>', afterNo)
    .where('platform_id', 'is', null)
    .where('problem', 'is', null)
    .orderBy('no')
    .limit(limit)
    .execute();
}
