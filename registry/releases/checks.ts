import { sql } from 'kysely';
import type { Connection } from '../db.js';
import { isNoSecret, canRead } from '../notices/secrecy.js';
import type { Reader } from '../reading.js';

export interface ReleaseCheck {
  build: string;
  by: string;
  byName: string;
  requestedAt: Date;
  /** Last heartbeat of the worker that replays; null before one has begun. */
  claimedAt: Date | null;
  finishedAt: Date | null;
  digest: string | null;
  notices: number | null;
  differing: string[];
  msEach: number | null;
}

function selectChecks(db: Connection) {
  return db
    .selectFrom('release_check')
    .innerJoin('person', 'person.id', 'release_check.requested_by')
    .distinctOn('build')
    .select([
      'build',
      'requested_by as by',
      'person.name as byName',
      'requested_at as requestedAt',
      'claimed_at as claimedAt',
      'finished_at as finishedAt',
      'digest',
      'notices',
      'differing',
      'ms_each as msEach',
    ])
    .orderBy('build')
    .orderBy('requested_at', 'desc');
}

export async function listReleaseChecks(db: Connection): Promise<ReleaseCheck[]> {
  return selectChecks(db).execute();
}

/** The last check of a release that has a result: one that runs, or that had none, changes nothing. */
export async function findCheckResult(db: Connection, build: string): Promise<ReleaseCheck | undefined> {
  return selectChecks(db).where('build', '=', build).where('finished_at', 'is not', null).executeTakeFirst();
}

export async function insertReleaseCheck(
  trx: Connection,
  { id, build, by, at }: { id: string; build: string; by: string; at: Date },
): Promise<void> {
  await trx.insertInto('release_check').values({ id, build, requested_by: by, requested_at: at }).execute();
}

/** A worker that died no longer holds its check after this time. */
export const CHECK_SILENT_SECONDS = 60;

/** Takes the last requested check of a release for this worker; undefined if there is none or another has it. */
export async function claimReleaseCheck(
  db: Connection,
  build: string,
): Promise<{ id: string; by: string } | undefined> {
  const { rows } = await sql<{ id: string; by: string }>`
    update release_check set claimed_at = now() where id = (
      select id from release_check where build = ${build} and finished_at is null
        and requested_at > now() - make_interval(secs => ${CHECK_SILENT_SECONDS})
        and coalesce(claimed_at < now() - make_interval(secs => ${CHECK_SILENT_SECONDS}), true)
      order by requested_at desc limit 1 for update skip locked
    ) returning id, requested_by as by`.execute(db);
  return rows[0];
}

export async function keepReleaseCheck(db: Connection, id: string): Promise<void> {
  await db.updateTable('release_check').set({ claimed_at: sql<Date>`now()` }).where('id', '=', id).execute();
}

export async function returnReleaseCheck(db: Connection, id: string): Promise<void> {
  await db.updateTable('release_check').set({ claimed_at: null }).where('id', '=', id).execute();
}

/** Records the result and returns the number of the replayed notices that are not secret. */
export async function finishReleaseCheck(
  trx: Connection,
  {
    id,
    digest,
    replayed,
    differing,
    msEach,
  }: { id: string; digest: string; replayed: readonly string[]; differing: readonly string[]; msEach: number },
): Promise<number> {
  const { rows } = await sql<{ notices: number }>`
    update release_check set finished_at = now(), digest = ${digest}, differing = ${[...differing]}::uuid[],
      ms_each = ${msEach}, notices = (
        select count(*) from notice where id = any (${[...replayed]}::uuid[]) and ${isNoSecret()})
    where id = ${id} returning notices`.execute(trx);
  return rows[0]?.notices ?? 0;
}

export async function listReadableNumbers(
  db: Connection,
  { ids, reader, limit }: { ids: readonly string[]; reader: Reader; limit: number },
): Promise<string[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<{ number: string }>`
    select number from notice where id = any (${[...ids]}::uuid[]) and ${canRead(reader)}
    order by received_at limit ${limit}`.execute(db);
  return rows.map(({ number }) => number);
}
