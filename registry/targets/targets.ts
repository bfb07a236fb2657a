import { setImmediate } from 'node:timers/promises';
import type { GroundCode } from '../../domain/targets/ground.js';
import { sql, type RawBuilder } from 'kysely';
import type { DigestLine } from '../../domain/submissions/submission.js';
import type { DecisionAction } from '../../domain/targets/decision-action.js';
import type { CanaryTarget } from '../../domain/notices/canary.js';
import type { ReadTarget, TargetStatus, TargetType, TargetFlag } from '../../domain/targets/target.js';
import type { Connection } from '../db.js';
import type { UserMessageState } from '../../domain/duties/user-message.js';
import { selectLastMessage } from '../user-notices/last-message.js';
import { selectOwnProof, type OwnProof } from '../enforcement/own-proof.js';
import { isSeenBefore } from '../notices/same-locator.js';
import { pageSize } from '../page-size.js';
import { toTextArray } from '../text-array.js';
import { joinConditions, narrowTargets, searchParts, type TargetFilter } from './target-filter.js';

/** Targets per insert. While one is running the next is prepared, and other work gets a turn. */
export const PART = 5_000;

/**
 * Inserts targets, numbered from `firstNo`, and returns how many carry a flag or problem. "Seen before" considers open
 * notices only: everyone who sees the row sees the flag, so it must not reveal a secret notice.
 */
export async function insertTargets(
  trx: Connection,
  { noticeId, firstNo, targets }: { noticeId: string; firstNo: number; targets: readonly ReadTarget[] },
): Promise<{ flagged: number }> {
  let flagged = 0;
  let writing = Promise.resolve(0);
  for (let at = 0; at < targets.length; at += PART) {
    const part = { noticeId, firstNo: firstNo + at, targets: targets.slice(at, at + PART) };
    const statement = sql<{
      flagged: number;
    }>`with ${targetParts(part)} select ${countFlagged(part.targets)} as flagged`;
    flagged += await writing;
    writing = statement.execute(trx).then(({ rows }) => rows[0]?.flagged ?? 0);
    writing.catch(() => undefined); // Handled where it is awaited.
    await setImmediate();
  }
  return { flagged: flagged + (await writing) };
}

type Columns = Record<'type' | 'locator' | 'normalised' | 'note' | 'problem' | 'flags' | 'near', string>;

function toColumns(targets: readonly ReadTarget[]): Columns {
  const column = (pick: (target: ReadTarget) => string) => toTextArray(targets.map(pick));
  // A column that is empty in all rows is not sent; `unnest` fills it with null.
  const orNone = (says: (target: ReadTarget) => boolean, pick: (target: ReadTarget) => string) =>
    targets.some(says) ? column(pick) : '{}';
  return {
    type: column(({ type }) => type),
    locator: column(({ locator }) => locator),
    normalised: orNone(
      ({ locator, normalised }) => locator !== normalised,
      ({ normalised }) => normalised,
    ),
    note: orNone(
      ({ note }) => note !== '',
      ({ note }) => note,
    ),
    problem: orNone(
      ({ problem }) => problem !== null,
      ({ problem }) => problem ?? '',
    ),
    flags: orNone(
      ({ flags }) => flags.length > 0,
      ({ flags }) => flags.join(','),
    ),
    near: column((target) => buildNearKey(target) ?? ''),
  };
}

/**
 * `with` parts that insert targets in the order given, so that a page of the list is a page of the table; they insert
 * only if `provided` holds.
 */
