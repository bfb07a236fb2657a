import type { Clock, LadderLevel } from './clock.js';
import type { ClockMove, CommandOf } from '../command/command.js';
import { advance, type NoticeState } from '../notice/notice-state.js';
import { toRatifying } from '../command/ratification-commands.js';
import { accepted, rejected, type Decided } from '../command/rejection.js';
import { told } from '../notice/telling.js';

/** A clock stops where its law lets it; the time of the act counts, not that of its arrival. */
export function pause(state: NoticeState, command: CommandOf<'pause'>, nowMs: number): Decided<NoticeState> {
  const { atMs } = command.body;
  return move(state, command, nowMs, (clock) => {
    if (!clock.mayPause) return `The rule of the ${clock.kind} clock does not let it stop.`;
    if (clock.state !== 'running') return `The ${clock.kind} clock is ${clock.state}; only a running one is paused.`;
    if (clock.dueAtMs !== null && atMs >= clock.dueAtMs) return `The ${clock.kind} clock has run out already.`;
    return { ...clock, state: 'paused', dueAtMs: null, pausedAtMs: atMs };
  });
}

export function resume(state: NoticeState, command: CommandOf<'resume'>, nowMs: number): Decided<NoticeState> {
  return move(state, command, nowMs, (clock) => {
    if (clock.state !== 'paused') return `The ${clock.kind} clock is ${clock.state}, not paused.`;
    return rearmed({ ...clock, state: 'running', pausedAtMs: null }, command.body, nowMs);
  });
}

/** More time, on the authority's word. One that has run out may be given more too; that it was missed stays on record. */
export function extend(state: NoticeState, command: CommandOf<'extend'>, nowMs: number): Decided<NoticeState> {
  const { dueAtMs } = command.body;
  return move(state, command, nowMs, (clock) => {
    if (!clock.mayExtend) return `The rule of the ${clock.kind} clock does not let it be extended.`;
    const late = clock.state === 'missed' && clock.metAtMs === null;
    if (clock.state !== 'running' && !late) {
      return `The ${clock.kind} clock is ${clock.state}; only a running or missed one is extended.`;
    }
    if (dueAtMs === null || (clock.dueAtMs !== null && dueAtMs <= clock.dueAtMs)) {
      return 'An extension lies after the present due.';
    }
    if (late && dueAtMs <= nowMs) return 'The new due has passed already.';
    return rearmed({ ...clock, state: 'running' }, command.body, nowMs);
  });
}

/** One clock of an approved change of the rulebook. */
export function moveClock(state: NoticeState, command: CommandOf<'move_clock'>, nowMs: number): Decided<NoticeState> {
  return move(state, command, nowMs, (clock) => {
    if (clock.state === 'paused') return command.body.dueAtMs === null ? clock : 'The clock is paused.';
    if (clock.state !== 'running') return `The ${clock.kind} clock is ${clock.state}; only an open one is moved.`;
    return command.body.dueAtMs === null ? 'The clock is not paused any more.' : rearmed(clock, command.body, nowMs);
  });
}

/** Clocks that our own act has started. One that runs already is not started twice. */
export function startClocks(
  state: NoticeState,
  command: CommandOf<'start_clocks'>,
  atMs: number,
): Decided<NoticeState> {
  const fresh = command.body.clocks
    .filter((clock) => !state.clocks.some(({ id }) => id === clock.id))
    .flatMap((clock) => toRatifying(state, clock) ?? []);
  const detail = { clocks: fresh.map(({ id, kind, dueAtMs }) => ({ clock: id, kind, dueAtMs })) };
  return accepted(advance(state, { clocks: [...state.clocks, ...fresh] }, [told(command, atMs, detail)]));
}

type MoveCommand = CommandOf<'pause' | 'resume' | 'extend' | 'move_clock'>;

/** What every move has in common: the clock is found, still as the computation saw it, and its round counted on. */
function move(
  state: NoticeState,
  command: MoveCommand,
  atMs: number,
  decide: (clock: Clock) => Clock | string,
): Decided<NoticeState> {
  const { ladder: _, ...body } = command.body;
  const clock = state.clocks.find(({ id }) => id === body.clock);
  if (clock === undefined) return rejected('not_found', 'This notice has no such clock.', { field: '/clock' });
  if ((clock.round ?? 0) !== body.round) {
    return rejected(
      'version_conflict',
      'The clock was moved meanwhile. Read it again and decide on what it says now.',
      {
        currentVersion: state.version,
      },
    );
  }
  const moved = decide(clock);
  if (typeof moved === 'string') return rejected('illegal_transition', moved);
  const after = { ...moved, round: body.round + 1 };
  const detail = { ...body, kind: clock.kind, fromDueAtMs: clock.dueAtMs };
  return accepted(
    advance(state, { clocks: state.clocks.map((one) => (one.id === clock.id ? after : one)) }, [
      told(command, atMs, detail),
    ]),
  );
}

/** The clock with its new due. A step that has fired stays as it fired, unless its new instant is still to come. */
function rearmed(clock: Clock, { dueAtMs, ladder }: ClockMove, nowMs: number): Clock {
  const step = (fresh: LadderLevel): LadderLevel => {
    const before = clock.ladder.find(({ level }) => level === fresh.level);
    if (before === undefined || before.firedAtMs === null || fresh.atMs > nowMs) return fresh;
    return before;
  };
  return { ...clock, dueAtMs, ladder: ladder.map(step) };
}
