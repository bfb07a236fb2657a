import { sql } from 'kysely';
import type { Stage } from '../../domain/notice/notice.js';
import { isUuid } from '../../domain/uuid.js';
import type { Connection } from '../db.js';
import { isNoSecret } from '../notice/secrecy.js';

/** A notice whose workflow has been started, and was not just received. */
export interface OpenNotice {
  id: string;
}

/** Open notices whose workflow has been started, by id, after one of them. Those just received may not be in the engine's list. */
export async function listStartedOpen(
  db: Connection,
  { after, limit }: { after: string | null; limit: number },
): Promise<OpenNotice[]> {
  const { rows } = await sql<OpenNotice>`
    select id from notice
    where stage <> 'closed' and workflow_started and (${after}::uuid is null or id > ${after}::uuid)
    order by id limit ${limit}`.execute(db);
  return rows;
}

/** Open notices whose workflow is to be asked for its state: those never asked first, then those asked longest ago. */
export async function listToLookAt(db: Connection, { limit }: { limit: number }): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select notice.id from notice left join workflow_look on workflow_look.notice_id = notice.id
    where notice.stage <> 'closed' and notice.workflow_started
    order by workflow_look.looked_at nulls first, notice.id limit ${limit}`.execute(db);
  return rows.map(({ id }) => id);
}

/**
 * Open notices whose workflow has owed something for so long: an answer to a command, or the act of a clock. Those that owe
 * it longest first.
 */
export async function listWaitingForWorkflow(
  db: Connection,
  { olderThanSeconds, limit }: { olderThanSeconds: number; limit: number },
): Promise<string[]> {
  const before = sql`now() - make_interval(secs => ${olderThanSeconds})`;
  const { rows } = await sql<{ id: string }>`
    with owed as (
      (select notice_id, created_at as since from command
        where state = 'attempted' and created_at < ${before} order by created_at limit ${limit})
      union all
      (select clock.notice_id, clock.next_action_at from clock join notice on notice.id = clock.notice_id
        where clock.next_action_at < ${before} and notice.stage <> 'closed' order by clock.next_action_at limit ${limit})
    )
    select notice.id from notice join owed on owed.notice_id = notice.id
    where notice.stage <> 'closed' and notice.workflow_started
    group by notice.id order by min(owed.since), notice.id limit ${limit}`.execute(db);
  return rows.map(({ id }) => id);
}

/**
 * Notices that are in force although enforcement has not said that their last decision was carried out: it starts no report and no
 * stage by itself, so that something else than enforcement has answered for it.
 */
export async function listUnfinishedInForce(
  db: Connection,
  { limit }: { limit: number },
): Promise<{ id: string; submission: number }[]> {
  const { rows } = await sql<{ id: string; submission: number }>`
    select notice.id, submission.number as submission
    from notice join submission on submission.notice_id = notice.id and submission.number = notice.submission_number
    where notice.stage = 'in_force' and submission.state = 'approved' and submission.enforced > 0
      and submission.finished_at is null
    order by notice.id limit ${limit}`.execute(db);
  return rows;
}

/** Notes that a notice's workflow was asked now. Answers how many looks in a row it has not answered. */
export async function markLookedAt(db: Connection, id: string, { silent }: { silent: boolean }): Promise<number> {
  const { rows } = await sql<{ looks: number }>`
    insert into workflow_look (notice_id, silent_looks) values (${id}::uuid, ${silent ? 1 : 0}::int)
    on conflict (notice_id) do update set looked_at = now(),
      silent_looks = case when ${silent}::boolean then workflow_look.silent_looks + 1 else 0 end
    returning silent_looks as looks`.execute(db);
  return rows[0]?.looks ?? 0;
}

/** Of these ids the notices that there are, with their stages. */
export async function listStages(db: Connection, ids: readonly string[]): Promise<Map<string, Stage>> {
  const { rows } = await sql<{ id: string; stage: Stage }>`
    select id::text, stage from notice where id = any (${ids.filter(isUuid)}::uuid[])`.execute(db);
  return new Map(rows.map(({ id, stage }) => [id, stage]));
}

/** How many of these ids are none of a secret notice: what a round came to is told to everybody. */
export async function countNoSecrets(db: Connection, ids: readonly string[]): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*) as total from notice where id = any (${ids.filter(isUuid)}::uuid[]) and not ${isNoSecret()}`.execute(
    db,
  );
  return ids.length - (rows[0]?.total ?? 0);
}

/** What a whole round of the reconciler came to, of notices that are no secret. */
export interface ReconcileRound {
  startedAt: Date;
  finishedAt: Date;
  /** Open notices that were compared with the engine's list. */
  open: number;
  /** Of these, whose workflow gave its state. */
  looked: number;
  /** Of these, whose workflow gave no answer. */
  unanswered: number;
  /** Notices with a finding. */
  found: number;
}

const NAME = 'reconciler';

export async function writeRound(db: Connection, { startedAt, finishedAt, ...counts }: ReconcileRound): Promise<void> {
  const row = { started_at: startedAt, finished_at: finishedAt, ...counts };
  await db
    .insertInto('reconcile_round')
    .values({ name: NAME, ...row })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(row))
    .execute();
}

/** The last whole round; undefined where there has been none. `ageSeconds`: since it ended, by the registry's clock. */
export async function findRound(db: Connection): Promise<(ReconcileRound & { ageSeconds: number }) | undefined> {
  const { rows } = await sql<ReconcileRound & { ageSeconds: number }>`
    select started_at as "startedAt", finished_at as "finishedAt", open, looked, unanswered, found,
      extract(epoch from now() - finished_at)::float8 as "ageSeconds"
    from reconcile_round where name = ${NAME}`.execute(db);
  return rows[0];
}