export function targetParts(list: {
  noticeId: string;
  firstNo: number;
  targets: readonly ReadTarget[];
  provided?: RawBuilder<unknown>;
}): RawBuilder<unknown> {
  const { noticeId, firstNo, targets, provided = sql`true` } = list;
  const { type, locator, normalised, note, problem, flags, near } = toColumns(targets);
  // Inside a subselect the planner ignores the array's length and keeps a single plan.
  const array = (text: string) => sql`(select ${text}::text[])`;
  return sql`sent as materialized (
      select ord, type, locator, coalesce(normalised, locator) as normalised, note, problem, flags, near from unnest(
        ${array(type)}, ${array(locator)}, ${array(normalised)}, ${array(note)}, ${array(problem)}, ${array(flags)}, ${array(near)}
      ) with ordinality as s(type, locator, normalised, note, problem, flags, near, ord)
    ), seen as materialized (
      select ord, coalesce(flags, '') <> '' or coalesce(problem, '') <> '' as flagged from (
        -- In the order of the index: each page of it is read once.
        select * from sent order by hashtextextended(normalised, 0) offset 0
      ) sent where ${isSeenBefore('sent', noticeId)}
    ), added as (
      insert into target (notice_id, no, type, locator, normalised, near_key, note, problem, flags)
      select ${noticeId}::uuid, (ord - 1 + ${firstNo}::int)::int, type, locator, normalised,
        md5(nullif(near, ''))::uuid, coalesce(note, ''), nullif(problem, ''),
        (case when flags <> '' then string_to_array(flags, ',') else '{}' end)
        || (case when ord in (select ord from seen) then array['seen_before'] else '{}'::text[] end)
      from sent where ${provided}
    )`;
}

export function countFlagged(targets: readonly ReadTarget[]): RawBuilder<number> {
  const before = targets.filter(({ flags, problem }) => flags.length > 0 || problem !== null).length;
  return sql`((select count(*) from seen where not flagged) + ${before}::int)`;
}

/**
 * Returns the key that near duplicates of a type share, stored as a hash; null for a malformed locator, which has no
 * near duplicates.
 */
export function buildNearKey({ type, nearKey, problem }: ReadTarget): string | null {
  return problem === null ? `${type}\n${nearKey}` : null;
}

export interface TargetRow extends OwnProof {
  no: number;
  type: TargetType;
  locator: string;
  note: string;
  platform_id: string | null;
  protected_class: string | null;
  flags: TargetFlag[];
  problem: string | null;
  action: DecisionAction | null;
  grounds: GroundCode[];
  countries: string[];
  decision_note: string;
  decided_by: string | null;
  decided_by_name: string | null;
  decided_at: Date | null;
  status: TargetStatus;
  receipt: string | null;
  skip_reason: string | null;
  skip_by: string | null;
  skip_by_name: string | null;
  skip_at: Date | null;
  revision: number;
  notified_state: UserMessageState | null;
  notified_language: string | null;
  notified_at: Date | null;
}

interface TargetQuestion {
  noticeId: string;
  afterNo: number;
  limit: number;
  filter: TargetFilter;
}

/** Returns the number of the last target to skip, so that a page starts after it; null if fewer targets match. */
export async function findNumberAt(
  db: Connection,
  { noticeId, filter, afterNo, skip }: Omit<TargetQuestion, 'limit'> & { skip: number },
): Promise<number | null> {
  const row = await db
    .selectFrom('target')
    .select('no')
    .where('notice_id', '=', noticeId)
    .where('no', '>', afterNo)
    .where(joinConditions(narrowTargets(filter)))
    .orderBy('no')
    .offset(skip)
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : row.no - 1;
}

export async function listTargets(db: Connection, question: TargetQuestion): Promise<TargetRow[]> {
  const [first = [], ...others] = await inTurn(searchParts(question.filter, question.noticeId), (part) =>
    listPart(db, { ...question, part }),
  );
  if (others.length === 0) return first;
  return [first, ...others]
    .flat()
    .sort((a, b) => a.no - b.no)
    .slice(0, question.limit);
}

async function inTurn<T, R>(items: readonly T[], ask: (item: T) => Promise<R>): Promise<R[]> {
  const answers: R[] = [];
  for (const item of items) answers.push(await ask(item));
  return answers;
}

