import { sql, type RawBuilder } from 'kysely';
import { BY_COUNTRY_DECISIONS } from '../../domain/targets/decision-action.js';
import { takeRow, type Connection } from '../db.js';
import { wordList } from '../word-list.js';
import { sameLocatorAs } from '../notices/same-locator.js';
import {
  beforeColumns,
  isConflicting,
  isDraftable,
  listConflicts,
  makeBatch,
  MAX_LISTED,
  takeRevision,
  type Conflict,
} from './drafts.js';
import { selects, type TargetSelection } from './targets.js';

export interface Copying {
  noticeId: string;
  /** The notice whose decisions are copied. The caller must check that the person has access to it. */
  from: string;
  selection: TargetSelection;
  /** Countries within the reach of the order's law; a withholding elsewhere is not copied. */
  scope: readonly string[];
  by: string;
  at: Date;
  asOf?: number | undefined;
}

export type SkipReason = 'no_earlier_decision' | 'not_open' | 'outside_order' | 'unchanged';

export interface CopyResult {
  matched: number;
  changed: number;
  conflicts: Conflict[];
  conflictsTotal: number;
  skipped: { no: number; reason: SkipReason }[];
  skippedTotal: number;
  skippedBy: Partial<Record<SkipReason, number>>;
  protected: number[];
  protectedTotal: number;
  batch: number | null;
}

function judged({ noticeId, from, selection, scope, ...who }: Copying): RawBuilder<unknown> {
  return sql`
    select target.*, earlier.action as earlier_action, earlier.grounds as earlier_grounds,
      earlier.decision_note as earlier_note, reach.countries as earlier_countries,
      case
        when earlier.action is null then 'no_earlier_decision'
        when not ${isDraftable} then 'not_open'
        when ${isConflicting({ noticeId, ...who })} then 'conflict'
        when earlier.action in ${wordList(BY_COUNTRY_DECISIONS)} and reach.countries = '{}' then 'outside_order'
        when (target.action, target.grounds, target.countries, target.decision_note, target.status) is not distinct from
          (earlier.action, earlier.grounds, reach.countries, earlier.decision_note, 'drafted') then 'unchanged'
        else 'change'
      end as fate
    from target
    left join lateral (
      select * from ${sameLocatorAs('target')} same
      where same.notice_id = ${from}::uuid and same.action is not null and same.status in ('approved', 'applied')
      limit 1
    ) earlier on true
    left join lateral (
      select case when earlier.action in ${wordList(BY_COUNTRY_DECISIONS)}
        then array(select country from unnest(earlier.countries) country where country = any (${[...scope]}::text[]) order by country)
        else earlier.countries end as countries
    ) reach on true
    where target.notice_id = ${noticeId}::uuid and ${selects(selection)}`;
}

/** Returns what copying would change, leave and skip, without writing anything. */
export async function checkCopy(db: Connection, copying: Copying): Promise<CopyResult> {
  const { rows } = await sql<{
    fates: Partial<Record<SkipReason | 'conflict' | 'change', number>>;
    skipped: CopyResult['skipped'];
    conflictNos: number[];
    protected: number[];
    protectedTotal: number;
  }>`
    with judged as materialized (select no, fate, protected_class from (${judged(copying)}) all_judged)
    select
      coalesce((select jsonb_object_agg(fate, count) from (select fate, count(*) from judged group by fate) by_fate), '{}') as fates,
      coalesce((select jsonb_agg(jsonb_build_object('no', no, 'reason', fate) order by no) from (
        select * from judged where fate not in ('change', 'conflict') order by no limit ${MAX_LISTED}) first), '[]') as skipped,
      array(select no from judged where fate = 'change' and protected_class is not null order by no limit ${MAX_LISTED}) as protected,
      (select count(*) from judged where fate = 'change' and protected_class is not null) as "protectedTotal",
      array(select no from judged where fate = 'conflict' order by no limit ${MAX_LISTED}) as "conflictNos"`.execute(
    db,
  );
  const row = takeRow(rows);
  const { change = 0, conflict = 0, ...skippedBy } = row.fates;
  const skippedTotal = Object.values(skippedBy).reduce((sum, count) => sum + count, 0);
  return {
    matched: change + conflict + skippedTotal,
    changed: change,
    conflicts: await listConflicts(db, { noticeId: copying.noticeId, nos: row.conflictNos }),
    conflictsTotal: conflict,
    skipped: row.skipped,
    skippedTotal,
    skippedBy,
    protected: row.protected,
    protectedTotal: row.protectedTotal,
    batch: null,
  };
}

export async function copyDecisions(trx: Connection, copying: Copying): Promise<CopyResult> {
  const checked = await checkCopy(trx, copying);
  if (checked.changed === 0) return checked;
  const { noticeId, from, by, at } = copying;
  const batch = await takeRevision(trx, noticeId);
  const { numAffectedRows } = await sql`
    insert into draft_change
    select ${beforeColumns(sql`${batch}::int`)}, target.earlier_action, target.earlier_grounds, target.earlier_countries,
      target.earlier_note, ${by}::uuid, ${at}::timestamptz, 'drafted', target.submission, ${batch}::int
    from (${judged(copying)}) target where target.fate = 'change'`.execute(trx);
  const changed = Number(numAffectedRows ?? 0n);
  await makeBatch(trx, { noticeId, number: batch, kind: 'copy', by, at, changed, copiedFrom: from });
  return { ...checked, changed, batch };
}
