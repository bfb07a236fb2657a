import { sql } from 'kysely';
import type { TargetRepairAction } from '../../domain/commands/command.js';
import { HOLDING_ACTIONS } from '../../domain/targets/platform-action.js';
import { ask, question, type Question } from '../ask.js';
import type { Connection } from '../db.js';
import { wordList } from '../word-list.js';
import { selectOwnProof } from './own-proof.js';

export interface RepairRequest {
  id: string;
  noticeId: string;
  action: TargetRepairAction;
  reason: string;
  by: { id: string; name: string };
}

export interface Chosen {
  submission: number;
  count: number;
}

/**
 * Stores a repair with its targets: the named one, else all matching targets of the latest submission that has any. A
 * retry matches targets that failed, were refused or differ on the platform; a skip matches failed ones. Targets
 * decided again since belong to their new decision.
 */
export async function insertRepair(
  trx: Connection,
  repair: RepairRequest,
  target: number | null,
): Promise<Chosen | undefined> {
  await trx
    .insertInto('repair')
    .values({
      id: repair.id,
      notice_id: repair.noticeId,
      action: repair.action,
      reason: repair.reason,
      by_id: repair.by.id,
      by_name: repair.by.name,
    })
    .execute();
  const fits =
    repair.action === 'retry'
      ? sql`(latest.status in ('failed', 'refused') and (target.skip is null or ${target}::int is not null)
          or latest.status in ('applied', 'already', 'released') and latest.action in ${wordList([...HOLDING_ACTIONS, 'restore'])}
            and exists (
              select from (select ${repair.noticeId}::uuid as notice_id, latest.target_no as no, latest.platform_id) own
              left join lateral ${selectOwnProof('own')} own_proof on true where own_proof.proof_state = 'mismatch'))`
      : sql`target.status = 'failed' and target.skip is null`;
  const { rows } = await sql<Chosen>`
    with latest as (
      select distinct on (target_no) target_no, submission, attempt, action, status, platform_id from operation
      where notice_id = ${repair.noticeId}::uuid and (${target}::int is null or target_no = ${target}::int)
      order by target_no, submission desc, attempt desc
    ), fitting as (
      select latest.* from latest join target on target.notice_id = ${repair.noticeId}::uuid and target.no = latest.target_no
      where target.status in ('failed', 'applied', 'restored') and (latest.action = 'restore' or target.submission = latest.submission)
        and ${fits}
    ), chosen as (
      insert into repair_target (repair_id, submission, no, attempt)
      select ${repair.id}::uuid, submission, target_no, attempt + 1 from fitting
      where submission = (select max(submission) from fitting)
      returning submission
    )
    select submission, count(*) as count from chosen group by submission`.execute(trx);
  return rows[0];
}

/** Returns whether a submission still holds all its approved decisions; a later submission may have taken some over. */
export async function isWhole(
  db: Connection,
  { noticeId, submission }: { noticeId: string; submission: number },
): Promise<boolean> {
  const { rows } = await sql<{ whole: boolean }>`
    select submission.purpose = 'restoration' or submission.targets = (
      select count(*) from target
      where target.notice_id = submission.notice_id and target.submission = submission.number and target.status <> 'drafted'
    ) as whole
    from submission where notice_id = ${noticeId}::uuid and number = ${submission}`.execute(db);
  return rows[0]?.whole ?? false;
}

/** Returns whether a retry or skip of targets is in progress. */
export function hasOpenRepair(db: Connection, noticeId: string): Promise<boolean> {
  return ask(db, queryOpenRepair(noticeId));
}

export function queryOpenRepair(noticeId: string): Question<boolean> {
  const select = sql<{ open: boolean }>`
    select exists (
      select from repair join command on command.id = repair.id
      where repair.notice_id = ${noticeId}::uuid and repair.finished_at is null and command.state <> 'refused'
    ) as open`;
  return question({ select, instants: {}, read: ([row]) => row?.open ?? false });
}

/** Marks a repair as finished; returns false if it was finished already. */
export async function finishRepair(trx: Connection, id: string): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('repair')
    .set({ finished_at: sql<Date>`now()` })
    .where('id', '=', id)
    .where('finished_at', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

export async function deleteRepair(trx: Connection, id: string): Promise<void> {
  await trx.deleteFrom('repair_target').where('repair_id', '=', id).execute();
  await trx.deleteFrom('repair').where('id', '=', id).execute();
}

/** Marks the failed targets of a repair as skipped; their status stays `failed`. Idempotent. */
export async function markSkipped(
  trx: Connection,
  { noticeId, repair }: { noticeId: string; repair: string },
): Promise<void> {
  await sql`
    update target set skip = ${repair}::uuid from repair_target chosen
    where chosen.repair_id = ${repair}::uuid and target.notice_id = ${noticeId}::uuid and target.no = chosen.no
      and target.status = 'failed' and target.skip is null`.execute(trx);
}

export async function listRepairSubmissions(db: Connection, repair: string): Promise<number[]> {
  const rows = await db
    .selectFrom('repair_target')
    .select('submission')
    .distinct()
    .where('repair_id', '=', repair)
    .execute();
  return rows.map(({ submission }) => submission);
}
