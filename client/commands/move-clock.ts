import type { ClockMove } from '../../domain/command.js';
import { moveClock, type MoveEvent } from '../../domain/open-clocks/index.js';
import { SYSTEM } from '../../domain/actor.js';
import { findClock, listPausable, type ClockRow } from '../../registry/clock-views.js';
import { insertProposedMoves } from '../../registry/clock-moves.js';
import type { Connection } from '../../registry/db.js';
import { insertOutbox } from '../../registry/outbox.js';
import type { ClockKind } from '../../domain/clock.js';
import { isUuid } from '../../api/access.js';
import { invalid, Problem } from '../../api/problems.js';
import type { CommandBody } from '../../contract/commands.js';
import { readDurationSeconds } from '../../contract/duration.js';
import type { Preparing } from './prepare.js';

type MoveRoute = 'pause' | 'resume' | 'extend';

/** Computes a pause, a resumption or an extension outside the workflow and keeps it as a proposal. */
async function propose(
  preparing: Preparing,
  cause: MoveRoute,
  asked: { clock: string; reason: string; authorityReference: string | null },
  toEvent: (clock: ClockRow) => MoveEvent,
): Promise<ClockMove> {
  const { trx, row, context, caller } = preparing;
  const clock = await readClock(preparing, asked.clock);
  refuseByRule(cause, clock);
  const by = { id: caller.person.id, name: caller.person.name };
  const moved = await proposeMove(
    { trx, newId: context.newId },
    { ...asked, noticeId: row.id, clock, cause, event: toEvent(clock), by },
  );
  if ('error' in moved) throw new Problem('illegal-transition', `The clock cannot be moved so: ${moved.error}.`);
  return moved;
}

interface Proposing {
  noticeId: string;
  clock: ClockRow;
  cause: MoveRoute;
  event: MoveEvent;
  by: { id: string; name: string };
  reason: string;
  authorityReference: string | null;
}

/** Computes a move of one clock and keeps it with its receipt until the workflow has taken it. */
async function proposeMove(
  { trx, newId }: { trx: Connection; newId: () => string },
  { noticeId, clock, cause, event, by, reason, authorityReference }: Proposing,
): Promise<ClockMove | { error: string }> {
  const kind = clock.kind as ClockKind;
  const basis = clock.basis as 'law' | 'order' | 'house';
  const startsAtMs = clock.starts_at.getTime();
  const facts = { kind, owner: clock.owner, basis, startsAtMs, ladder: clock.ladder };
  const moved = moveClock({ receipt: clock.receipt, clock: facts }, event, { reason, authorityReference });
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
      by,
      receipt: moved.receipt,
    },
  ]);
  return { move: id, clock: clock.id, round: clock.round, dueAtMs: moved.dueAtMs, ladder: moved.ladder, reason };
}

async function readClock({ trx, row }: Preparing, id: string): Promise<ClockRow> {
  const clock = isUuid(id) ? await findClock(trx, { noticeId: row.id, clockId: id }) : undefined;
  if (clock === undefined) throw invalid('/clock', 'This notice has no such clock.');
  return clock;
}

/** Only where the rule allows; the refusal names the rule. */
function refuseByRule(cause: MoveRoute, clock: ClockRow): void {
  const { source } = clock.receipt;
  if (cause === 'extend' ? clock.may_extend : clock.may_pause) return;
  const what = cause === 'extend' ? 'cannot be extended' : 'never stops';
  throw new Problem('illegal-transition', `The ${clock.kind} clock ${what}: its rule is "${source}".`);
}

export async function preparePause(preparing: Preparing, body: CommandBody<'pause'>) {
  const atMs = preparing.context.now().getTime();
  const asked = { clock: body.clock, reason: body.reason, authorityReference: body.authorityReference ?? null };
  return { ...(await propose(preparing, 'pause', asked, () => ({ type: 'pause', atMs }))), atMs };
}

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

export async function prepareResume(preparing: Preparing, body: CommandBody<'resume'>) {
  const atMs = preparing.context.now().getTime();
  const asked = { clock: body.clock, reason: body.reason ?? 'Resumed.', authorityReference: null };
  return { ...(await propose(preparing, 'resume', asked, () => ({ type: 'resume', atMs }))), atMs };
}

export async function prepareExtend(preparing: Preparing, body: CommandBody<'extend'>) {
  const { clock, reason, authorityReference } = body;
  const toEvent = (found: ClockRow) => readExtension(body, found);
  return {
    ...(await propose(preparing, 'extend', { clock, reason, authorityReference }, toEvent)),
    authorityReference,
  };
}

/** Whole hours and days are counted by the arithmetic; any other length names an instant. */
function readExtension({ to, by }: CommandBody<'extend'>, clock: ClockRow): MoveEvent {
  if (to !== undefined) return { type: 'extend', toMs: Date.parse(to) };
  if (typeof by === 'object') return { type: 'extend', by };
  const seconds = by === undefined ? null : readDurationSeconds(by);
  if (by === undefined || seconds === null) {
    throw invalid('/by', 'Give a positive ISO 8601 duration in days or smaller, like PT12H.');
  }
  const days = /^P(\d{1,5})D$/.exec(by)?.[1];
  if (days !== undefined) return { type: 'extend', by: { amount: Number(days), unit: 'calendar_day' } };
  if (seconds % 3_600 === 0) return { type: 'extend', by: { amount: seconds / 3_600, unit: 'hour' } };
  if (clock.due_at === null) throw new Problem('illegal-transition', 'The clock is paused. Resume it first.');
  return { type: 'extend', toMs: clock.due_at.getTime() + seconds * 1_000 };
}
