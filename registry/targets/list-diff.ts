import { sql, type RawBuilder } from 'kysely';
import type { GroundCode } from '../../domain/targets/ground.js';
import type { DecisionAction } from '../../domain/targets/decision-action.js';
import type { TargetStatus, TargetType, TargetFlag } from '../../domain/targets/target.js';
import type { Connection } from '../db.js';
import { isListedIn, sameLocatorAs } from '../notices/same-locator.js';
import { canRead } from '../notices/secrecy.js';
import type { Reader } from '../reading.js';

export type DiffPart = 'added' | 'dropped' | 'unchanged';

export interface DiffCounts {
  added: number;
  dropped: number;
  unchanged: number;
}

interface Pair {
  noticeId: string;
  /** Null: there is no earlier list and all targets are new. */
  against: string | null;
}

const LOOK_BACK = 20;

/**
 * Returns the latest accessible notice of the same authority, among its last twenty, that shares targets; undefined if
 * there is none.
 */
export async function findEarlierList(
  db: Connection,
  { noticeId, reader }: { noticeId: string; reader: Reader },
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    with mine as (select id, authority_id, authority_name, received_at from notice where id = ${noticeId}::uuid),
    earlier as (
      select notice.id, notice.received_at from notice, mine
      where notice.id <> mine.id and (notice.received_at, notice.id) < (mine.received_at, mine.id) and notice.targets > 0
        and notice.authority_id is not distinct from mine.authority_id
        and (mine.authority_id is not null or notice.authority_name = mine.authority_name)
        and ${canRead(reader)}
      order by notice.received_at desc, notice.id desc limit ${LOOK_BACK}
    )
    select earlier.id from earlier
    where exists (
      select from target theirs
      where theirs.notice_id = earlier.id and ${isListedIn('theirs', noticeId)}
      offset 0 -- stops at the first
    )
    order by earlier.received_at desc, earlier.id desc limit 1`.execute(db);
  return rows[0]?.id;
}

export async function countDiff(db: Connection, { noticeId, against }: Pair): Promise<DiffCounts> {
  const { rows } = await sql<DiffCounts>`
    with mine as (select ${isListedIn('target', against)} as old from target where notice_id = ${noticeId}::uuid)
    select (select count(*) from mine where not old) as added, (select count(*) from mine where old) as unchanged,
      (select count(*) from target where notice_id = ${against}::uuid and not ${isListedIn('target', noticeId)}) as dropped`.execute(
    db,
  );
  return rows[0] ?? { added: 0, dropped: 0, unchanged: 0 };
}

export interface DiffRow {
  /** Number in this notice's list; null for a dropped target. */
  no: number | null;
  type: TargetType;
  locator: string;
  note: string;
  flags: TargetFlag[];
  problem: string | null;
  before_no: number | null;
  before_status: TargetStatus | null;
  before_action: DecisionAction | null;
  before_grounds: GroundCode[] | null;
  before_countries: string[] | null;
  before_note: string | null;
  before_at: Date | null;
  position: number;
}

export async function listDiff(
  db: Connection,
  { noticeId, against, part, after, limit }: Pair & { part: DiffPart; after: number; limit: number },
): Promise<DiffRow[]> {
  const { rows } =
    await sql<DiffRow>`${part === 'dropped' ? droppedRows({ noticeId, against }) : listedRows({ noticeId, against, part })}
    and target.no > ${after}::int order by target.no limit ${limit}`.execute(db);
  return rows;
}

const BEFORE = sql`before.no as before_no, before.status as before_status, before.action as before_action,
  before.grounds as before_grounds, before.countries as before_countries, before.decision_note as before_note,
  before.decided_at as before_at`;

function droppedRows({ noticeId, against }: Pair): RawBuilder<DiffRow> {
  return sql<DiffRow>`
    select null::int as no, target.type, target.locator, target.note, target.flags, target.problem, ${BEFORE},
      target.no as position
    from target join target before on before.notice_id = target.notice_id and before.no = target.no
    where target.notice_id = ${against}::uuid and not ${isListedIn('target', noticeId)}`;
}

function listedRows({ noticeId, against, part }: Pair & { part: DiffPart }): RawBuilder<DiffRow> {
  return sql<DiffRow>`
    select target.no, target.type, target.locator, target.note, target.flags, target.problem, ${BEFORE},
      target.no as position
    from target left join lateral (
      select * from ${sameLocatorAs('target')} same where same.notice_id = ${against}::uuid
    ) before on true
    where target.notice_id = ${noticeId}::uuid and (before.no is not null) = ${part === 'unchanged'}`;
}
