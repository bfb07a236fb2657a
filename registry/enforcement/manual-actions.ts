import { sql } from 'kysely';
import type { ManualEffect, ManualState } from '../../domain/targets/manual-action.js';
import { ask, question, type Question } from '../ask.js';
import type { Connection } from '../db.js';

interface NewManualAction {
  noticeId: string;
  effect: ManualEffect;
  targets: readonly number[];
  doneAt: Date;
  doneBy: string;
  evidence: string;
  document: string | null;
}

export interface ManualAction {
  number: number;
  effect: ManualEffect;
  targets: number[];
  doneAt: Date;
  doneBy: string;
  evidence: string;
  document: string | null;
  by: string;
  byName: string;
  at: Date;
  state: ManualState;
  settledBy: string | null;
  settledByName: string | null;
  settledAt: Date | null;
  /** Targets whose effect enforcement has read back from the platform, and when it had the last of them. */
  provenTargets: number;
  provenAt: Date | null;
}

/** By number; `number` null: all after `after`. */
export async function listManualActions(
  db: Connection,
  { noticeId, number = null, after, limit }: { noticeId: string; number?: number | null; after: number; limit: number },
): Promise<ManualAction[]> {
  const { rows } = await sql<ManualAction>`
    select done.number, done.effect, done.targets, done.done_at as "doneAt", done.done_by as "doneBy", done.evidence,
      done.document, done.by_id as by, author.name as "byName", done.at, done.state, done.settled_by as "settledBy",
      other.name as "settledByName", done.settled_at as "settledAt", proven.targets as "provenTargets", proven.at as "provenAt"
    from manual_action done join person author on author.id = done.by_id left join person other on other.id = done.settled_by
    cross join lateral (
      select count(*)::int as targets, max(submission.proved_at) as at from target
      join submission on submission.notice_id = target.notice_id and submission.proved_at is not null
        and submission.number = case when done.effect = 'restored' then (
          select max(restored.submission) from restoration_target restored
          where restored.notice_id = target.notice_id and restored.no = target.no) else target.submission end
      where target.notice_id = done.notice_id and target.no = any (done.targets)
        and target.status = case when done.effect = 'restored' then 'restored' else 'applied' end
    ) proven
    where done.notice_id = ${noticeId}::uuid and done.number > ${after}
      and (${number}::int is null or done.number = ${number}::int)
    order by done.number limit ${limit}`.execute(db);
  return rows;
}

export async function countManualActions(db: Connection, noticeId: string): Promise<number> {
  return (await ask(db, queryManualCounts(noticeId))).total;
}

/** Confirmed acts by hand of a notice, the first first; the others are no fact yet. */
export async function listConfirmedByHand(
  db: Connection,
  noticeId: string,
): Promise<{ effect: ManualEffect; targets: number; doneAt: Date }[]> {
  const { rows } = await sql<{ effect: ManualEffect; targets: number; doneAt: Date }>`
    select effect, cardinality(targets) as targets, done_at as "doneAt" from manual_action
    where notice_id = ${noticeId}::uuid and state = 'confirmed' order by done_at, number`.execute(db);
  return rows;
}

/** Number of records of a notice, and of those that wait for a second person. */
export function queryManualCounts(noticeId: string): Question<{ total: number; waiting: number }> {
  const select = sql<{ total: number; waiting: number }>`
    select count(*)::int as total, (count(*) filter (where state = 'recorded'))::int as waiting
    from manual_action where notice_id = ${noticeId}::uuid`;
  return question({ select, instants: {}, read: ([row]) => row ?? { total: 0, waiting: 0 } });
}

/** Returns the number of a standing record of the same thing. */
export async function findSameManualAction(
  db: Connection,
  { noticeId, effect, targets, doneAt, doneBy }: NewManualAction,
): Promise<number | undefined> {
  const { rows } = await sql<{ number: number }>`
    select number from manual_action where notice_id = ${noticeId}::uuid and effect = ${effect}
      and targets = ${[...targets]}::int[] and done_at = ${doneAt} and done_by = ${doneBy} and state <> 'refused'
    order by number limit 1`.execute(db);
  return rows[0]?.number;
}

/** Returns its number. The caller must hold the notice lock. */
export async function insertManualAction(
  trx: Connection,
  { noticeId, effect, targets, doneAt, doneBy, evidence, document, by, at }: NewManualAction & { by: string; at: Date },
): Promise<number> {
  const { rows } = await sql<{ number: number }>`
    insert into manual_action (notice_id, number, effect, targets, done_at, done_by, evidence, document, by_id, at)
    select ${noticeId}::uuid, coalesce(max(number), 0) + 1, ${effect}, ${[...targets]}::int[], ${doneAt}, ${doneBy},
      ${evidence}, ${document}, ${by}::uuid, ${at}
    from manual_action where notice_id = ${noticeId}::uuid returning number`.execute(trx);
  return rows[0]?.number ?? 0;
}

export async function settleManualAction(
  trx: Connection,
  { noticeId, number, state, by, at }: { noticeId: string; number: number; state: ManualState; by: string; at: Date },
): Promise<void> {
  await trx
    .updateTable('manual_action')
    .set({ state, settled_by: by, settled_at: at })
    .where('notice_id', '=', noticeId)
    .where('number', '=', number)
    .execute();
}
