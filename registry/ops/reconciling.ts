import { sql } from 'kysely';
import type { Stage } from '../../domain/notices/notice.js';
import { isUuid } from '../../domain/uuid.js';
import type { Connection } from '../db.js';
import { isNoSecret } from '../notices/secrecy.js';

export interface OpenNotice {
  id: string;
}

/**
 * Lists open notices with a started workflow by id, after the given one. Skips those just received, which Temporal's
 * list may not show yet.
 */
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

export async function listToCheck(db: Connection, { limit }: { limit: number }): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select notice.id from notice left join workflow_check on workflow_check.notice_id = notice.id
    where notice.stage <> 'closed' and notice.workflow_started
    order by workflow_check.checked_at nulls first, notice.id limit ${limit}`.execute(db);
  return rows.map(({ id }) => id);
}

/** Lists open notices whose workflow has owed a command's answer or a clock's act for this long, longest first. */
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
 * Lists notices in force whose last submission enforcement never marked as finished: something other than enforcement
 * answered for it.
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

/** Records that a notice's workflow was queried and returns how many consecutive queries it left unanswered. */
export async function markChecked(db: Connection, id: string, { silent }: { silent: boolean }): Promise<number> {
  const { rows } = await sql<{ looks: number }>`
    insert into workflow_check (notice_id, silent_checks) values (${id}::uuid, ${silent ? 1 : 0}::int)
    on conflict (notice_id) do update set checked_at = now(),
      silent_checks = case when ${silent}::boolean then workflow_check.silent_checks + 1 else 0 end
    returning silent_checks as looks`.execute(db);
  return rows[0]?.looks ?? 0;
}

export async function listStages(db: Connection, ids: readonly string[]): Promise<Map<string, Stage>> {
  const { rows } = await sql<{ id: string; stage: Stage }>`
    select id::text, stage from notice where id = any (${ids.filter(isUuid)}::uuid[])`.execute(db);
  return new Map(rows.map(({ id, stage }) => [id, stage]));
}

/** Counts the ids that do not belong to secret notices, because everyone can see a run's result. */
export async function countNoSecrets(db: Connection, ids: readonly string[]): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*) as total from notice where id = any (${ids.filter(isUuid)}::uuid[]) and not ${isNoSecret()}`.execute(
    db,
  );
  return ids.length - (rows[0]?.total ?? 0);
}

/** The result of a complete reconciler run, over non-secret notices. */
export interface ReconcilerPass {
  startedAt: Date;
  finishedAt: Date;
  open: number;
  looked: number;
  unanswered: number;
  found: number;
}

const NAME = 'reconciler';

export async function writePass(db: Connection, { startedAt, finishedAt, ...counts }: ReconcilerPass): Promise<void> {
  const row = { started_at: startedAt, finished_at: finishedAt, ...counts };
  await db
    .insertInto('reconciler_pass')
    .values({ name: NAME, ...row })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(row))
    .execute();
}

/** Returns the last complete run, `ageSeconds` by the database's clock; undefined if there was none. */
export async function findLastPass(db: Connection): Promise<(ReconcilerPass & { ageSeconds: number }) | undefined> {
  const { rows } = await sql<ReconcilerPass & { ageSeconds: number }>`
    select started_at as "startedAt", finished_at as "finishedAt", open, looked, unanswered, found,
      extract(epoch from now() - finished_at)::float8 as "ageSeconds"
    from reconciler_pass where name = ${NAME}`.execute(db);
  return rows[0];
}
