import { sql, type RawBuilder } from 'kysely';
import type { DecisionAction } from '../../domain/targets/decision-action.js';
import { takeRow, type Connection } from '../db.js';
import { sameLocatorAs } from '../notices/same-locator.js';
import { MAX_LISTED } from './drafts.js';
import { canRead } from '../notices/secrecy.js';
import type { Reader } from '../reading.js';
import { AGREED } from './target-groups.js';
import { selects, type TargetSelection } from './targets.js';

export interface Precedent {
  no: number;
  notice: string;
  number: string;
  action: DecisionAction;
  at: Date;
}

export interface Precedents {
  seenBefore: Precedent[];
  seenBeforeTotal: number;
  departs: Precedent[];
  departsTotal: number;
}

function hits(noticeId: string, mine: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select mine.no, mine.action as my_action, other.notice_id, other.action, other.decided_at
    from (${mine}) mine, lateral (
      select other.notice_id, other.action, other.decided_at, other.status from ${sameLocatorAs('mine')} other
    ) other
    where other.notice_id <> ${noticeId}::uuid and other.action is not null and other.status in ${AGREED}`;
}

/**
 * Returns earlier decisions on the selected items in accessible notices. Checks access per notice rather than per
 * target.
 */
export async function findPrecedents(
  db: Connection,
  question: { noticeId: string; selection: TargetSelection; action: DecisionAction; reader: Reader },
): Promise<Precedents> {
  const { noticeId, selection, action, reader } = question;
  const mine = sql`select target.no, target.type, target.normalised, ${action}::text as action from target
    where target.notice_id = ${noticeId}::uuid and ${selects(selection)}`;
  const listed = (rows: RawBuilder<unknown>) => sql`coalesce((
    select jsonb_agg(jsonb_build_object('no', no, 'notice', notice_id, 'number', number, 'action', action, 'at', decided_at) order by no)
    from (select * from ${rows} first order by no limit ${MAX_LISTED}) first), '[]')`;
  type Sent = Omit<Precedent, 'at'> & { at: string };
  const { rows } = await sql<{ seen: Sent[]; seenTotal: number; departs: Sent[]; departsTotal: number }>`
    with hit as materialized (${hits(noticeId, mine)}
    ), known as materialized (
      select id, number, jurisdiction from notice where id in (select distinct notice_id from hit) and ${canRead(reader)}
    ), known_hit as materialized (
      select hit.*, known.number, known.jurisdiction from hit join known on known.id = hit.notice_id
    ), latest as materialized (
      select distinct on (no) * from known_hit order by no, decided_at desc nulls last, notice_id
    ), of_law as materialized (
      select distinct on (no) * from known_hit
      where jurisdiction = (select jurisdiction from notice where id = ${noticeId}::uuid)
      order by no, decided_at desc nulls last, notice_id
    ), departing as materialized (
      select * from of_law where action <> my_action
    )
    select ${listed(sql`latest`)} as seen, (select count(*) from latest) as "seenTotal",
      ${listed(sql`departing`)} as departs, (select count(*) from departing) as "departsTotal"`.execute(db);
  const row = takeRow(rows);
  const toPrecedent = ({ at, ...sent }: Sent): Precedent => ({ ...sent, at: new Date(at) });
  return {
    seenBefore: row.seen.map(toPrecedent),
    seenBeforeTotal: row.seenTotal,
    departs: row.departs.map(toPrecedent),
    departsTotal: row.departsTotal,
  };
}

/**
 * Returns whether a target of a submission departs from an earlier decision under the same jurisdiction. Considers
 * non-secret notices only, because everyone who sees the submission sees the answer.
 */
export async function departsFromPrecedent(
  db: Connection,
  { noticeId, submission }: { noticeId: string; submission: number },
): Promise<boolean> {
  const mine = sql`select target.no, target.type, target.normalised, target.action from target
    where target.notice_id = ${noticeId}::uuid and target.submission = ${submission}`;
  const { rows } = await sql<{ departs: boolean }>`
    with hit as materialized (${hits(noticeId, mine)}
    ), known as materialized (
      select id from notice
      where id in (select distinct notice_id from hit) and (secrecy_level = 'open' or secrecy_until <= now())
        and jurisdiction = (select jurisdiction from notice where id = ${noticeId}::uuid)
    ), of_law as (
      select distinct on (no) no, action, my_action from hit where notice_id in (select id from known)
      order by no, decided_at desc nulls last, notice_id
    )
    select exists (select from of_law where action <> my_action) as departs`.execute(db);
  return rows[0]?.departs ?? false;
}
