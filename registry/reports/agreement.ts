import { sql } from 'kysely';
import type { ReviewedPair } from '../../domain/quality/agreement.js';
import { canRead } from '../notices/secrecy.js';
import type { Question } from '../ask.js';
import { selectAll, type ChartSpan } from './charts.js';

interface ReviewSpan extends ChartSpan {
  /** Only what this person took part in; null: everybody. */
  person: string | null;
}

export interface CountedReview extends ReviewedPair {
  drafter: string;
  drafterName: string;
  reader: string;
  readerName: string;
}

/** Second reviews against the decision that each one was about, which may have been changed since. */
export function queryReviewPairs({ reader, from, to, person }: ReviewSpan): Question<CountedReview[]> {
  const isTheirs = person === null ? sql`true` : sql`${person}::uuid in (second_review.reader, draft_change.by_after)`;
  return selectAll(sql<CountedReview>`
    select draft_change.action_after as first, second_review.action as second, drafter.id as drafter,
      drafter.name as "drafterName", reviewer.id as reader, reviewer.name as "readerName", count(*)::int as count
    from second_review
      join draft_change on draft_change.notice_id = second_review.notice_id and draft_change.no = second_review.no
        and draft_change.batch = second_review.revision
      join notice on notice.id = second_review.notice_id
      join person drafter on drafter.id = draft_change.by_after join person reviewer on reviewer.id = second_review.reader
    where second_review.at >= ${from}::timestamptz and second_review.at <= ${to}::timestamptz
      and draft_change.action_after is not null and ${isTheirs} and ${canRead(reader)}
    group by 1, 2, 3, 4, 5, 6`);
}

export interface CountedAnswer extends ReviewedPair {
  set: string;
  reader: string;
  readerName: string;
  /** Answers with the agreed action and exactly the agreed grounds. */
  sameGrounds: number;
}

/** Answers on golden items against the agreed ones. */
export function queryGoldenAnswers({ reader, from, to, person }: ReviewSpan): Question<CountedAnswer[]> {
  return selectAll(sql<CountedAnswer>`
    select golden_item.set_name as set, golden_item.action as first, golden_answer.action as second,
      reviewer.id as reader, reviewer.name as "readerName", count(*)::int as count,
      count(*) filter (where golden_item.action = golden_answer.action and golden_item.grounds @> golden_answer.grounds
        and golden_item.grounds <@ golden_answer.grounds)::int as "sameGrounds"
    from golden_answer join golden_item on golden_item.id = golden_answer.item
      join notice on notice.id = golden_item.notice_id join person reviewer on reviewer.id = golden_answer.reader
    where golden_answer.at >= ${from}::timestamptz and golden_answer.at <= ${to}::timestamptz
      and ${person === null ? sql`true` : sql`golden_answer.reader = ${person}::uuid`} and ${canRead(reader)}
    group by 1, 2, 3, 4, 5`);
}
