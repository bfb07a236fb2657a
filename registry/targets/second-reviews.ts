import { sql, type RawBuilder } from 'kysely';
import type { GroundCode } from '../../domain/targets/ground.js';
import { INTERVENTIONS, type DecisionAction } from '../../domain/targets/decision-action.js';
import type { Connection } from '../db.js';
import type { TargetRow } from './targets.js';

interface Sampling {
  /** An id, or the column of a query that samples each of its notices. */
  noticeId: string | RawBuilder<unknown>;
  /** Share of the acting drafts, from 1 to 100. */
  percent: number;
}

/**
 * Acting drafts sampled for a second review, at least one, each with its last review by another person than its
 * decider. The sample follows from a seed that never leaves the registry, so no one can predict it before deciding.
 */
export function sample({ noticeId, percent }: Sampling): RawBuilder<unknown> {
  const isActingDraft = sql`target.notice_id = ${noticeId}::uuid and target.status = 'drafted'
    and target.action = any (${[...INTERVENTIONS]}::text[]) and ${hasDrafts(noticeId)}`;
  return sql`
    select picked.*, reading.action as review_action, reading.revision as read_revision from (
      select target.*, md5(notice.second_review_seed || ':' || target.no) as place
      from target join notice on notice.id = target.notice_id
      where ${isActingDraft}
      order by place
      limit (select ceil(count(*) * ${percent} / 100.0) from target where ${isActingDraft})
    ) picked left join lateral (
      select action, revision from second_review
      where second_review.notice_id = picked.notice_id and second_review.no = picked.no and second_review.reader <> picked.decided_by
      order by revision desc limit 1
    ) reading on true`;
}

function hasDrafts(noticeId: Sampling['noticeId']): RawBuilder<boolean> {
  return sql<boolean>`(
    select sum(count) > 0 from ledger_count where notice_id = ${noticeId}::uuid and status = 'drafted')`;
}

export const isWaiting = sql<boolean>`(sampled.review_action is null or (sampled.review_action <> sampled.action and sampled.read_revision < sampled.revision))`;

export type SecondReviewRow = Pick<
  TargetRow,
  'no' | 'type' | 'locator' | 'note' | 'platform_id' | 'protected_class' | 'flags' | 'problem'
>;

/**
 * Lists the targets this reader may review a second time, without the first decision, which must stay hidden from them.
 */
export async function listSecondReviews(
  db: Connection,
  { reader, afterNo, limit, ...sampling }: Sampling & { reader: string; afterNo: number; limit: number },
): Promise<SecondReviewRow[]> {
  if (sampling.percent === 0) return [];
  const { rows } = await sql<SecondReviewRow>`
    select no, type, locator, note, platform_id, protected_class, flags, problem from (${sample(sampling)}) sampled
    where ${isWaiting} and decided_by <> ${reader}::uuid and no > ${afterNo} order by no limit ${limit}`.execute(db);
  return rows;
}

/**
 * Lists the numbers of targets awaiting a second review by this reader, who must not see the first decision until then.
 * `within` limits it to some targets.
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

export async function countSecondReviews(
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

export interface SecondReviewResult {
  read: number;
  agree: number;
  disagree: number[];
  /** Not sampled, already reviewed, or decided by the reader. */
  skipped: number[];
}

/** Records second reviews. The caller must hold the notice lock. */
export async function recordSecondReviews(
  trx: Connection,
  review: Sampling & {
    nos: number[];
    reader: string;
    action: DecisionAction;
    grounds: GroundCode[];
    note: string;
    at: Date;
  },
): Promise<SecondReviewResult> {
  const { nos, reader, action, grounds, note, at, ...sampling } = review;
  const { rows } = await sql<{ no: number; agrees: boolean }>`
    with wanted as materialized (
      select notice_id, no, revision, action from (${sample(sampling)}) sampled
      where ${isWaiting} and decided_by <> ${reader}::uuid and no = any (${nos}::int[])
    ), written as (
      insert into second_review (notice_id, no, revision, reader, action, grounds, note, at)
      select notice_id, no, revision, ${reader}::uuid, ${action}, ${grounds}::text[], ${note}, ${at} from wanted
      on conflict (notice_id, no, revision) do nothing
    )
    select no, action = ${action} as agrees from wanted order by no`.execute(trx);
  const read = new Set(rows.map(({ no }) => no));
  const disagree = rows.filter(({ agrees }) => !agrees).map(({ no }) => no);
  const skipped = [...new Set(nos)].filter((no) => !read.has(no));
  return { read: read.size, agree: read.size - disagree.length, disagree, skipped };
}

/** Counts sampled targets without a second review, and lists those whose review disagrees with the decision. */
export async function findUnread(
  db: Connection,
  sampling: Sampling,
): Promise<{ missing: number; disagree: readonly number[] }> {
  if (sampling.percent === 0) return { missing: 0, disagree: [] };
  const { rows } = await sql<{ missing: number; disagree: number[] | null }>`
    select count(*) filter (where ${isWaiting}) as missing,
      array_agg(no order by no) filter (where not ${isWaiting} and sampled.review_action <> sampled.action) as disagree
    from (${sample(sampling)}) sampled`.execute(db);
  return { missing: rows[0]?.missing ?? 0, disagree: rows[0]?.disagree ?? [] };
}
