import { sql, type RawBuilder } from 'kysely';
import { INTERVENTIONS, type DecisionAction } from '../../domain/targets/decision-action.js';
import { takeRow, type Connection } from '../db.js';
import type { Role } from '../../domain/people/permission.js';
import { canRead } from '../notices/secrecy.js';
import { selects, type TargetSelection } from './targets.js';

/** Maximum rows per list in a drafting response; totals give the full number. */
export const MAX_LISTED = 200;

const DRAFTABLE = ['undecided', 'drafted', 'approved', 'failed'];

export interface Drafting {
  noticeId: string;
  selection: TargetSelection;
  action: DecisionAction;
  grounds: string[];
  countries: string[];
  note: string;
  by: string;
  /** Roles the person acts under; restrictions by notices they cannot access are left out. Defaults to none. */
  roles?: Role[] | undefined;
  at: Date;
  /** The draft revision the person has seen; targets others changed since are left alone. */
  asOf?: number | undefined;
}

export interface Conflict {
  no: number;
  by: string;
  byName: string;
  at: Date;
  action: DecisionAction | null;
  revision: number;
}

export interface DraftResult {
  matched: number;
  changed: number;
  protected: number[];
  alreadyRestricted: number[];
  conflicts: Conflict[];
  conflictsTotal: number;
  /** Number of matched targets that are submitted or in force, so that no draft can change them. */
  closedTotal: number;
  /**
   * Targets with the decision, changed or not: total, the first of them, and how many had been drafted to act before.
   */
  held: { total: number; first: number[]; acting: number };
  /** Number by which the batch can be undone; null if nothing changed. */
  batch: number | null;
}

type Where = Pick<Drafting, 'noticeId' | 'by' | 'asOf'>;

export const isDraftable = sql<boolean>`target.status = any (${DRAFTABLE}::text[])`;

export function isConflicting({ noticeId, by, asOf }: Where): RawBuilder<boolean> {
  if (asOf === undefined) return sql<boolean>`false`;
  return sql<boolean>`(target.revision > ${asOf} and exists (
    select from draft_batch made
    where made.notice_id = ${noticeId}::uuid and made.number = target.revision and made.by <> ${by}::uuid))`;
}

function differs({ action, grounds, countries, note }: Drafting): RawBuilder<boolean> {
  return sql<boolean>`(target.action, target.grounds, target.countries, target.decision_note, target.status)
    is distinct from (${action}, ${grounds}::text[], ${countries}::text[], ${note}, 'drafted')`;
}

/** Returns what a decision would match and change, without writing anything. */
export async function checkDraft(db: Connection, draft: Drafting): Promise<Omit<DraftResult, 'batch'>> {
  const { noticeId, selection } = draft;
  const { rows } = await sql<
    Omit<DraftResult, 'conflicts' | 'held' | 'batch'> & {
      held: number;
      first: number[];
      acting: number;
      conflictNos: number[];
    }
  >`
    with matched as (
      select no, protected_class, platform_id, ${isDraftable} as open, ${isConflicting(draft)} as conflicting,
        ${differs(draft)} as differs, status = 'drafted' and action = any (${[...INTERVENTIONS]}::text[]) as acting
      from target where notice_id = ${noticeId}::uuid and ${selects(selection)}
    )
    select count(*) as matched,
      count(*) filter (where open and differs and not conflicting) as changed,
      count(*) filter (where open and not conflicting) as held,
      count(*) filter (where open and not conflicting and acting) as acting,
      count(*) filter (where open and conflicting) as "conflictsTotal",
      count(*) filter (where not open) as "closedTotal",
      coalesce(array_agg(no order by no) filter (where protected_class is not null), '{}') as protected,
      coalesce((select array_agg(no order by no) from matched where exists (
        select from restriction_support support join notice on notice.id = support.notice_id
        where support.platform_id = matched.platform_id and support.released_at is null and ${canRead({ id: draft.by, roles: draft.roles ?? [] })}
      )), '{}') as "alreadyRestricted",
      array(select no from matched where open and not conflicting order by no limit ${MAX_LISTED}) as first,
      array(select no from matched where open and conflicting order by no limit ${MAX_LISTED}) as "conflictNos"
    from matched`.execute(db);
  const row = takeRow(rows);
  const { held, first, acting, conflictNos, ...counts } = row;
  return {
    ...counts,
    held: { total: held, first, acting },
    conflicts: await listConflicts(db, { noticeId, nos: conflictNos }),
  };
}

