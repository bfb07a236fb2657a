import { sql } from 'kysely';
import type { DecisionAction } from '../../domain/targets/decision-action.js';
import type { GroundCode } from '../../domain/targets/ground.js';
import type { TargetStatus, TargetType } from '../../domain/targets/target.js';
import type { Stage } from '../../domain/notices/notice.js';
import type { Connection } from '../db.js';
import { sameLocatorAs } from '../notices/same-locator.js';
import { canRead } from '../notices/secrecy.js';
import type { Reader } from '../reading.js';
import { AGREED } from './target-groups.js';

/** Newest notices listed on one target. */
const MAX_NOTICES = 20;

export interface PlatformFacts {
  type: TargetType;
  locator: string;
  platformId: string | null;
  language: string | null;
  problem: string | null;
  lookedUp: boolean;
}

export async function findPlatformFacts(
  db: Connection,
  { noticeId, no }: { noticeId: string; no: number },
): Promise<PlatformFacts | undefined> {
  return db
    .selectFrom('target')
    .select(['type', 'locator', 'platform_id as platformId', 'language', 'problem', 'looked_up as lookedUp'])
    .where('notice_id', '=', noticeId)
    .where('no', '=', no)
    .executeTakeFirst();
}

export interface NoticeOnTarget {
  notice: string;
  number: string;
  authority: string;
  regime: string;
  stage: Stage;
  receivedAt: Date;
  status: TargetStatus | null;
  /** Null unless an approver has agreed. */
  action: DecisionAction | null;
  grounds: GroundCode[];
  countries: string[];
  note: string;
  decidedAt: Date | null;
}

/** Lists other notices on a target that the reader has access to, the newest first, with what was decided there. */
export async function listNoticesOnTarget(
  db: Connection,
  { noticeId, no, reader }: { noticeId: string; no: number; reader: Reader },
): Promise<{ total: number; notices: NoticeOnTarget[] }> {
  type Row = NoticeOnTarget & { total: number };
  const { rows } = await sql<Row>`
    select notice.id as notice, notice.number, notice.authority_name as authority, notice.regime_id as regime, notice.stage,
      notice.received_at as "receivedAt", agreed.status, agreed.action, coalesce(agreed.grounds, '{}') as grounds,
      coalesce(agreed.countries, '{}') as countries, coalesce(agreed.decision_note, '') as note,
      agreed.decided_at as "decidedAt", count(*) over ()::int as total
    from (select type, normalised from target where notice_id = ${noticeId}::uuid and no = ${no}) mine
    cross join lateral ${sameLocatorAs('mine')} other
    join notice on notice.id = other.notice_id and ${canRead(reader)}
    left join target agreed on agreed.notice_id = other.notice_id and agreed.no = other.no and agreed.status in ${AGREED}
    where other.notice_id <> ${noticeId}::uuid
    order by notice.received_at desc, notice.id limit ${MAX_NOTICES}`.execute(db);
  return { total: rows[0]?.total ?? 0, notices: rows.map(({ total: _, ...row }) => row) };
}
