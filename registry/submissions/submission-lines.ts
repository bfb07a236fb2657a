import { sql, type RawBuilder } from 'kysely';
import type { TargetType, TargetFlag } from '../../domain/targets/target.js';
import type { GroundCode } from '../../domain/targets/ground.js';
import type { Purpose } from '../../domain/submissions/submission.js';
import type { DecisionAction, FrozenAction } from '../../domain/targets/decision-action.js';
import type { Connection } from '../db.js';
import { joinConditions, narrowTargets } from '../targets/target-filter.js';

export interface FrozenAt {
  noticeId: string;
  number: number;
  purpose: Purpose;
  revision: number;
}

export interface FrozenDecision {
  action: FrozenAction;
  grounds: GroundCode[];
  countries: string[];
  note: string;
}

export interface FrozenLine {
  no: number;
  type: TargetType;
  locator: string;
  protected_class: string | null;
  flags: TargetFlag[];
  after: FrozenDecision;
}

export interface ChangedLine extends FrozenLine {
  /** Null: not decided before. */
  before: FrozenDecision | null;
}

interface Span {
  noticeId: string;
  from: number;
  to: number;
}

const decision = (when: 'before' | 'after') => {
  const column = (name: string) => sql.ref(`${name}_${when}`);
  return sql`${column('action')}, ${column('grounds')}, ${column('countries')}, ${column('note')}`;
};

function end({ noticeId, from, to }: Span, which: 'first' | 'last'): RawBuilder<unknown> {
  const order = which === 'first' ? sql`batch` : sql`batch desc`;
  const columns = which === 'first' ? decision('before') : sql`${decision('after')}, status_after`;
  return sql`
    select distinct on (no) no, ${columns} from draft_change
    where notice_id = ${noticeId}::uuid and batch > ${from}::int and batch <= ${to}::int
    order by no, ${order}`;
}

function restored({ noticeId, number }: FrozenAt): RawBuilder<unknown> {
  return sql`
    select target.no, target.action as action_before, target.grounds as grounds_before, target.countries as countries_before,
      target.decision_note as note_before, 'restore' as action_after, '{}'::text[] as grounds_after,
      target.countries as countries_after, '' as note_after
    from restoration_target chosen join target using (notice_id, no)
    where chosen.notice_id = ${noticeId}::uuid and chosen.submission = ${number}`;
}

/**
 * Lines of a submission, rebuilt from draft changes since the last approved submission before it, so that they stay
 * available after the targets are decided again.
 */
async function selectLines(db: Connection, frozen: FrozenAt): Promise<RawBuilder<unknown>> {
  if (frozen.purpose === 'restoration') return restored(frozen);
  const { rows } = await sql<{ revision: number }>`
    select coalesce(max(draft_revision), 0) as revision from submission
    where notice_id = ${frozen.noticeId}::uuid and number < ${frozen.number} and purpose = 'decision' and state = 'approved'`.execute(
    db,
  );
  const span = { noticeId: frozen.noticeId, from: rows[0]?.revision ?? 0, to: frozen.revision };
  return sql`
    select no, ${decision('after')} from (${end(span, 'last')}) last where status_after = 'drafted'`;
}

function selectChanges(frozen: FrozenAt, against: FrozenAt | null): RawBuilder<unknown> {
  if (frozen.purpose === 'restoration') return restored(frozen);
  const span = { noticeId: frozen.noticeId, from: against?.revision ?? 0, to: frozen.revision };
  return sql`
    select no, ${decision('before')}, ${decision('after')}
    from (${end(span, 'first')}) first join (${end(span, 'last')}) last using (no)
    where status_after = 'drafted' and (${decision('before')}) is distinct from (${decision('after')})`;
}

const shown = (when: 'before' | 'after') => {
  const column = (name: string) => sql.ref(`line.${name}_${when}`);
  return sql`jsonb_build_object('action', ${column('action')}, 'grounds', ${column('grounds')}, 'countries', ${column('countries')},
    'note', ${column('note')})`;
};

