import { sql, type RawBuilder } from 'kysely';
import { DRAFT_STAGES } from '../../domain/commands/command-table.js';
import type { NoticeKind } from '../../domain/notices/notice.js';
import { INTERVENTIONS } from '../../domain/targets/decision-action.js';
import type { Connection } from '../db.js';
import { canRead } from '../notices/secrecy.js';
import type { Reader } from '../reading.js';
import { wordList } from '../word-list.js';
import { isWaiting, sample, type SecondReviewRow } from './second-reviews.js';

export interface QueuedReviewRow extends SecondReviewRow {
  id: string;
  notice_id: string;
  secrecy_level: string;
  /** Null: a draft of the notice waits. */
  golden: string | null;
  kind: NoticeKind;
  jurisdiction: string;
  regime_id: string;
  authority_name: string;
  language: string;
}

interface Waiting {
  reader: Reader;
  /** Share of the acting drafts, from 1 to 100; 0: drafts are not sampled. */
  percent: number;
  /** Golden items may be among them. */
  golden: boolean;
}

const columns = (target: string) => sql`${sql.ref(`${target}.no`)}, ${sql.ref(`${target}.type`)},
  ${sql.ref(`${target}.locator`)}, ${sql.ref(`${target}.note`)}, ${sql.ref(`${target}.platform_id`)},
  ${sql.ref(`${target}.protected_class`)}, ${sql.ref(`${target}.flags`)}, ${sql.ref(`${target}.problem`)}`;

const ofNotice = (target: string, reader: Reader) => sql`
  second_review_id(waiting.second_review_seed, ${sql.ref(`${target}.no`)}, ${reader.id}::uuid) as id,
  waiting.id as notice_id, waiting.secrecy_level, waiting.kind, waiting.jurisdiction, waiting.regime_id, waiting.authority_name,
  waiting.language`;

const mayReview = (reader: Reader) =>
  sql`${canRead(reader, 'waiting')} and not (${reader.id}::uuid = any (excluded_from(waiting.id)))`;

function sampledDrafts({ reader, percent }: Waiting): RawBuilder<unknown> {
  // The sums first: most notices have no draft that acts, and each other one is sampled as a whole.
  return sql`
    select ${ofNotice('sampled', reader)}, null::uuid as golden, ${columns('sampled')}
    from notice waiting cross join lateral (${sample({ noticeId: sql.ref('waiting.id'), percent })}) sampled
    where waiting.stage in ${wordList(DRAFT_STAGES)} and ${mayReview(reader)}
      and (select coalesce(sum(count), 0) > 0 from ledger_count where ledger_count.notice_id = waiting.id
        and status = 'drafted' and action in ${wordList(INTERVENTIONS)})
      and ${isWaiting} and sampled.decided_by <> ${reader.id}::uuid`;
}

/** Never served to those who know the decision: who marked, confirmed, drafted, submitted or reviewed it. */
function goldenItems({ reader }: Waiting): RawBuilder<unknown> {
  const me = sql`${reader.id}::uuid`;
  return sql`
    select ${ofNotice('target', reader)}, golden_item.id as golden, ${columns('target')}
    from golden_item join target using (notice_id, no) join notice waiting on waiting.id = golden_item.notice_id
    where golden_item.confirmed_by is not null and golden_item.retired_by is null and target.locator <> ''
      and ${me} not in (golden_item.marked_by, golden_item.confirmed_by) and ${mayReview(reader)}
      and not exists (select from golden_answer where item = golden_item.id and golden_answer.reader = ${me})
      and not exists (select from draft_change change
        where change.notice_id = target.notice_id and change.no = target.no and change.by_after = ${me})
      and not exists (select from second_review read
        where read.notice_id = target.notice_id and read.no = target.no and read.reader = ${me})
      and not exists (select from submission
        where submission.notice_id = target.notice_id and submission.number = target.submission and author = ${me})`;
}

function queue(waiting: Waiting): RawBuilder<unknown> | null {
  const drafts = waiting.percent === 0 ? [] : [sampledDrafts(waiting)];
  const golden = waiting.golden ? [goldenItems(waiting)] : [];
  return drafts.length + golden.length === 0 ? null : sql.join([...drafts, ...golden], sql` union all `);
}

/** Rows of all notices that wait for this reader's blind second review, in an order that says nothing about them. */
export async function listQueuedReviews(
  db: Connection,
  { after, limit, ...waiting }: Waiting & { after: string | null; limit: number },
): Promise<QueuedReviewRow[]> {
  const from = queue(waiting);
  if (from === null) return [];
  const { rows } = await sql<QueuedReviewRow>`
    select * from (${from}) queued
    where ${after === null ? sql`true` : sql`id > ${after}::uuid`} order by id limit ${limit}`.execute(db);
  return rows;
}

export async function findQueuedReview(
  db: Connection,
  { id, ...waiting }: Waiting & { id: string },
): Promise<QueuedReviewRow | undefined> {
  const from = queue(waiting);
  if (from === null) return undefined;
  const { rows } = await sql<QueuedReviewRow>`
    select * from (${from}) queued where id = ${id}::uuid`.execute(db);
  return rows[0];
}

export async function countQueuedReviews(db: Connection, waiting: Waiting): Promise<number> {
  const from = queue(waiting);
  if (from === null) return 0;
  const { rows } = await sql<{ total: number }>`select count(*)::int as total from (${from}) queued`.execute(db);
  return rows[0]?.total ?? 0;
}
