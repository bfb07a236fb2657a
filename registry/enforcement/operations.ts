import { sql } from 'kysely';
import { ENFORCED_ACTIONS, DECISION_ACTION_TABLE } from '../../domain/targets/decision-action.js';
import {
  BY_COUNTRY_ACTIONS,
  EVERYWHERE_ACTIONS,
  HOLDING_ACTIONS,
  type OperationStatus,
  type PlatformAction,
} from '../../domain/targets/platform-action.js';
import type { Connection } from '../db.js';
import { wordList } from '../word-list.js';

export interface Enforcing {
  noticeId: string;
  submission: number;
}

const PLATFORM_ACTION_BY_DECISION = sql`case action ${sql.join(
  ENFORCED_ACTIONS.map((action) => sql`when ${sql.lit(action)} then ${sql.lit(DECISION_ACTION_TABLE[action].action)}`),
  sql` `,
)} end`;

/** Inserts one pending operation for each target that a decision acts on. Idempotent. */
export async function insertDecisionOperations(trx: Connection, { noticeId, submission }: Enforcing): Promise<void> {
  await sql`
    insert into operation (key, notice_id, submission, target_no, action, type, countries)
    select notice_id || ':' || submission || ':' || no || ':' || requested_action, notice_id, submission, no, requested_action, type,
      case when requested_action in ${wordList(BY_COUNTRY_ACTIONS)} then countries else '{}' end
    from (
      select notice_id, submission, no, type, countries, ${PLATFORM_ACTION_BY_DECISION} as requested_action from target
      where notice_id = ${noticeId}::uuid and submission = ${submission} and action = any (${[...ENFORCED_ACTIONS]}::text[])
    ) acted_on
    order by no
    on conflict (key) do nothing`.execute(trx);
}

/**
 * Inserts one pending operation for each target of a restoration; each names the operation it undoes, the last one on
 * the target under this notice.
 */
export async function insertRestoreOperations(trx: Connection, { noticeId, submission }: Enforcing): Promise<void> {
  await sql`
    insert into operation (key, notice_id, submission, target_no, action, type, undoes)
    select target.notice_id || ':' || ${submission}::int || ':' || target.no || ':restore', target.notice_id,
      ${submission}::int, target.no, 'restore', target.type, own.key
    from restoration_target chosen
    join target on target.notice_id = chosen.notice_id and target.no = chosen.no
    left join (
      select distinct on (target_no) target_no, key from operation
      where notice_id = ${noticeId}::uuid and action <> 'restore' and status in ('applied', 'already')
      order by target_no, submission desc, attempt desc
    ) own on own.target_no = target.no
    where chosen.notice_id = ${noticeId}::uuid and chosen.submission = ${submission}
    order by target.no
    on conflict (key) do nothing`.execute(trx);
}

/**
 * Inserts one pending operation of the next attempt for each target of a repair and supersedes the previous one. The
 * attempt is part of the key, so the platform sees a new operation. Idempotent.
 */
export async function insertRetryOperations(
  trx: Connection,
  { noticeId, submission, repair }: Enforcing & { repair: string },
): Promise<void> {
  await sql`
    with fresh as (
      insert into operation (key, notice_id, submission, target_no, action, type, countries, undoes, attempt)
      select before.notice_id || ':' || before.submission || ':' || before.target_no || ':' || before.action || ':r' || chosen.attempt,
        before.notice_id, before.submission, before.target_no, before.action, before.type,
        -- What a restoration lifts is computed anew from what is held now.
        case before.action when 'restore' then '{}' else before.countries end, before.undoes, chosen.attempt
      from repair_target chosen
      cross join lateral (
        select * from operation
        where notice_id = ${noticeId}::uuid and submission = chosen.submission and target_no = chosen.no and attempt < chosen.attempt
        order by attempt desc limit 1
      ) before
      where chosen.repair_id = ${repair}::uuid and chosen.submission = ${submission}
      order by chosen.no
      on conflict (key) do nothing
      returning notice_id, submission, target_no, attempt
    ), taken_up as (
      update target set skip = null from fresh
      where target.notice_id = fresh.notice_id and target.no = fresh.target_no and target.skip is not null
    )
    update operation set superseded = true from fresh
    where operation.notice_id = fresh.notice_id and operation.submission = fresh.submission
      and operation.target_no = fresh.target_no and operation.attempt < fresh.attempt`.execute(trx);
}

export interface PendingOperation {
  key: string;
  no: number;
  action: PlatformAction;
  type: string;
  /** Set once the operation may have been sent; from then on the platform is asked before it is sent again. */
  platformId: string | null;
  countries: string[];
  undoes: string | null;
  locator: string;
  decision: string | null;
  knownId: string | null;
  knownOwner: string | null;
}

