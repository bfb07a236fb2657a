import { sql, type RawBuilder } from 'kysely';
import { containing } from '../containing.js';
import { UNPROVABLE_LANES } from '../../domain/target/lane.js';
import type { ProofState } from '../../domain/target/proof.js';
import { ownProofOf } from '../enforcement/own-proof.js';
import { wordList } from '../word-list.js';
import type { Connection } from '../db.js';
import { countStandings } from './ledger.js';

/** What narrows the targets of a notice, alike in a list, a count and the selection of a command. */
export interface TargetFilter {
  lane?: string | undefined;
  status?: string | undefined;
  type?: string | undefined;
  /** A flag, `any`, or `none`: without any. */
  flag?: string | undefined;
  /** A problem, `any`, or `none`. */
  problem?: string | undefined;
  /** A protected class or several, `any`, or `none`. */
  protected?: string | string[] | undefined;
  /** What the platform said of it when its state was read back. */
  proof?: ProofState | undefined;
  /** Part of the locator, case aside. */
  q?: string | undefined;
  /** Numbers of targets left out, whatever else fits. */
  except?: readonly number[] | undefined;
}

/** The filter as conditions on `target`, which come beside the one on its notice. */
export function narrowTargets(filter: TargetFilter): RawBuilder<unknown>[] {
  const { lane, status, type, flag, problem, proof, q, except = [] } = filter;
  return [
    lane === undefined ? [] : sql`target.lane = ${lane}`,
    status === undefined ? [] : sql`target.status = ${status}`,
    type === undefined ? [] : sql`target.type = ${type}`,
    flag === undefined ? [] : hasFlag(flag),
    problem === undefined ? [] : hasValue('target.problem', problem),
    filter.protected === undefined ? [] : hasValue('target.protected_class', filter.protected),
    proof === undefined ? [] : isFound(proof),
    q === undefined ? [] : sql`target.locator ilike ${containing(q)}`,
    except.length === 0 ? [] : sql`target.no <> all (${[...except]}::int[])`,
  ].flat();
}

/**
 * The parts of a search by part of the locator, each by a way of its own: what the platform knows and what it does not by
 * their indexes, what it is being asked about along the list. Without such a search there is one. Asked for together, the
 * search would read the whole list.
 */
export function searchParts({ q }: TargetFilter, noticeId: string): RawBuilder<unknown>[] {
  if (q === undefined) return [sql`true`];
  return [
    sql`target.platform_id is not null`,
    sql`target.platform_id is null and target.looked_up`,
    sql`target.platform_id is null and not target.looked_up
      and (select targets_resolved_at is null from notice where id = ${noticeId}::uuid)`,
  ];
}

/** Conditions as one; no condition leaves every target. */
export function allOf(conditions: readonly RawBuilder<unknown>[]): RawBuilder<boolean> {
  return conditions.length === 0 ? sql<boolean>`true` : sql<boolean>`(${sql.join(conditions, sql` and `)})`;
}

function hasFlag(flag: string): RawBuilder<unknown> {
  if (flag === 'any') return sql`target.flags <> '{}'`;
  if (flag === 'none') return sql`target.flags = '{}'`;
  return sql`(target.flags <> '{}' and ${flag} = any (target.flags))`;
}

/** Of what is or was in force here; a label or preservation has no state that could differ. */
function isFound(proof: ProofState): RawBuilder<unknown> {
  return sql`(target.status in ('applied', 'restored') and target.lane not in ${wordList(UNPROVABLE_LANES)}
    and exists (select from (select target.notice_id, target.no, target.platform_id) own left join lateral ${ownProofOf('own')} own_proof on true where own_proof.proof_state = ${proof}))`;
}

function hasValue(column: string, value: string | string[]): RawBuilder<unknown> {
  if (Array.isArray(value)) return sql`${sql.ref(column)} = any (${value}::text[])`;
  if (value === 'any') return sql`${sql.ref(column)} is not null`;
  if (value === 'none') return sql`${sql.ref(column)} is null`;
  return sql`${sql.ref(column)} = ${value}`;
}

/** How many targets of a notice a filter leaves. Lanes and statuses alone are not counted but looked up. */
export async function countTargets(
  db: Connection,
  { noticeId, filter }: { noticeId: string; filter: TargetFilter },
): Promise<number> {
  const { lane, status, ...others } = filter;
  const conditions = narrowTargets(others);
  if (conditions.length === 0) {
    return (await countStandings(db, noticeId))
      .filter(
        (standing) => (lane ?? standing.lane) === standing.lane && (status ?? standing.status) === standing.status,
      )
      .reduce((sum, { count }) => sum + count, 0);
  }
  let total = 0;
  for (const part of searchParts(filter, noticeId)) {
    const found = await db
      .selectFrom('target')
      .select(sql<number>`count(*)`.as('count'))
      .where('notice_id', '=', noticeId)
      .where(allOf([part, ...narrowTargets(filter)]))
      .executeTakeFirstOrThrow();
    total += found.count;
  }
  return total;
}
