import { sql, type RawBuilder } from 'kysely';
import { containing } from '../containing.js';
import { UNPROVABLE_ACTIONS } from '../../domain/targets/decision-action.js';
import type { ProofState } from '../../domain/targets/proof.js';
import { selectOwnProof } from '../enforcement/own-proof.js';
import { wordList } from '../word-list.js';
import type { Connection } from '../db.js';
import { countDrafts } from './ledger.js';
import { TARGET_GROUPS } from './target-groups.js';

export interface TargetFilter {
  action?: string | undefined;
  status?: string | undefined;
  type?: string | undefined;
  /** A flag, `any`, or `none`. */
  flag?: string | undefined;
  problem?: string | undefined;
  /** One or several protected classes, `any`, or `none`. */
  protected?: string | string[] | undefined;
  proof?: ProofState | undefined;
  /** A draft revision. */
  draftedSince?: number | undefined;
  remark?: string | undefined;
  language?: string | undefined;
  seen?: string | undefined;
  decidedBefore?: string | undefined;
  /** Substring of the locator, ignoring case. */
  q?: string | undefined;
  except?: readonly number[] | undefined;
}

export function narrowTargets(filter: TargetFilter): RawBuilder<unknown>[] {
  const { action, status, type, flag, problem, proof, draftedSince, q, except = [] } = filter;
  return [
    action === undefined ? [] : sql`target.action = ${action}`,
    status === undefined ? [] : sql`target.status = ${status}`,
    type === undefined ? [] : sql`target.type = ${type}`,
    flag === undefined ? [] : hasFlag(flag),
    problem === undefined ? [] : hasValue('target.problem', problem),
    filter.protected === undefined ? [] : hasValue('target.protected_class', filter.protected),
    proof === undefined ? [] : isFound(proof),
    draftedSince === undefined
      ? []
      : sql`exists (select from draft_change later where later.notice_id = target.notice_id and later.no = target.no
          and later.batch > ${draftedSince})`,
    (['remark', 'language', 'seen', 'decidedBefore'] as const).flatMap((name) =>
      filter[name] === undefined ? [] : sql`${TARGET_GROUPS[name]} = ${filter[name]}`,
    ),
    q === undefined ? [] : sql`target.locator ilike ${containing(q)}`,
    except.length === 0 ? [] : sql`target.no <> all (${[...except]}::int[])`,
  ].flat();
}

/**
 * Splits a substring search into parts, each with its own index: targets the platform knows, those it does not, and
 * those still being looked up, which are scanned. A single query would scan the whole list.
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

export function joinConditions(conditions: readonly RawBuilder<unknown>[]): RawBuilder<boolean> {
  return conditions.length === 0 ? sql<boolean>`true` : sql<boolean>`(${sql.join(conditions, sql` and `)})`;
}

function hasFlag(flag: string): RawBuilder<unknown> {
  if (flag === 'any') return sql`target.flags <> '{}'`;
  if (flag === 'none') return sql`target.flags = '{}'`;
  return sql`(target.flags <> '{}' and ${flag} = any (target.flags))`;
}

function isFound(proof: ProofState): RawBuilder<unknown> {
  return sql`(target.status in ('applied', 'restored') and target.action not in ${wordList(UNPROVABLE_ACTIONS)}
    and exists (select from (select target.notice_id, target.no, target.platform_id) own left join lateral ${selectOwnProof('own')} own_proof on true where own_proof.proof_state = ${proof}))`;
}

function hasValue(column: string, value: string | string[]): RawBuilder<unknown> {
  if (Array.isArray(value)) return sql`${sql.ref(column)} = any (${value}::text[])`;
  if (value === 'any') return sql`${sql.ref(column)} is not null`;
  if (value === 'none') return sql`${sql.ref(column)} is null`;
  return sql`${sql.ref(column)} = ${value}`;
}

/** Counts the targets that match a filter. A filter by action and status alone reads stored counters. */
export async function countTargets(
  db: Connection,
  { noticeId, filter }: { noticeId: string; filter: TargetFilter },
): Promise<number> {
  const { action, status, ...others } = filter;
  const conditions = narrowTargets(others);
  if (conditions.length === 0) {
    return (await countDrafts(db, noticeId))
      .filter(
        (counted) => (action ?? counted.action) === counted.action && (status ?? counted.status) === counted.status,
      )
      .reduce((sum, { count }) => sum + count, 0);
  }
  let total = 0;
  for (const part of searchParts(filter, noticeId)) {
    const found = await db
      .selectFrom('target')
      .select(sql<number>`count(*)`.as('count'))
      .where('notice_id', '=', noticeId)
      .where(joinConditions([part, ...narrowTargets(filter)]))
      .executeTakeFirstOrThrow();
    total += found.count;
  }
  return total;
}