/** Lists unsettled operations by target number after `afterNo`. The pending rows are the cursor of an enforcement. */
export async function listPendingOperations(
  db: Connection,
  { noticeId, submission, afterNo, limit }: Enforcing & { afterNo: number; limit: number },
): Promise<PendingOperation[]> {
  // Reads the page first, then joins its targets: the other way round PostgreSQL reads the whole of a long order for
  // every page.
  const { rows } = await sql<PendingOperation>`
    select page.key, page.target_no as no, page.action, page.type, page.platform_id as "platformId", page.countries, page.undoes,
      target.locator, target.action as decision, target.platform_id as "knownId", target.owner as "knownOwner"
    from (
      select * from operation
      where notice_id = ${noticeId}::uuid and submission = ${submission} and status = 'pending' and target_no > ${afterNo}
      order by target_no limit ${limit}
    ) page
    cross join lateral (
      select * from target where target.notice_id = page.notice_id and target.no = page.target_no
    ) target
    order by page.target_no`.execute(db);
  return rows;
}

export interface SettledOperation {
  key: string;
  status: Exclude<OperationStatus, 'pending' | 'released'>;
  problem: string | null;
  receipt: string | null;
  message: string | null;
  at: Date;
}

function settle(results: readonly SettledOperation[]) {
  return sql`
    settled as (
      update operation set status = r.status, problem = r.problem, receipt = r.receipt, message = r.message, at = r.at
      from unnest(
        ${results.map(({ key }) => key)}::text[], ${results.map(({ status }) => status)}::text[],
        ${results.map(({ problem }) => problem)}::text[], ${results.map(({ receipt }) => receipt)}::text[],
        ${results.map(({ message }) => message)}::text[], ${results.map(({ at }) => at)}::timestamptz[]
      ) as r (key, status, problem, receipt, message, at)
      where operation.key = r.key and operation.status = 'pending'
      returning operation.*
    )`;
}

const PROBLEM_AFTER_ACT = sql`
  case when target.problem in ('owner_changed', 'protected_class_changed', 'not_found', 'refused') then null else target.problem end`;

/**
 * Stores the results of a page of a decision (operations, targets and held restrictions) in one atomic statement, and
 * returns how many operations were settled.
 */
export async function settleDecisionPage(db: Connection, results: readonly SettledOperation[]): Promise<number> {
  const { rows } = await sql<{ settled: number }>`
    with ${settle(results)}, moved as (
      update target set
        -- What was in force and could not be applied anew has not failed: it drifts on.
        status = case when settled.status in ('applied', 'already') or target.status = 'applied' then 'applied' else 'failed' end,
        receipt = coalesce(settled.receipt, target.receipt),
        problem = case when settled.status in ('applied', 'already') then ${PROBLEM_AFTER_ACT}
          else coalesce(settled.problem, target.problem) end
      from settled where target.notice_id = settled.notice_id and target.no = settled.target_no
    ), held as (
      insert into restriction_support (operation_key, notice_id, target_no, type, locator, platform_id, countries, everywhere, since)
      select settled.key, settled.notice_id, settled.target_no, settled.type, target.locator, settled.platform_id,
        settled.countries, settled.action in ${wordList(EVERYWHERE_ACTIONS)},
        case when settled.attempt = 1 then settled.at else coalesce((
          select min(before.since) from restriction_support before
          where before.notice_id = settled.notice_id and before.target_no = settled.target_no and before.released_at is null
        ), settled.at) end
      from settled join target on target.notice_id = settled.notice_id and target.no = settled.target_no
      where settled.action in ${wordList(HOLDING_ACTIONS)} and settled.status in ('applied', 'already')
      on conflict (operation_key) do nothing
    ), replaced as (
      update restriction_support before set released_at = now() from settled
      where settled.attempt > 1 and settled.action in ${wordList(HOLDING_ACTIONS)} and settled.status in ('applied', 'already')
        and before.notice_id = settled.notice_id and before.target_no = settled.target_no
        and before.operation_key <> settled.key and before.released_at is null
    )
    select count(*) as settled from settled`.execute(db);
  return rows[0]?.settled ?? 0;
}

/**
 * Stores the results of a page of a restoration. The target keeps the receipt of its decision: the platform issues one
 * for a restoration only if no other notice holds the item, which may be secret. A target that is gone is released; if
 * the platform refuses to restore, the restriction and our support of it remain.
 */