async function listPart(
  db: Connection,
  { noticeId, afterNo, limit, filter, part }: TargetQuestion & { part: RawBuilder<unknown> },
): Promise<TargetRow[]> {
  const rows = await db
    .selectFrom('target')
    .leftJoin('person', 'person.id', 'target.decided_by')
    .leftJoin('repair', 'repair.id', 'target.skip')
    .leftJoinLateral(selectOwnProof('target').as('own_proof'), (join) => join.onTrue())
    .leftJoinLateral(selectLastMessage('target').as('notified'), (join) => join.onTrue())
    .select([
      'target.no',
      'target.type',
      'target.locator',
      'target.note',
      'target.platform_id',
      'target.protected_class',
      'target.flags',
      'target.problem',
      'target.action',
      'target.grounds',
      'target.countries',
      'target.decision_note',
      'target.decided_by',
      'person.name as decided_by_name',
      'target.decided_at',
      'target.status',
      'target.receipt',
      'own_proof.proof_state',
      'own_proof.proof_at',
      'own_proof.proof_missing',
      'own_proof.proof_surplus',
      'repair.reason as skip_reason',
      'repair.by_id as skip_by',
      'repair.by_name as skip_by_name',
      'repair.created_at as skip_at',
      'target.revision',
      'notified.state as notified_state',
      'notified.language as notified_language',
      'notified.notified_at',
    ])
    .where('target.notice_id', '=', noticeId)
    .where('target.no', '>', afterNo)
    .where(joinConditions([part, ...narrowTargets(filter)]))
    .orderBy('target.no')
    .limit(pageSize(limit))
    .execute();
  return rows.slice(0, limit);
}

export interface TargetSelection extends TargetFilter {
  targets?: number[] | undefined;
  /** From and to, both inclusive. */
  ranges?: [number, number][] | undefined;
  all?: boolean | undefined;
  locators?: string[] | undefined;
}

export function selects(selection: TargetSelection): RawBuilder<boolean> {
  const { targets, ranges, locators } = selection;
  const parts = narrowTargets(selection);
  if (targets !== undefined) parts.push(sql`target.no = any (${targets}::int[])`);
  if (ranges !== undefined) {
    const spans = `{${ranges.map(([first, last]) => `[${first},${last}]`).join(',')}}`;
    parts.push(sql`target.no::bigint <@ ${spans}::int8multirange`);
  }
  if (locators !== undefined) {
    parts.push(sql`(target.locator = any (${locators}::text[]) or target.normalised = any (${locators}::text[]))`);
  }
  return joinConditions(parts);
}

export async function freezeDrafts(
  trx: Connection,
  { noticeId, submission }: { noticeId: string; submission: number },
): Promise<{ lines: DigestLine[]; protectedActing: number[]; drafters: string[] }> {
  const { rows } = await sql<DigestLine & { protected_class: string | null; decided_by: string | null }>`
    update target set status = 'submitted', submission = ${submission}
    where notice_id = ${noticeId}::uuid and status = 'drafted'
    returning no, type, locator, action, grounds, countries, decision_note as note, protected_class, decided_by`.execute(
    trx,
  );
  const lines = rows.map(({ protected_class: _, decided_by: __, ...line }) => line);
  const drafters = new Set(rows.flatMap(({ decided_by: by }) => (by === null ? [] : [by])));
  return {
    lines,
    protectedActing: rows.filter((row) => row.protected_class !== null).map(({ no }) => no),
    drafters: [...drafters].sort(),
  };
}

export async function chooseRestorations(
  trx: Connection,
  { noticeId, submission, selection }: { noticeId: string; submission: number; selection: TargetSelection },
): Promise<DigestLine[]> {
  const { rows } = await sql<{ no: number; type: TargetType; locator: string; countries: string[] }>`
    with chosen as (
      insert into restoration_target (notice_id, submission, no)
      select target.notice_id, ${submission}::int, target.no from target
      where target.notice_id = ${noticeId}::uuid and target.status = 'applied' and ${selects(selection)}
      returning no
    )
    select target.no, target.type, target.locator, target.countries from chosen
    join target on target.notice_id = ${noticeId}::uuid and target.no = chosen.no order by target.no`.execute(trx);
  return rows.map((row) => ({ ...row, action: 'restore' as const, grounds: [], note: '' }));
}

export async function hasOtherTargets(
  db: Connection,
  { noticeId, kept }: { noticeId: string; kept: CanaryTarget | null },
): Promise<boolean> {
  const { rows } = await sql`
    select from target where notice_id = ${noticeId}::uuid
      and (type, locator) is distinct from (${kept?.type ?? null}::text, ${kept?.locator ?? null}::text) limit 1`.execute(
    db,
  );
  return rows.length > 0;
}
