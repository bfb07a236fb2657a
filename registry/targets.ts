import { sql, type RawBuilder } from 'kysely';
import type { DigestLine } from '../domain/submission.js';
import type { Lane } from '../domain/lane.js';
import type { ReadTarget, TargetStatus } from '../domain/target.js';
import type { Connection } from './db.js';

/**
 * Adds targets, numbered after the last. "Seen before" looks at open notices only: the flag is shown
 * to everyone who sees the row, and must not tell of a secret one. Returns how many carry a flag or a problem.
 */
export async function insertTargets(
  trx: Connection,
  { noticeId, firstNo, targets }: { noticeId: string; firstNo: number; targets: readonly ReadTarget[] },
): Promise<{ flagged: number }> {
  let flagged = 0;
  for (let from = 0; from < targets.length; from += PAGE) {
    const page = targets.slice(from, from + PAGE);
    flagged += await insertPage(trx, { noticeId, firstNo: firstNo + from, targets: page });
  }
  return { flagged };
}

/** Rows of one statement. All 100,000 in one are 60 MB of parameters at once. */
const PAGE = 5_000;

async function insertPage(
  trx: Connection,
  { noticeId, firstNo, targets }: { noticeId: string; firstNo: number; targets: readonly ReadTarget[] },
): Promise<number> {
  const column = (pick: (target: ReadTarget) => string | null) => targets.map(pick);
  const { rows } = await sql<{ flagged: number }>`
    with judged as (
      select sent.*, ${seenBefore('sent', noticeId)} as seen
      from unnest(
        ${column((t) => t.type)}::text[], ${column((t) => t.locator)}::text[], ${column((t) => t.normalised)}::text[],
        ${column((t) => t.note)}::text[], ${column((t) => t.problem)}::text[], ${column((t) => t.flags.join(','))}::text[],
        ${column(nearKeyOf)}::text[]
      ) with ordinality as sent(type, locator, normalised, note, problem, flags, near, ord)
      offset 0
    ), added as (
      insert into target (notice_id, no, type, locator, normalised, near_key, note, problem, flags)
      select ${noticeId}::uuid, ord - 1 + ${firstNo}::int, type, locator, normalised, md5(near)::uuid, note, problem,
        (case when flags = '' then '{}'::text[] else string_to_array(flags, ',') end)
        || (case when seen then array['seen_before'] else '{}'::text[] end)
      from judged order by ord
      returning flags, problem
    )
    select count(*) filter (where flags <> '{}' or problem is not null) as flagged from added`.execute(trx);
  return rows[0]?.flagged ?? 0;
}

/**
 * Whether an open notice other than this one names the same target. Without good statistics (after any bulk insert) the
 * planner would rather walk through all targets of every notice: minutes for 20,000 rows. So the only index it may use
 * is the one on the locator, and callers judge all rows, fenced by "offset 0" and sorted, before the first is inserted.
 */
export function seenBefore(alias: string, noticeId: string): RawBuilder<boolean> {
  const column = (name: string) => sql.ref(`${alias}.${name}`);
  return sql<boolean>`exists (
    select from target earlier
    where earlier.type = ${column('type')} and md5(earlier.normalised) = md5(${column('normalised')})
      and earlier.normalised = ${column('normalised')} and earlier.notice_id <> ${noticeId}::uuid
      and (select secrecy_level from notice where notice.id = earlier.notice_id) = 'open'
    offset 0
  )`;
}

/** Whether a notice's own list has the target, by the same index. */
export function isListed(alias: string, noticeId: string | null): RawBuilder<boolean> {
  const column = (name: string) => sql.ref(`${alias}.${name}`);
  return sql<boolean>`exists (
    select from target same
    where same.type = ${column('type')} and md5(same.normalised) = md5(${column('normalised')})
      and same.normalised = ${column('normalised')} and (same.notice_id = ${noticeId}::uuid) is true
    offset 0
  )`;
}

/** What near duplicates share, by type; a malformed locator is near to nothing. The registry keeps its hash. */
export function nearKeyOf({ type, nearKey, problem }: ReadTarget): string | null {
  return problem === null ? `${type}\n${nearKey}` : null;
}

export interface TargetRow {
  no: number;
  type: string;
  locator: string;
  note: string;
  platform_id: string | null;
  protected_class: string | null;
  flags: string[];
  problem: string | null;
  lane: Lane | null;
  grounds: string[];
  countries: string[];
  decision_note: string;
  decided_by: string | null;
  decided_by_name: string | null;
  decided_at: Date | null;
  status: TargetStatus;
  receipt: string | null;
}

/** Targets of a notice by number, after a number; filters narrow by lane, status or part of the locator. */
export async function listTargets(
  db: Connection,
  {
    noticeId,
    afterNo,
    limit,
    lane,
    status,
    q,
  }: {
    noticeId: string;
    afterNo: number;
    limit: number;
    lane?: string | undefined;
    status?: string | undefined;
    q?: string | undefined;
  },
): Promise<TargetRow[]> {
  let query = db
    .selectFrom('target')
    .leftJoin('person', 'person.id', 'target.decided_by')
    .select([
      'target.no',
      'target.type',
      'target.locator',
      'target.note',
      'target.platform_id',
      'target.protected_class',
      'target.flags',
      'target.problem',
      'target.lane',
      'target.grounds',
      'target.countries',
      'target.decision_note',
      'target.decided_by',
      'person.name as decided_by_name',
      'target.decided_at',
      'target.status',
      'target.receipt',
    ])
    .where('target.notice_id', '=', noticeId)
    .where('target.no', '>', afterNo);
  if (lane !== undefined) query = query.where('target.lane', '=', lane as Lane);
  if (status !== undefined) query = query.where('target.status', '=', status as TargetStatus);
  if (q !== undefined) query = query.where(sql<boolean>`strpos(lower(target.locator), lower(${q})) > 0`);
  return query.orderBy('target.no').limit(limit).execute();
}

