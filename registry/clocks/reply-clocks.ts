import { sql } from 'kysely';
import type { MoveCause } from '../../domain/clocks/automatic-pause.js';
import type { Connection } from '../db.js';
import { findClock, type ClockRow } from './clock-views.js';

const QUESTION: MoveCause = 'question';

/** Returns the cause of a clock's last move; null if it never moved. */
export async function findLastMove(db: Connection, clockId: string): Promise<{ cause: MoveCause } | null> {
  const row = await db
    .selectFrom('clock_move')
    .select('cause')
    .where('clock_id', '=', clockId)
    .where('state', '=', 'made')
    .orderBy('made_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/** Lists our clocks that a question had paused by an instant and that have no pending resumption. */
export async function listRequestedClocks(
  db: Connection,
  { noticeId, before }: { noticeId: string; before: Date },
): Promise<ClockRow[]> {
  const { rows } = await sql<{ id: string }>`
    select clock.id from clock
    where clock.notice_id = ${noticeId}::uuid and clock.owner = 'us' and clock.state = 'paused'
      and clock.paused_at <= ${before}::timestamptz and ${QUESTION} = (
        select cause from clock_move where clock_move.clock_id = clock.id and clock_move.state = 'made'
        order by made_at desc, id desc limit 1)
      and not exists (
        select from clock_move waiting
        where waiting.clock_id = clock.id and waiting.state = 'proposed' and waiting.cause = 'answer')
    order by clock.position`.execute(db);
  const clocks = await Promise.all(rows.map(({ id }) => findClock(db, { noticeId, clockId: id })));
  return clocks.flatMap((clock) => clock ?? []);
}

/** Returns whether a question was sent whose pause the workflow has not recorded yet. */
export async function hasUnrecordedPause(db: Connection, noticeId: string): Promise<boolean> {
  const { rows } = await sql<{ waits: boolean }>`
    select exists (
      select from clock_move
      where notice_id = ${noticeId}::uuid and cause = ${QUESTION} and state = 'proposed'
    ) or exists (
      select from outbox
      where notice_id = ${noticeId}::uuid and done_at is null and kind = 'clocks' and payload ? 'question'
    ) as waits`.execute(db);
  return rows[0]?.waits === true;
}
