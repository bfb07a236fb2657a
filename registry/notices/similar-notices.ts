import { sql } from 'kysely';
import type { DecisionAction } from '../../domain/targets/decision-action.js';
import type { GroundCode } from '../../domain/targets/ground.js';
import type { Outcome } from '../../domain/notices/notice.js';
import type { Connection } from '../db.js';
import type { Reader } from '../reading.js';
import { AGREED } from '../targets/target-groups.js';
import { canRead } from './secrecy.js';

/** Notices listed for each reason. */
const MAX_SIMILAR = 8;

export interface SimilarNotice {
  notice: string;
  number: string;
  subject: string;
  authority: string;
  receivedAt: Date;
  outcome: Outcome | null;
  because: 'law' | 'wording';
  decisions: { action: DecisionAction; count: number; grounds: GroundCode[]; note: string }[];
}

/**
 * Finds earlier submitted notices of the same authority under the same law, and with a similar subject, that the reader
 * has access to, with what an approver agreed to. One of both kinds is listed under the law.
 */
export async function listSimilarNotices(
  db: Connection,
  { noticeId, reader }: { noticeId: string; reader: Reader },
): Promise<SimilarNotice[]> {
  const earlier = sql`notice.id <> ${noticeId}::uuid and notice.submission_number > 0 and ${canRead(reader)}`;
  const { rows } = await sql<SimilarNotice>`
    with mine as materialized (
      select authority_id, regime_id, lower(subject) as subject from notice where id = ${noticeId}::uuid
    ), of_law as materialized (
      select notice.id, 1 - row_number() over (order by notice.received_at desc, notice.id) as rank from notice, mine
      where notice.authority_id = mine.authority_id and notice.regime_id = mine.regime_id and ${earlier}
      order by notice.received_at desc, notice.id limit ${MAX_SIMILAR}
    ), of_wording as materialized (
      select notice.id, similarity(lower(notice.subject), mine.subject) as rank
      from mine join notice_words searched on mine.subject <% searched.words
      join notice on notice.id = searched.notice_id
      where mine.subject <> '' and ${earlier} and notice.id not in (select id from of_law)
      order by rank desc, notice.received_at desc, notice.id limit ${MAX_SIMILAR}
    ), found as (
      select id, 'law' as because, rank from of_law union all select id, 'wording', rank from of_wording
    )
    select notice.id as notice, notice.number, notice.subject, notice.authority_name as authority,
      notice.received_at as "receivedAt", notice.outcome, found.because, coalesce(agreed.decisions, '[]') as decisions
    from found join notice on notice.id = found.id
    cross join lateral (
      select jsonb_agg(jsonb_build_object('action', action, 'count', count, 'grounds', grounds, 'note', note) order by count desc, action) as decisions
      from (
        select action, count(*) as count,
          coalesce(min(decision_note) filter (where decision_note <> ''), '') as note,
          (select array_agg(distinct ground) from unnest(string_to_array(string_agg(distinct array_to_string(grounds, ','), ','), ',')) ground) as grounds
        from target where target.notice_id = notice.id and target.status in ${AGREED} and action is not null
        group by action
      ) by_action
    ) agreed
    order by found.because, found.rank desc`.execute(db);
  return rows;
}
