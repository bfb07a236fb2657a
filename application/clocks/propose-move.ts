import type { MoveCause } from '../../domain/clocks/automatic-pause.js';
import type { AuthorityDocument } from '../../domain/clocks/clock.js';
import type { ClockMove } from '../../domain/commands/command.js';
import { recountAfter, type MoveEvent, type OpenedClocks } from '../../domain/open-clocks/index.js';
import { type ClockRow, countClockRows } from '../../registry/clocks/clock-views.js';
import { insertProposedMoves } from '../../registry/clocks/clock-moves.js';
import type { Connection } from '../../registry/db.js';
import { insertClocks } from '../../registry/clocks/new-clocks.js';

interface Proposing {
  noticeId: string;
  clock: ClockRow;
  cause: Exclude<MoveCause, 'revision'>;
  event: MoveEvent;
  by: { id: string; name: string };
  reason: string;
  authorityReference: string | null;
  document?: AuthorityDocument;
}

export async function proposeMove(
  { trx, newId }: { trx: Connection; newId: () => string },
  { noticeId, clock, cause, event, by, reason, authorityReference, document }: Proposing,
): Promise<ClockMove | { error: string }> {
  const kind = clock.kind;
  const basis = clock.basis;
  const startsAtMs = clock.starts_at.getTime();
  const facts = { kind, owner: clock.owner, basis, startsAtMs, escalation: clock.escalation };
  const moved = recountAfter({ receipt: clock.receipt, clock: facts }, event, { reason, authorityReference });
  if ('error' in moved) return moved;
  const id = newId();
  await insertProposedMoves(trx, [
    {
      id,
      noticeId,
      clockId: clock.id,
      cause,
      revision: null,
      fromDueMs: clock.due_at?.getTime() ?? null,
      toDueMs: moved.dueAtMs,
      reason,
      authorityReference,
      ...(document === undefined ? {} : { document }),
      by,
      receipt: moved.receipt,
    },
  ]);
  return {
    move: id,
    clock: clock.id,
    revision: clock.revision,
    dueAtMs: moved.dueAtMs,
    escalation: moved.escalation,
    reason,
  };
}

/** New clocks are stored as cancelled until the workflow has accepted them. */
export async function insertProposedClocks(
  trx: Connection,
  noticeId: string,
  clocks: OpenedClocks['clocks'],
): Promise<void> {
  const firstPosition = (await countClockRows(trx, { noticeId })) + 1;
  await insertClocks(trx, { noticeId, firstPosition, clocks, proposed: true });
}
