import { sql, type RawBuilder } from 'kysely';
import type { GroundCode } from '../../domain/target/ground.js';
import { ACTING_LANES, type Lane } from '../../domain/target/lane.js';
import type { Connection } from '../db.js';
import type { TargetRow } from './targets.js';

interface Sampling {
  noticeId: string;
  /** Share of the acting drafts, 1 to 100. */
  percent: number;
}

/**
 * The acting drafts that have to be read twice, each with its last reading by somebody other than its decider. Which
 * they are follows from a seed that never leaves the registry, so it cannot be told before deciding; one at least.
 */
function sample({ noticeId, percent }: Sampling): RawBuilder<unknown> {
  const isActingDraft = sql`target.notice_id = ${noticeId}::uuid and target.status = 'drafted'
    and target.lane = any (${[...ACTING_LANES]}::text[]) and ${hasDrafts(noticeId)}`;
  return sql`
    select picked.*, reading.lane as read_lane, reading.revision as read_revision from (
      select target.*, md5(notice.second_read_seed || ':' || target.no) as place
      from target join notice on notice.id = target.notice_id
      where ${isActingDraft}
      order by place
      limit (select ceil(count(*) * ${percent} / 100.0) from target where ${isActingDraft})
    ) picked left join lateral (
      select lane, revision from second_read
      where second_read.notice_id = picked.notice_id and second_read.no = picked.no and second_read.reader <> picked.decided_by
      order by revision desc limit 1
    ) reading on true`;
}

/** By the kept counts, asked once a statement: without drafts no list is read. */
function hasDrafts(noticeId: string): RawBuilder<boolean> {
  return sql<boolean>`(
    select sum(count) > 0 from ledger_count where notice_id = ${noticeId}::uuid and status = 'drafted')`;
}

/** Whether a row of the sample still wants a reading: none of this draft, and none of before that says the same. */
const isWaiting = sql<boolean>`(sampled.read_lane is null or (sampled.read_lane <> sampled.lane and sampled.read_revision < sampled.revision))`;

/** A target without any decision. */
export type SecondReadRow = Pick<
  TargetRow,
  'no' | 'type' | 'locator' | 'note' | 'platform_id' | 'protected_class' | 'flags' | 'problem'
>;

/** Targets that this reader may read a second time, by number, after a number. The first decision is not among what is answered. */
export async function listSecondReads(
  db: Connection,
  { reader, afterNo, limit, ...sampling }: Sampling & { reader: string; afterNo: number; limit: number },
): Promise<SecondReadRow[]> {
  if (sampling.percent === 0) return [];
  const { rows } = await sql<SecondReadRow>`
    select no, type, locator, note, platform_id, protected_class, flags, problem from (${sample(sampling)}) sampled
    where ${isWaiting} and decided_by <> ${reader}::uuid and no > ${afterNo} order by no limit ${limit}`.execute(db);
  return rows;
}

/**
 * Numbers of the targets that wait for a second read which this reader may give: whoever may give it sees nothing of
 * the first decision until then. `within` narrows them to some targets.
 */
export async function listBlindTargets(
  db: Connection,
  { reader, within, ...sampling }: Sampling & { reader: string; within?: readonly number[] },
): Promise<number[]> {
  if (sampling.percent === 0 || within?.length === 0) return [];
  const narrowed = within === undefined ? sql`true` : sql`no = any (${[...within]}::int[])`;
  const { rows } = await sql<{ no: number }>`
    select no from (${sample(sampling)}) sampled
    where ${isWaiting} and decided_by <> ${reader}::uuid and ${narrowed} order by no`.execute(db);
  return rows.map(({ no }) => no);
}

export async function countSecondReads(
  db: Connection,
  { reader, ...sampling }: Sampling & { reader: string },
): Promise<number> {
  if (sampling.percent === 0) return 0;
  const { rows } = await sql<{ total: number }>`
    select count(*) as total from (${sample(sampling)}) sampled where ${isWaiting} and decided_by <> ${reader}::uuid`.execute(
    db,
  );
  return rows[0]?.total ?? 0;
}

export interface SecondReadResult {
  read: number;
  agree: number;
  /** Targets decided otherwise at first: somebody decides anew. */
  disagree: number[];
  /** Not sampled, read already, or decided by the reader. */
  skipped: number[];
}

/** Writes readings down. Call it under the notice's lock. */
export async function recordSecondReads(
  trx: Connection,
  {
    nos,
    reader,
    lane,
    grounds,
    note,
    at,
    ...sampling
  }: Sampling & { nos: number[]; reader: string; lane: Lane; grounds: GroundCode[]; note: string; at: Date },
): Promise<SecondReadResult> {
  const { rows } = await sql<{ no: number; agrees: boolean }>`
    with wanted as materialized (
      select notice_id, no, revision, lane from (${sample(sampling)}) sampled
      where ${isWaiting} and decided_by <> ${reader}::uuid and no = any (${nos}::int[])
    ), written as (
      insert into second_read (notice_id, no, revision, reader, lane, grounds, note, at)
      select notice_id, no, revision, ${reader}::uuid, ${lane}, ${grounds}::text[], ${note}, ${at} from wanted
      on conflict (notice_id, no, revision) do nothing
    )
    select no, lane = ${lane} as agrees from wanted order by no`.execute(trx);
  const read = new Set(rows.map(({ no }) => no));
  const disagree = rows.filter(({ agrees }) => !agrees).map(({ no }) => no);
  const skipped = [...new Set(nos)].filter((no) => !read.has(no));
  return { read: read.size, agree: read.size - disagree.length, disagree, skipped };
}

/** How many sampled targets lack a second read, and the numbers of those that are read otherwise than decided. */
export async function findUnread(
  db: Connection,
  sampling: Sampling,
): Promise<{ missing: number; disagree: readonly number[] }> {
  if (sampling.percent === 0) return { missing: 0, disagree: [] };
  const { rows } = await sql<{ missing: number; disagree: number[] | null }>`
    select count(*) filter (where ${isWaiting}) as missing,
      array_agg(no order by no) filter (where not ${isWaiting} and sampled.read_lane <> sampled.lane) as disagree
    from (${sample(sampling)}) sampled`.execute(db);
  return { missing: rows[0]?.missing ?? 0, disagree: rows[0]?.disagree ?? [] };
}
