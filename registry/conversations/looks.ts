import { sql, type RawBuilder } from 'kysely';
import type { Connection } from '../db.js';

/** The drafts, as a submission that nobody has made yet. */
export const DRAFTS = 0;

interface Place {
  personId: string;
  noticeId: string;
  /** A submission, or `DRAFTS`. */
  submission: number;
}

export interface LastLook {
  submission: number;
  at: Date;
  revision: number;
}

/** Returns when a person last looked at a submission or an earlier one with the same purpose; or at the drafts. */
export async function findLook(db: Connection, { personId, noticeId, submission }: Place): Promise<LastLook | null> {
  const { rows } = await sql<LastLook>`
    select look.submission, look.at, look.revision from look
    where person_id = ${personId}::uuid and notice_id = ${noticeId}::uuid and look.at is not null
      and (look.submission = ${submission} or look.submission between 1 and ${submission} and exists (
        select from submission seen join submission now on now.notice_id = seen.notice_id and now.purpose = seen.purpose
        where seen.notice_id = look.notice_id and seen.number = look.submission and now.number = ${submission}
          and seen.purpose = 'decision'))
    order by look.submission desc limit 1`.execute(db);
  return rows[0] ?? null;
}

/** The draft revision that a submission froze, or the present one. */
function revisionOf({ noticeId, submission }: Place): RawBuilder<number> {
  return submission === DRAFTS
    ? sql<number>`(select coalesce(max(number), 0) from draft_batch where notice_id = ${noticeId}::uuid)`
    : sql<number>`(select draft_revision from submission
        where notice_id = ${noticeId}::uuid and number = ${submission})`;
}

/**
 * Rows a person has ticked: those of the submission, or of the last one of decisions that they ticked anything of, without
 * the rows drafted since.
 */
function viewedRows(place: Place): RawBuilder<unknown> {
  const { personId, noticeId, submission } = place;
  const own = sql`person_id = ${personId}::uuid and look.notice_id = ${noticeId}::uuid`;
  return sql`coalesce(
    (select viewed from look where ${own} and look.submission = ${submission} and viewed <> '{}'),
    (select earlier.viewed - coalesce((
        select range_agg(int4range(no, no, '[]')) from draft_change
        where notice_id = ${noticeId}::uuid and batch > earlier.revision and batch <= ${revisionOf(place)}), '{}')
      from (
        select viewed, look.revision from look join submission on submission.notice_id = look.notice_id
          and submission.number = look.submission and submission.purpose = 'decision'
        where ${own} and look.submission < ${submission} and viewed <> '{}' and exists (
          select from submission now where now.notice_id = ${noticeId}::uuid and now.number = ${submission}
            and now.purpose = 'decision')
        order by look.submission desc limit 1) earlier),
    '{}')`;
}

export async function listViewed(db: Connection, place: Place): Promise<[number, number][]> {
  const { rows } = await sql<{ from: number; to: number }>`
    select lower(part) as "from", upper(part) - 1 as "to" from unnest(${viewedRows(place)}) part order by 1`.execute(
    db,
  );
  return rows.map(({ from, to }) => [from, to]);
}

export async function saveLook(trx: Connection, { at, ...place }: Place & { at: Date }): Promise<void> {
  const { personId, noticeId, submission } = place;
  await sql`
    insert into look (person_id, notice_id, submission, at, revision)
    values (${personId}::uuid, ${noticeId}::uuid, ${submission}, ${at}, ${revisionOf(place)})
    on conflict (person_id, notice_id, submission) do update
      set at = excluded.at, revision = excluded.revision`.execute(trx);
}

/** Ticks rows of a submission as viewed, or no longer. */
export async function saveViewed(
  trx: Connection,
  { ranges, viewed, ...place }: Place & { ranges: readonly (readonly [number, number])[]; viewed: boolean },
): Promise<void> {
  const { personId, noticeId, submission } = place;
  const marked = sql`(select coalesce(range_agg(int4range(one.from_no, one.to_no, '[]')), '{}')
    from unnest(${ranges.map(([from]) => from)}::int[], ${ranges.map(([, to]) => to)}::int[]) one (from_no, to_no))`;
  const next = viewed ? sql`${viewedRows(place)} + ${marked}` : sql`${viewedRows(place)} - ${marked}`;
  await sql`
    insert into look (person_id, notice_id, submission, revision, viewed)
    values (${personId}::uuid, ${noticeId}::uuid, ${submission}, ${revisionOf(place)}, ${next})
    on conflict (person_id, notice_id, submission) do update set viewed = excluded.viewed`.execute(trx);
}

/** Counts what others did since: targets drafted, and comments outside conversations that stay hidden. */
export async function countSince(
  db: Connection,
  { personId, noticeId, look, blind }: { personId: string; noticeId: string; look: LastLook; blind: readonly number[] },
): Promise<{ drafted: number; comments: number }> {
  const { rows } = await sql<{ drafted: number; comments: number }>`
    select (select count(distinct no) from draft_change join draft_batch on draft_batch.notice_id = draft_change.notice_id
          and draft_batch.number = draft_change.batch
        where draft_change.notice_id = ${noticeId}::uuid and batch > ${look.revision}
          and draft_batch.by <> ${personId}::uuid) as drafted,
      (select count(*) from conversation_comment said join conversation on conversation.notice_id = said.notice_id
          and conversation.number = said.conversation
        where said.notice_id = ${noticeId}::uuid and said.at > ${look.at} and said.by_id <> ${personId}::uuid
          and not (conversation.targets && ${[...blind]}::int[])) as comments`.execute(db);
  return rows[0] ?? { drafted: 0, comments: 0 };
}
