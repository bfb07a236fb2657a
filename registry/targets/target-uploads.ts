import { sql } from 'kysely';
import type { ReadTarget } from '../../domain/targets/target.js';
import type { Connection } from '../db.js';
import { isListedIn, isSeenBefore } from '../notices/same-locator.js';
import { buildNearKey } from './targets.js';

const PAGE = 2_000;

export interface UploadProblem {
  line: number;
  reason: string;
}

/** Creates the temporary table in which a list is staged; it is dropped with the transaction. */
export async function openUpload(trx: Connection): Promise<void> {
  await sql`
    create temp table uploaded_target (
      ord integer, type text, locator text, normalised text, near_key uuid, note text, problem text, flags text[]
    ) on commit drop`.execute(trx);
}

export async function addUploadPage(
  trx: Connection,
  { offset, targets }: { offset: number; targets: readonly ReadTarget[] },
): Promise<void> {
  if (targets.length === 0) return;
  const column = (pick: (target: ReadTarget) => string | null) => targets.map(pick);
  await sql`
    insert into uploaded_target
    select ${offset}::int + ord, type, locator, normalised, md5(near)::uuid, note, problem,
      case when flags = '' then '{}'::text[] else string_to_array(flags, ',') end
    from unnest(
      ${column((t) => t.type)}::text[], ${column((t) => t.locator)}::text[], ${column((t) => t.normalised)}::text[],
      ${column(buildNearKey)}::text[], ${column((t) => t.note)}::text[], ${column((t) => t.problem)}::text[],
      ${column((t) => t.flags.join(','))}::text[]
    ) with ordinality as sent (type, locator, normalised, near, note, problem, flags, ord)`.execute(trx);
}

/**
 * Merges staged rows into a notice's targets. Exact duplicates are dropped, near ones flagged on both rows; "seen
 * before" considers open notices only, as at intake. Returns how many rows are new, and how many of those carry a flag
 * or problem. The caller must hold the notice lock.
 */
export async function mergeUpload(
  trx: Connection,
  { noticeId }: { noticeId: string },
): Promise<{ accepted: number; flagged: number }> {
  const { rows: counted } = await sql<{ last: number }>`
    select coalesce(max(no), 0) as last from target where notice_id = ${noticeId}::uuid`.execute(trx);
  const last = counted[0]?.last ?? 0;
  await sql`analyze uploaded_target`.execute(trx);
  const { numAffectedRows = 0n } = await sql`
    insert into target (notice_id, no, type, locator, normalised, near_key, note, problem, flags)
    select ${noticeId}::uuid, row_number() over (order by ord) + ${last}::int, type, locator, normalised, near_key, note,
      problem, flags || (case when ${isSeenBefore('fresh', noticeId)} then array['seen_before'] else '{}'::text[] end)
    from (
      select distinct on (type, normalised) * from uploaded_target sent
      where not ${isListedIn('sent', noticeId)}
      order by type, normalised, ord
    ) fresh`.execute(trx);
  const accepted = Number(numAffectedRows);
  if (accepted > 0) await flagNearDuplicates(trx, noticeId);
  const { rows } = await sql<{ flagged: number }>`
    select count(*) as flagged from target
    where notice_id = ${noticeId}::uuid and no > ${last}::int and (flags <> '{}' or problem is not null)`.execute(trx);
  return { accepted, flagged: rows[0]?.flagged ?? 0 };
}

/**
 * Collects the numbers first and lists them in the update: with stale statistics, a join becomes a nested loop that
 * takes minutes.
 */
async function flagNearDuplicates(trx: Connection, noticeId: string): Promise<void> {
  const { rows } = await sql<{ nos: number[] }>`
    select coalesce(array_agg(no), '{}') as nos from (
      select no, flags, count(*) over (partition by near_key) as alike from target
      where notice_id = ${noticeId}::uuid and near_key is not null
    ) twin
    where alike > 1 and not 'near_duplicate' = any (flags)`.execute(trx);
  const nos = rows[0]?.nos ?? [];
  for (let from = 0; from < nos.length; from += PAGE) {
    await sql`
      update target set flags = flags || array['near_duplicate']
      where notice_id = ${noticeId}::uuid and no = any (${nos.slice(from, from + PAGE)}::int[])`.execute(trx);
  }
}

/** Result of one upload. `lines` = `accepted` + `merged` + `rejected`. */
export interface UploadAccount {
  lines: number;
  accepted: number;
  merged: number;
  flagged: number;
  rejected: number;
}

export interface NewUpload extends UploadAccount {
  noticeId: string;
  uploadedBy: string;
  at: Date;
  name: string;
  mediaType: string;
  format: string;
  sha256: string;
  bytes: number;
  problems: readonly UploadProblem[];
}

/** Records an upload with its problems under the notice's next number. The caller must hold the notice lock. */
export async function insertUpload(trx: Connection, upload: NewUpload): Promise<number> {
  const { noticeId, problems, uploadedBy, at, mediaType, ...facts } = upload;
  const { n } = await trx
    .insertInto('target_upload')
    .values({
      ...facts,
      notice_id: noticeId,
      n: sql<number>`(select coalesce(max(n), 0) + 1 from target_upload where notice_id = ${noticeId}::uuid)`,
      uploaded_by: uploadedBy,
      uploaded_at: at,
      media_type: mediaType,
    })
    .returning('n')
    .executeTakeFirstOrThrow();
  if (problems.length > 0) {
    await sql`
      insert into target_upload_problem (notice_id, n, position, line, reason)
      select ${noticeId}::uuid, ${n}::int, ord, line, reason
      from unnest(${problems.map(({ line }) => line)}::int[], ${problems.map(({ reason }) => reason)}::text[])
        with ordinality as notified (line, reason, ord)`.execute(trx);
  }
  return n;
}

/** Marks that a list added targets, which have to be looked up on the platform. */
export async function markTargetsAdded(
  trx: Connection,
  { noticeId, at }: { noticeId: string; at: Date },
): Promise<void> {
  await trx
    .updateTable('notice')
    .set({ targets_added_at: at, targets_resolved_at: null })
    .where('id', '=', noticeId)
    .execute();
}

/** Returns whether a submission is frozen or awaits approval; then nothing may be added to the notice's targets. */
export async function hasOpenSubmission(trx: Connection, noticeId: string): Promise<boolean> {
  const row = await trx
    .selectFrom('submission')
    .select('number')
    .where('notice_id', '=', noticeId)
    .where('state', 'in', ['frozen', 'open'])
    .executeTakeFirst();
  return row !== undefined;
}