/** Which targets a command means. */
export interface TargetSelection {
  targets?: number[] | undefined;
  all?: boolean | undefined;
  lane?: string | undefined;
  type?: string | undefined;
  locators?: string[] | undefined;
}

function selects(selection: TargetSelection): RawBuilder<boolean> {
  const parts: RawBuilder<unknown>[] = [];
  if (selection.targets !== undefined) parts.push(sql`target.no = any (${selection.targets}::int[])`);
  if (selection.lane !== undefined) parts.push(sql`target.lane = ${selection.lane}`);
  if (selection.type !== undefined) parts.push(sql`target.type = ${selection.type}`);
  if (selection.locators !== undefined) {
    parts.push(
      sql`(target.locator = any (${selection.locators}::text[]) or target.normalised = any (${selection.locators}::text[]))`,
    );
  }
  return parts.length === 0 ? sql<boolean>`true` : sql<boolean>`(${sql.join(parts, sql` and `)})`;
}

export interface DraftResult {
  matched: number;
  changed: number;
  protected: number[];
  alreadyRestricted: number[];
}

/**
 * Drafts a decision for the selected targets. What is submitted, approved or applied is not touched. The update repeats
 * the selection instead of joining what was matched: with statistics from before a bulk insert the join is a nested
 * loop (42 s for 10,000 targets; so, 100,000 take under 4 s).
 */
export async function draftDecisions(
  trx: Connection,
  draft: {
    noticeId: string;
    selection: TargetSelection;
    lane: Lane;
    grounds: string[];
    countries: string[];
    note: string;
    by: string;
    at: Date;
  },
): Promise<DraftResult> {
  const { noticeId, selection, lane, grounds, countries, note, by, at } = draft;
  const { rows } = await sql<DraftResult>`
    with matched as (
      select no, status, protected_class, platform_id, lane, grounds, countries, decision_note from target
      where notice_id = ${noticeId}::uuid and ${selects(selection)}
    ), changed as (
      update target set lane = ${lane}, grounds = ${grounds}::text[], countries = ${countries}::text[],
        decision_note = ${note}, decided_by = ${by}::uuid, decided_at = ${at}, status = 'drafted'
      where target.notice_id = ${noticeId}::uuid and ${selects(selection)}
        and target.status in ('undecided', 'drafted', 'approved', 'failed')
        and (target.lane, target.grounds, target.countries, target.decision_note, target.status)
          is distinct from (${lane}, ${grounds}::text[], ${countries}::text[], ${note}, 'drafted')
      returning target.no
    )
    select
      (select count(*) from matched) as matched,
      (select count(*) from changed) as changed,
      coalesce((select array_agg(no order by no) from matched where protected_class is not null), '{}') as protected,
      coalesce((select array_agg(no order by no) from matched where exists (
        select from restriction_support held where held.platform_id = matched.platform_id and held.released_at is null
      )), '{}') as "alreadyRestricted"`.execute(trx);
  return rows[0] ?? { matched: 0, changed: 0, protected: [], alreadyRestricted: [] };
}

/** Freezes every drafted target under a submission number and returns what was frozen, by target. */
export async function freezeDrafts(
  trx: Connection,
  { noticeId, submission }: { noticeId: string; submission: number },
): Promise<{ lines: DigestLine[]; protectedActing: number[] }> {
  const { rows } = await sql<DigestLine & { protected_class: string | null }>`
    update target set status = 'submitted', submission = ${submission}
    where notice_id = ${noticeId}::uuid and status = 'drafted'
    returning no, type, locator, lane, grounds, countries, decision_note as note, protected_class`.execute(trx);
  const lines = rows.map(({ protected_class: _, ...line }) => line);
  return { lines, protectedActing: rows.filter((row) => row.protected_class !== null).map(({ no }) => no) };
}

/** Chooses what a restoration takes back: selected targets that are in force because of this notice. */
export async function chooseRestorations(
  trx: Connection,
  { noticeId, submission, selection }: { noticeId: string; submission: number; selection: TargetSelection },
): Promise<DigestLine[]> {
  const { rows } = await sql<{ no: number; type: string; locator: string; countries: string[] }>`
    with chosen as (
      insert into restoration_target (notice_id, submission, no)
      select target.notice_id, ${submission}::int, target.no from target
      where target.notice_id = ${noticeId}::uuid and target.status = 'applied' and ${selects(selection)}
      returning no
    )
    select target.no, target.type, target.locator, target.countries from chosen
    join target on target.notice_id = ${noticeId}::uuid and target.no = chosen.no order by target.no`.execute(trx);
  return rows.map((row) => ({ ...row, lane: 'restore' as const, grounds: [], note: '' }));
}
