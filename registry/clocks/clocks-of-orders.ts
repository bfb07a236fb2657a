import { sql } from 'kysely';
import type { ClockKind } from '../../domain/clocks/clock.js';
import type { Connection } from '../db.js';
import { wordList } from '../word-list.js';
import { findClock, type ClockRow } from './clock-views.js';

const OF_ORDERS: readonly ClockKind[] = ['decide', 'comply'];

export interface ClockOfOrder extends ClockRow {
  pausedByStay: boolean;
  pausedAtMs: number | null;
  /** Time of the last pause or resumption; the start if there was none. */
  lastEventAtMs: number;
}

/** Lists our open decide and comply clocks that have no pending move. */
export async function listClocksOfOrder(db: Connection, noticeId: string): Promise<ClockOfOrder[]> {
  const { rows } = await sql<{ id: string; pausedByStay: boolean; pausedAtMs: number | null; lastEventAtMs: number }>`
    select clock.id, coalesce(last.cause = 'stay', false) as "pausedByStay",
      (extract(epoch from clock.paused_at) * 1000)::bigint as "pausedAtMs",
      coalesce(
        (extract(epoch from (last.receipt #>> '{rule,events,-1,at}')::timestamptz) * 1000)::bigint,
        (extract(epoch from clock.starts_at) * 1000)::bigint) as "lastEventAtMs"
    from clock left join lateral (
      select cause, receipt from clock_move
      where clock_move.clock_id = clock.id and clock_move.state = 'made'
      order by made_at desc, id desc limit 1
    ) last on true
    where clock.notice_id = ${noticeId}::uuid and clock.owner = 'us' and clock.kind in ${wordList(OF_ORDERS)}
      and clock.state in ('running', 'paused') and not exists (
        select from clock_move waiting
        where waiting.clock_id = clock.id and waiting.state = 'proposed' and waiting.cause in ('stay', 'stay_lifted'))
    order by clock.position`.execute(db);
  const found: ClockOfOrder[] = [];
  for (const { id, ...facts } of rows) {
    const clock = await findClock(db, { noticeId, clockId: id });
    if (clock !== undefined) found.push({ ...clock, ...facts });
  }
  return found;
}
