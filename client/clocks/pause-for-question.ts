import { SYSTEM } from '../../domain/people/actor.js';
import type { MoveEvent } from '../../domain/open-clocks/index.js';
import { listPausable } from '../../registry/clock/clock-views.js';
import type { Connection } from '../../registry/db.js';
import { insertOutbox } from '../../registry/ops/outbox.js';
import { proposeMove } from './propose-move.js';

/**
 * Stops our clocks to comply from when a question has gone to the authority, where their rule lets them stop, and writes
 * down the commands that tell the workflow. Most laws let none stop.
 */
export async function pauseForQuestion(
  { trx, newId }: { trx: Connection; newId: () => string },
  { noticeId, letter, sentAtMs }: { noticeId: string; letter: number; sentAtMs: number },
): Promise<void> {
  const reason = `Clarification was asked of the authority by letter ${letter}.`;
  for (const clock of await listPausable(trx, { noticeId, kind: 'comply' })) {
    const event: MoveEvent = { type: 'pause', atMs: sentAtMs };
    const asked = { noticeId, clock, event, by: SYSTEM, reason, authorityReference: null };
    const move = await proposeMove({ trx, newId }, { ...asked, cause: 'pause' });
    if ('error' in move) continue; // it has run out: it is missed, and the clock says so itself
    await insertOutbox(trx, {
      noticeId,
      kind: 'command',
      payload: { name: 'pause', body: { ...move, atMs: sentAtMs } },
    });
  }
}
