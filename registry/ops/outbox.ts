import { sql } from 'kysely';
import type { OwnCommand } from '../../domain/commands/command.js';
import type { NoticeInput } from '../../domain/notices/notice-state.js';
import type { Connection } from '../db.js';
import type { KeyOf } from '../notices/idempotency.js';

type Owed =
  | { kind: 'start'; payload: NoticeInput }
  | { kind: 'command'; payload: OwnCommand }
  | { kind: 'clocks'; payload: Record<string, unknown> };

export type OutboxRow = Owed & { id: number; notice_id: string; attempts: number };

/**
 * Claims due rows for this transaction. Selects by state, never by "id greater than the last": a row whose transaction
 * commits late must not be skipped.
 */
export async function claimOutbox(
  trx: Connection,
  { limit, noticeId }: { limit: number; noticeId?: string },
): Promise<OutboxRow[]> {
  const which = noticeId === undefined ? sql`next_at <= now()` : sql`notice_id = ${noticeId}::uuid`;
  const { rows } = await sql<OutboxRow>`
    select id, notice_id, kind, payload, attempts from outbox where done_at is null and ${which}
    order by id limit ${limit} for update skip locked`.execute(trx);
  return rows;
}

export async function insertOutbox(
  trx: Connection,
  { noticeId, kind, payload }: { noticeId: string } & Owed,
): Promise<void> {
  await trx
    .insertInto('outbox')
    .values({ notice_id: noticeId, kind, payload: JSON.stringify(payload) })
    .execute();
}

export async function markOutboxDone(
  trx: Connection,
  { id, started }: { id: number; started: string | null },
): Promise<void> {
  // One statement and one commit, because every intake runs it.
  await sql`
    with done as (update outbox set done_at = now() where id = ${id})
    update notice set workflow_started = true where id = ${started}::uuid`.execute(trx);
}

/**
 * Marks a notice as started and settles the answer to its intake. Returns false if a repeated intake request settled it
 * first; the answer given then stands.
 */
export async function markNoticeStarted(
  db: Connection,
  { id, noticeId, owner, answer }: { id: number; noticeId: string; owner: KeyOf; answer: string },
): Promise<boolean> {
  const { rows } = await sql<{ settled: boolean }>`
    with done as (update outbox set done_at = now() where id = ${id}),
    started as (update notice set workflow_started = true where id = ${noticeId}::uuid)
    update idempotency set settled = true, answer = ${answer}
    where caller = ${owner.caller} and key = ${owner.key} and not settled returning settled`.execute(db);
  return rows.length > 0;
}

/** Records a failed attempt and schedules the next with exponential backoff, a minute at most. */
export async function markOutboxFailed(
  trx: Connection,
  { id, attempts, error }: { id: number; attempts: number; error: string },
): Promise<void> {
  const waitSeconds = Math.min(60, 2 ** Math.min(attempts, 6));
  await trx
    .updateTable('outbox')
    .set({
      attempts: attempts + 1,
      last_error: error.slice(0, 500),
      next_at: sql<Date>`now() + make_interval(secs => ${waitSeconds})`,
    })
    .where('id', '=', id)
    .execute();
}
