import { SYSTEM } from '../../domain/people/actor.js';
import { PAUSE_TABLE, type AutomaticPause } from '../../domain/clocks/automatic-pause.js';
import { authorityReplyClock, type MoveEvent } from '../../domain/open-clocks/index.js';
import { listPausable } from '../../registry/clocks/clock-views.js';
import type { Connection } from '../../registry/db.js';
import { getNotice } from '../../registry/notices/notices.js';
import { insertOutbox } from '../../registry/ops/outbox.js';
import { TZ_VERSION } from './clocks-of-notice.js';
import { insertProposedClocks, proposeMove } from './propose-move.js';

/**
 * Pauses our clocks from when the letter was sent, where their rule allows it, and queues the commands for the
 * workflow. Most laws allow no pause.
 */
export async function pauseByItself(
  { trx, newId }: { trx: Connection; newId: () => string },
  { noticeId, pause, letter, sentAtMs }: { noticeId: string; pause: AutomaticPause; letter: number; sentAtMs: number },
): Promise<void> {
  const { stops, cause, reason } = PAUSE_TABLE[pause];
  let paused = 0;
  for (const clock of await listPausable(trx, { noticeId, kind: stops })) {
    const event: MoveEvent = { type: 'pause', atMs: sentAtMs };
    const proposal = { noticeId, clock, event, by: SYSTEM, reason: reason(letter), authorityReference: null };
    const move = await proposeMove({ trx, newId }, { ...proposal, cause });
    if ('error' in move) continue; // The clock has already run out: it is missed and reports that itself.
    paused += 1;
    await insertOutbox(trx, {
      noticeId,
      kind: 'command',
      payload: { name: 'pause', body: { ...move, atMs: sentAtMs } },
    });
  }
  if (paused > 0) await awaitAnswer({ trx, newId }, { noticeId, sentAtMs });
}

async function awaitAnswer(
  { trx, newId }: { trx: Connection; newId: () => string },
  { noticeId, sentAtMs }: { noticeId: string; sentAtMs: number },
): Promise<void> {
  const { regime_id: id, regime_version: version } = await getNotice(trx, noticeId);
  const regime = { id, version };
  const reply = authorityReplyClock({ regime, startsAtMs: sentAtMs, tzVersion: TZ_VERSION, newId });
  await insertProposedClocks(trx, noticeId, [reply]);
  const body = { clocks: [reply.clock] };
  await insertOutbox(trx, { noticeId, kind: 'command', payload: { name: 'start_clocks', body } });
}