function withTargets(noticeId: string, lines: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(${lines}) line join target on target.notice_id = ${noticeId}::uuid and target.no = line.no`;
}

interface Page {
  afterNo: number;
  limit: number;
}

export async function listFrozenLines(
  db: Connection,
  { frozen, action, afterNo, limit, ...narrow }: { frozen: FrozenAt } & LineFilter & Page,
): Promise<FrozenLine[]> {
  const { rows } = await sql<FrozenLine>`
    select target.no, target.type, target.locator, target.protected_class, target.flags, ${shown('after')} as after
    from ${withTargets(frozen.noticeId, await selectLines(db, frozen))}
    where target.no > ${afterNo} and ${inAction(action, ['after'])} and ${joinConditions(narrowTargets(narrow))}
    order by target.no limit ${limit}`.execute(db);
  return rows;
}

export async function countFrozenLines(
  db: Connection,
  { frozen, action, ...narrow }: { frozen: FrozenAt } & LineFilter,
): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*) as total from ${withTargets(frozen.noticeId, await selectLines(db, frozen))}
    where ${inAction(action, ['after'])} and ${joinConditions(narrowTargets(narrow))}`.execute(db);
  return rows[0]?.total ?? 0;
}

export interface LineFilter {
  action?: string | undefined;
  /** A protected class, `any`, or `none`. */
  protected?: string | string[] | undefined;
}

export interface ChangeFilter extends LineFilter {
  /** The previous action; `none`: not decided. */
  from?: string | undefined;
  to?: string | undefined;
}

function inAction(action: string | undefined, where: readonly ('before' | 'after')[]): RawBuilder<boolean> {
  if (action === undefined) return sql<boolean>`true`;
  const parts = where.map((when) => sql`${sql.ref(`line.action_${when}`)} = ${action}`);
  return sql<boolean>`(${sql.join(parts, sql` or `)})`;
}

function narrowed({ action, from, to, ...narrow }: ChangeFilter): RawBuilder<boolean> {
  return joinConditions([
    inAction(action, ['before', 'after']),
    ...(from === undefined ? [] : [sql`coalesce(line.action_before, 'none') = ${from}`]),
    ...(to === undefined ? [] : [sql`line.action_after = ${to}`]),
    ...narrowTargets(narrow),
  ]);
}

interface Comparison {
  frozen: FrozenAt;
  against: FrozenAt | null;
}

export async function listChangedLines(
  db: Connection,
  { frozen, against, filter, afterNo, limit }: Comparison & { filter: ChangeFilter } & Page,
): Promise<ChangedLine[]> {
  const { rows } = await sql<ChangedLine>`
    select target.no, target.type, target.locator, target.protected_class, target.flags, ${shown('after')} as after,
      case when line.action_before is not null then ${shown('before')} end as before
    from ${withTargets(frozen.noticeId, selectChanges(frozen, against))}
    where target.no > ${afterNo} and ${narrowed(filter)}
    order by target.no limit ${limit}`.execute(db);
  return rows;
}

export async function countChangedLines(
  db: Connection,
  { frozen, against, filter }: Comparison & { filter: ChangeFilter },
): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*) as total from ${withTargets(frozen.noticeId, selectChanges(frozen, against))}
    where ${narrowed(filter)}`.execute(db);
  return rows[0]?.total ?? 0;
}

/** Changes from one action to another; the same action means that grounds, countries or note changed. */
export interface ChangeGroup {
  from: DecisionAction | null;
  to: FrozenAction;
  count: number;
  protected: number;
}

/** Groups changes by action: protected targets first, then by size. */
export async function groupChanges(db: Connection, { frozen, against }: Comparison): Promise<ChangeGroup[]> {
  const { rows } = await sql<ChangeGroup>`
    select line.action_before as "from", line.action_after as "to", count(*) as count, count(target.protected_class) as protected
    from ${withTargets(frozen.noticeId, selectChanges(frozen, against))}
    group by line.action_before, line.action_after
    order by protected desc, count desc, "from" nulls first, "to"`.execute(db);
  return rows;
}

/** Returns a frozen submission and the latest earlier one of the same purpose that the workflow accepted. */
export async function findFrozen(
  db: Connection,
  { noticeId, number, purpose }: { noticeId: string; number: number; purpose?: FrozenAt['purpose'] },
): Promise<FrozenAt | undefined> {
  let query = db
    .selectFrom('submission')
    .select(['number', 'purpose', 'draft_revision as revision'])
    .where('notice_id', '=', noticeId)
    .where('state', 'not in', ['frozen', 'void']);
  query =
    purpose === undefined
      ? query.where('number', '=', number)
      : query.where('number', '<', number).where('purpose', '=', purpose).orderBy('number', 'desc').limit(1);
  const row = await query.executeTakeFirst();
  return row === undefined ? undefined : { noticeId, ...row };
}