export async function settleRestorePage(db: Connection, results: readonly SettledOperation[]): Promise<number> {
  const { rows } = await sql<{ settled: number }>`
    with ${settle(results)}, moved as (
      update target set
        status = case when settled.status = 'refused' then target.status else 'restored' end,
        problem = case when settled.status = 'refused' then 'refused' else ${PROBLEM_AFTER_ACT} end
      from settled
      where target.notice_id = settled.notice_id and target.no = settled.target_no
    ), held_still as (
      update restriction_support set released_at = null
      from settled join target on target.notice_id = settled.notice_id and target.no = settled.target_no
      -- Refused anew, what was restored once stays given up: it drifts on.
      where settled.status = 'refused' and target.status <> 'restored' and restriction_support.operation_key = settled.undoes
    )
    select count(*) as settled from settled`.execute(db);
  return rows[0]?.settled ?? 0;
}

export type OperationCounts = Record<OperationStatus, number>;

/** Counts a submission's operations by status from stored counters, without reading operations. */
export async function countOperations(db: Connection, { noticeId, submission }: Enforcing): Promise<OperationCounts> {
  const rows = await db
    .selectFrom('operation_count')
    .select(['status', sql<number>`sum(count)`.as('count')])
    .where('notice_id', '=', noticeId)
    .where('submission', '=', submission)
    .groupBy('status')
    .execute();
  const counts: OperationCounts = { pending: 0, applied: 0, already: 0, failed: 0, refused: 0, released: 0 };
  for (const { status, count } of rows) counts[status] = count;
  return counts;
}

export async function listStoppedTargets(
  db: Connection,
  { noticeId, submission, problem, limit }: Enforcing & { problem: string; limit: number },
): Promise<number[]> {
  const rows = await db
    .selectFrom('operation')
    .innerJoin('target', (join) =>
      join.onRef('target.notice_id', '=', 'operation.notice_id').onRef('target.no', '=', 'operation.target_no'),
    )
    .select('operation.target_no')
    .where('operation.notice_id', '=', noticeId)
    .where('operation.submission', '=', submission)
    .where('operation.problem', '=', problem)
    .where('operation.superseded', '=', false)
    .where('target.skip', 'is', null)
    .orderBy('operation.target_no')
    .limit(limit)
    .execute();
  return rows.map((row) => row.target_no);
}

export type EnforcementOrder = NonNullable<Awaited<ReturnType<typeof findEnforcementOrder>>>;

export async function findEnforcementOrder(db: Connection, { noticeId, submission }: Enforcing) {
  const row = await db
    .selectFrom('submission')
    .innerJoin('notice', 'notice.id', 'submission.notice_id')
    .select([
      'submission.state',
      'submission.purpose',
      'submission.cause',
      'submission.digest',
      'submission.author',
      'submission.drafters',
      'submission.command_id as commandId',
      'submission.approver_slots as approverSlots',
      'submission.emergency',
      'submission.started_at as startedAt',
      'submission.finished_at as finishedAt',
      'submission.by_action as byAction',
      'notice.number',
      'notice.authenticity',
      'notice.verified_by as verifiedBy',
    ])
    .where('submission.notice_id', '=', noticeId)
    .where('submission.number', '=', submission)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const approvals = await db
    .selectFrom('approval')
    .select(['person_id as by', 'digest', 'stood_for as stoodFor', 'at', 'command_id as commandId'])
    .where('notice_id', '=', noticeId)
    .where('submission', '=', submission)
    .execute();
  return { ...row, approvals };
}

export async function markEnforcementStarted(trx: Connection, { noticeId, submission }: Enforcing): Promise<void> {
  await trx
    .updateTable('submission')
    .set({ started_at: sql<Date>`now()` })
    .where('notice_id', '=', noticeId)
    .where('number', '=', submission)
    .where('started_at', 'is', null)
    .execute();
}

/** Marks the end of an enforcement; returns false if it was marked already. */
export async function markEnforcementFinished(trx: Connection, { noticeId, submission }: Enforcing): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('submission')
    .set({ finished_at: sql<Date>`now()` })
    .where('notice_id', '=', noticeId)
    .where('number', '=', submission)
    .where('finished_at', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** Stores the current enforcement rate, in targets per second, for display. */
export async function waitForRate(
  db: Connection,
  { noticeId, submission }: Enforcing,
  targetsPerSecond: number,
): Promise<void> {
  await db
    .updateTable('submission')
    .set({ rate: targetsPerSecond, rate_at: sql<Date>`now()` })
    .where('notice_id', '=', noticeId)
    .where('number', '=', submission)
    .execute();
}
