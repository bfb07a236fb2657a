import { sql, type RawBuilder } from 'kysely';
import type { Connection } from '../db.js';
import { canRead } from '../notices/secrecy.js';
import type { Reader } from '../reading.js';
import { containing } from '../containing.js';
import { pageSize } from '../page-size.js';

export interface RestrictionRow {
  type: string;
  locator: string;
  platform_id: string;
  countries: string[];
  everywhere: boolean;
  supported_by: string[];
  secret: { id: string; level: string }[];
  since: Date;
}

export interface RestrictionFilters {
  type?: string | undefined;
  locator?: string | undefined;
  /** Texts of which the locator contains at least one. */
  parts?: readonly string[] | undefined;
}

export interface RestrictionKey {
  type: string;
  locator: string;
  platformId: string;
}

function live(reader: Reader): RawBuilder<unknown> {
  return sql`restriction_support as held join notice on notice.id = held.notice_id
    where held.released_at is null and ${canRead(reader)}`;
}

function heads(reader: Reader, { type, locator, parts }: RestrictionFilters): RawBuilder<unknown> {
  const given = [
    ...(type === undefined ? [] : [sql`held.type = ${type}`]),
    ...(locator === undefined ? [] : [sql`held.locator = ${locator}`]),
    ...(parts === undefined ? [] : [sql`held.locator ilike any (${parts.map(containing)}::text[])`]),
  ];
  return sql`
    select distinct held.type, held.locator, held.platform_id from ${live(reader)}
      and ${given.length === 0 ? sql`true` : sql.join(given, sql` and `)}`;
}

/**
 * Lists what is in force on the platform by item: the union of all live decisions on one platform id, under each name
 * used. A removal everywhere has no countries.
 */
export async function listRestrictions(
  db: Connection,
  question: { reader: Reader; filters: RestrictionFilters; after: RestrictionKey | null; limit: number },
): Promise<RestrictionRow[]> {
  const { reader, filters, after, limit } = question;
  const later =
    after === null
      ? sql`true`
      : sql`(held.type, held.locator, held.platform_id) > (${after.type}, ${after.locator}, ${after.platformId})`;
  const { rows } = await sql<RestrictionRow>`
    select heads.type, heads.locator, heads.platform_id,
      coalesce(array_agg(distinct country order by country) filter (where country is not null), '{}') as countries,
      bool_or(support.everywhere) as everywhere, array_agg(distinct support.notice_id order by support.notice_id) as supported_by,
      coalesce(jsonb_agg(distinct jsonb_build_object('id', support.notice_id, 'level', support.secrecy_level))
        filter (where support.secrecy_level <> 'open'), '[]') as secret,
      min(support.since) as since
    from (${heads(reader, filters)} and ${later} order by held.type, held.locator, held.platform_id limit ${pageSize(limit)}) as heads
      cross join lateral (
        select held.countries, held.everywhere, held.since, held.notice_id, notice.secrecy_level
        from ${live(reader)} and held.platform_id = heads.platform_id
      ) as support
      left join lateral unnest(support.countries) as country on true
    group by heads.type, heads.locator, heads.platform_id
    order by heads.type, heads.locator, heads.platform_id`.execute(db);
  return rows.slice(0, limit);
}

export async function countRestrictions(
  db: Connection,
  { reader, filters }: { reader: Reader; filters: RestrictionFilters },
): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*) as total from (${heads(reader, filters)}) as heads`.execute(db);
  return rows[0]?.total ?? 0;
}
