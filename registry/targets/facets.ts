import { sql, type RawBuilder } from 'kysely';
import { FACETS, type Facet } from '../../domain/targets/facet.js';
import type { TargetFlag, TargetType } from '../../domain/targets/target.js';
import { isOneOf } from '../../domain/is-one-of.js';
import type { Connection } from '../db.js';
import { joinConditions, narrowTargets, type TargetFilter } from './target-filter.js';
import { TARGET_GROUPS } from './target-groups.js';

/** Values listed of a facet, the most frequent first. */
const MAX_VALUES = 20;
const SAMPLES = 3;

export interface FacetQuestion {
  noticeId: string;
  filter: TargetFilter;
  /** Targets whose decision the reader must not see: they have the action `blind`. */
  blind: readonly number[];
}

export interface FacetValue {
  facet: Facet;
  value: string;
  count: number;
  /** How many values the facet has in all. */
  values: number;
}

export interface TargetSample {
  value: string;
  no: number;
  type: TargetType;
  locator: string;
  protectedClass: string | null;
  flags: TargetFlag[];
  exists: boolean;
}

/**
 * Counts the targets of a notice by the values of each facet, under the filter without the facet's own part. Rows are
 * first counted by all facets together, so that the conditions are checked once per kind of row.
 */
export async function countFacets(db: Connection, question: FacetQuestion): Promise<FacetValue[]> {
  const columns = sql.join(FACETS.map((name) => sql`${groupBy(name, question)} as ${sql.ref(name)}`));
  const facets = sql.join(FACETS.map((name) => sql`(${name}, kind.${sql.ref(name)}, ${othersHold(question, name)})`));
  const { rows } = await sql<FacetValue>`
    with kind as materialized (
      select ${sql.join(FACETS.map((name) => sql.ref(name)))}, count(*)::int as count
      from (select ${columns} from target where target.notice_id = ${question.noticeId}::uuid and ${rest(question)}) target
      group by ${sql.join(FACETS.map((name) => sql.ref(name)))}
    ), counted as (
      select facet.name as facet, facet.value, sum(kind.count)::int as count,
        count(*) over (partition by facet.name)::int as values,
        row_number() over (partition by facet.name order by sum(kind.count) desc, facet.value) as place
      from kind cross join lateral (values ${facets}) facet (name, value, holds)
      where facet.holds group by facet.name, facet.value
    )
    select facet, value, count, values from counted where place <= ${MAX_VALUES} order by facet, place`.execute(db);
  return rows;
}

/** Picks targets of each value of a facet; another `draw` picks others. */
export async function pickSamples(
  db: Connection,
  question: FacetQuestion & { facet: Facet; values: readonly string[]; draw: number },
): Promise<TargetSample[]> {
  const { noticeId, filter, blind, facet, values, draw } = question;
  const except = filter.action === undefined ? [] : blind;
  const { rows } = await sql<TargetSample>`
    select value, no, type, locator, protected_class as "protectedClass", flags, platform_id is not null as exists from (
      select grouped.*, row_number() over (partition by value order by hashint8extended(no, ${draw}), no) as place from (
        select target.no, target.type, target.locator, target.protected_class, target.flags, target.platform_id,
          ${groupBy(facet, question)} as value
        from target where target.notice_id = ${noticeId}::uuid
          and ${joinConditions(narrowTargets({ ...filter, [facet]: undefined, except }))}
      ) grouped where value = any (${[...values]}::text[])
    ) placed where place <= ${SAMPLES} order by value, place`.execute(db);
  return rows;
}

function groupBy(facet: Facet, { blind }: FacetQuestion): RawBuilder<string> {
  if (facet !== 'action' || blind.length === 0) return TARGET_GROUPS[facet];
  return sql<string>`case when target.no = any (${[...blind]}::int[]) then 'blind' else ${TARGET_GROUPS.action} end`;
}

/** The parts of the filter that are no facet. */
function rest({ filter }: FacetQuestion): RawBuilder<boolean> {
  const others = Object.fromEntries(Object.entries(filter).filter(([name]) => !isOneOf(FACETS, name)));
  return joinConditions(narrowTargets(others));
}

function othersHold({ filter }: FacetQuestion, own: Facet): RawBuilder<boolean> {
  const conditions = FACETS.flatMap((facet) => {
    const value = filter[facet];
    if (facet === own || value === undefined) return [];
    const column = sql.ref(`kind.${facet}`);
    if (facet === 'protected' && value === 'any') return sql`${column} <> 'none'`;
    return sql`${column} = any (${[value].flat()}::text[])`;
  });
  return joinConditions(conditions);
}
