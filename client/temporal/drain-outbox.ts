import type { Command } from '../../domain/command.js';
import { SYSTEM } from '../../domain/actor.js';
import type { NoticeInput } from '../../domain/notice-state.js';
import { refuseMove } from '../../registry/clock-moves.js';
import type { Connection, Db } from '../../registry/db.js';
import { claimOutbox, markOutboxDone, markOutboxFailed, type OutboxRow } from '../../registry/outbox.js';
import { commandIdOf } from '../api/idempotency.js';
import type { Engine } from './engine.js';

/** Passes on what the registry still owes to Temporal; returns how many rows it took. One row's failure stays its own. */
export async function drainOutbox(
  { db, engine }: { db: Db; engine: Engine },
  { limit, noticeId }: { limit: number; noticeId?: string },
): Promise<number> {
  let taken = 0;
  while (taken < limit && (await drainOne(db, engine, noticeId))) taken += 1;
  return taken;
}

/** One row a transaction: a workflow that writes its notice's row must not wait for ours. */
async function drainOne(db: Db, engine: Engine, noticeId: string | undefined): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const [row] = await claimOutbox(trx, { limit: 1, ...(noticeId === undefined ? {} : { noticeId }) });
    if (row === undefined) return false;
    try {
      await pass({ engine, trx }, row);
      await markOutboxDone(trx, { id: row.id, started: row.kind === 'start' ? row.notice_id : null });
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      await markOutboxFailed(trx, { id: row.id, attempts: row.attempts, error: text });
      if (noticeId !== undefined) return false; // asked for this notice alone: the same row would be taken again
    }
    return true;
  });
}

/** Commands of the desk itself, which no person waits for. */
type OwnCommand = Extract<Command, { name: 'authority_act' | 'move_clock' }>;

async function pass({ engine, trx }: { engine: Engine; trx: Connection }, row: OutboxRow): Promise<void> {
  if (row.kind === 'start') {
    await engine.start(row.payload as unknown as NoticeInput);
    return;
  }
  const { name, body } = row.payload as Pick<OwnCommand, 'name' | 'body'>;
  const id = commandIdOf({ caller: SYSTEM.id, key: String(row.id), scope: row.notice_id });
  const command = { id, name, actor: SYSTEM, body } as OwnCommand;
  const answer = await engine.send(row.notice_id, command);
  // A closed notice takes no more acts; the link on it stays, and people see it.
  if (answer.kind === 'unknown') throw new Error(answer.why);
  // A clock that has ended or moved meanwhile stays as it is; the row says that it was not moved.
  if (command.name === 'move_clock' && answer.kind !== 'accepted') await refuseMove(trx, command.body.move);
}