export async function listConflicts(
  db: Connection,
  { noticeId, nos }: { noticeId: string; nos: readonly number[] },
): Promise<Conflict[]> {
  if (nos.length === 0) return [];
  const { rows } = await sql<Conflict>`
    select target.no, made.by, person.name as "byName", made.at, target.action, target.revision
    from target
    join draft_batch made on made.notice_id = target.notice_id and made.number = target.revision
    join person on person.id = made.by
    where target.notice_id = ${noticeId}::uuid and target.no = any (${[...nos]}::int[])
    order by target.no`.execute(db);
  return rows;
}

/**
 * Drafts a decision for the selected targets as one batch that can be undone. Targets that are not draftable, or that
 * others changed since `asOf`, are left alone.
 */
export async function draftDecisions(trx: Connection, draft: Drafting): Promise<DraftResult> {
  const { noticeId, selection, action, grounds, countries, note, by, at } = draft;
  const checked = await checkDraft(trx, draft);
  if (checked.changed === 0) return { ...checked, batch: null };
  const batch = await takeRevision(trx, noticeId);
  const { numAffectedRows } = await sql`
    insert into draft_change
    select ${beforeColumns(sql`${batch}::int`)}, ${action}::text, ${grounds}::text[], ${countries}::text[], ${note}::text,
      ${by}::uuid, ${at}::timestamptz, 'drafted', target.submission, ${batch}::int
    from target
    where notice_id = ${noticeId}::uuid and ${selects(selection)}
      and ${isDraftable} and not ${isConflicting(draft)} and ${differs(draft)}`.execute(trx);
  const changed = Number(numAffectedRows ?? 0n);
  await makeBatch(trx, { noticeId, number: batch, kind: 'decide', by, at, changed });
  return { ...checked, changed, batch };
}

/**
 * Increments and returns the draft revision, which is also the number of its batch. The caller must hold the notice
 * lock.
 */
export async function takeRevision(trx: Connection, noticeId: string): Promise<number> {
  const { draft_revision: revision } = await trx
    .updateTable('notice')
    .set((eb) => ({ draft_revision: eb('draft_revision', '+', 1) }))
    .where('id', '=', noticeId)
    .returning('draft_revision')
    .executeTakeFirstOrThrow();
  return revision;
}

export function beforeColumns(batch: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`target.notice_id, ${batch}, target.no, target.action, target.grounds, target.countries, target.decision_note,
    target.decided_by, target.decided_at, target.status, target.submission, target.batch`;
}

export interface NewBatch {
  noticeId: string;
  number: number;
  kind: 'decide' | 'copy' | 'undo';
  by: string;
  at: Date;
  changed: number;
  copiedFrom?: string;
  undoes?: number;
}

/**
 * Stores a batch and applies its changes. Each target looks up its change by key: with statistics from before a bulk
 * insert, a join becomes a nested loop (42 s for 10,000 targets).
 */
export async function makeBatch(trx: Connection, batch: NewBatch): Promise<void> {
  const { noticeId, number, kind, by, at, changed, copiedFrom = null, undoes = null } = batch;
  await trx
    .insertInto('draft_batch')
    .values({ notice_id: noticeId, number, kind, by, at, changed, copied_from: copiedFrom, undoes, undone_by: null })
    .execute();
  await sql`
    update target set revision = ${number}, skip = null,
      (action, grounds, countries, decision_note, decided_by, decided_at, status, submission, batch) = (
        select action_after, grounds_after, countries_after, note_after, by_after, at_after, status_after,
          submission_after, batch_after
        from draft_change made
        where made.notice_id = ${noticeId}::uuid and made.batch = ${number} and made.no = target.no
      )
    where target.notice_id = ${noticeId}::uuid and exists (
      select from draft_change made
      where made.notice_id = ${noticeId}::uuid and made.batch = ${number} and made.no = target.no
      offset 0 -- keeps it a look-up for each target
    )`.execute(trx);
}
