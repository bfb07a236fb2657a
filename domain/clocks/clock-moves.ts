import type { Clock, EscalationLevel, PendingExtension } from './clock.js';
import { pageOpsEffect } from '../commands/effect.js';
import type { ClockMove, CommandOf } from '../commands/command.js';
import { advance, type NoticeState } from '../notices/notice-state.js';
import { takeOver } from '../commands/ratification-commands.js';
import { accepted, rejected, type Decided, type Rejection } from '../commands/rejection.js';
import { SHARED_ACTS } from '../people/shared-acts.js';
import { commandEvent } from '../notices/audit-event.js';
import { CURES } from '../commands/cures.js';

/**
 * Pauses a clock if its rule or a court's stay allows; the pause counts from the act, not from the command's arrival.
 */
export function pause(state: NoticeState, command: CommandOf<'pause'>, nowMs: number): Decided<NoticeState> {
  const { atMs, stayed, reply, replyClock } = command.body;
  if (reply !== undefined && state.submission !== null && wasRequestedBy(state.submission, command.actor.id))
    return rejected('four_eyes', REQUESTED_BY_YOU);
  const paused = move(state, command, nowMs, (clock) => {
    if (!clock.mayPause && stayed !== true) return `The rule of the ${clock.kind} clock does not allow a pause.`;
    if (clock.state !== 'running')
      return `The ${clock.kind} clock is ${clock.state}; only a running one can be paused.`;
    if (clock.dueAtMs !== null && atMs >= clock.dueAtMs) return `The ${clock.kind} clock has already run out.`;
    return { ...clock, state: 'paused', dueAtMs: null, pausedAtMs: atMs };
  });
  if (!paused.ok || replyClock === undefined) return paused;
  return accepted({ ...paused.value, clocks: [...paused.value.clocks, replyClock] });
}

export const REQUESTED_BY_YOU = 'You asked the question. Another person must decide that the reply does not answer it.';

/** Whether a person made or drafted the submission that asked the authority. */
export function wasRequestedBy({ by, drafters }: { by: string; drafters: readonly string[] }, person: string): boolean {
  return by === person || drafters.includes(person);
}

/**
 * If the desk resumes the clock because the authority's answer has arrived, people are paged: the legal time is running
 * again.
 */
export function resume(state: NoticeState, command: CommandOf<'resume'>, nowMs: number): Decided<NoticeState> {
  const resumed = move(state, command, nowMs, (clock) => {
    if (clock.state !== 'paused') return `The ${clock.kind} clock is ${clock.state}, not paused.`;
    return rearmed({ ...clock, state: 'running', pausedAtMs: null }, command.body, nowMs);
  });
  const { reply, notice } = command.body;
  const occasion = reply ?? notice;
  if (!resumed.ok || command.actor.kind !== 'system' || occasion === undefined) return resumed;
  const page = pageOpsEffect(state.noticeId, 'reply_unread', String(occasion));
  if (state.effects.some(({ key }) => key === page.key)) return resumed;
  return accepted({ ...resumed.value, effects: [...resumed.value.effects, page] });
}

/** A clock that has run out may be extended too; the miss stays on record. */
function whyNotExtend(clock: Clock, dueAtMs: number | null, nowMs: number): string | null {
  if (!clock.mayExtend) return `The rule of the ${clock.kind} clock does not allow an extension.`;
  const late = clock.state === 'missed' && clock.metAtMs === null;
  if (clock.state !== 'running' && !late) {
    return `The ${clock.kind} clock is ${clock.state}; only a running or missed one can be extended.`;
  }
  if (dueAtMs === null || (clock.dueAtMs !== null && dueAtMs <= clock.dueAtMs)) {
    return 'An extension must be later than the current due time.';
  }
  return late && dueAtMs <= nowMs ? 'The new due time has already passed.' : null;
}

/**
 * Stores the new due beside the clock until a second person has read the document. A later extension replaces a pending
 * one.
 */
export function extend(state: NoticeState, command: CommandOf<'extend'>, atMs: number): Decided<NoticeState> {
  const { move: id, clock: _, dueAtMs, escalation, revision, reason, authorityReference, document } = command.body;
  const found = findAsComputed(state, command.body);
  if ('rejection' in found) return { ok: false, rejection: found.rejection };
  const { clock } = found;
  const why = whyNotExtend(clock, dueAtMs, atMs);
  if (why !== null || dueAtMs === null) return rejected('illegal_transition', why ?? 'Give the new due time.');
  const { id: by, name: byName } = command.actor;
  const detail = {
    move: id,
    revision,
    toMs: dueAtMs,
    escalation,
    reason,
    authorityReference,
    document,
    by,
    byName,
    atMs,
  };
  return accepted(
    advance(state, { clocks: replaceClock(state.clocks, { ...clock, pendingExtension: detail }) }, [
      commandEvent(command, atMs, {
        requested: id,
        clock: clock.id,
        kind: clock.kind,
        dueAtMs,
        fromDueAtMs: clock.dueAtMs,
        reason,
        authorityReference,
        ...document,
      }),
    ]),
  );
}

export function confirmExtension(
  state: NoticeState,
  command: CommandOf<'confirm_deadline'>,
  { clock, extension }: { clock: Clock; extension: PendingExtension },
  nowMs: number,
): Decided<NoticeState> {
  if (extension.by === command.actor.id) return rejected('four_eyes', SHARED_ACTS.extend.refusal);
  if (command.body.toMs !== undefined && command.body.toMs !== extension.toMs) {
    return rejected(
      'version_conflict',
      'A different extension has been requested in the meantime. Read it and decide on that one.',
      {
        currentVersion: state.version,
      },
    );
  }
  const why = whyNotExtend(clock, extension.toMs, nowMs);
  if (why !== null) return rejected('illegal_transition', why);
  const { pendingExtension: _, ...bare } = clock;
  const { escalation, toMs: dueAtMs, revision } = extension;
  // Two people have now read the new due, no matter which of them entered the first one.
  const running: Clock = { ...bare, state: 'running', confirmed: true, revision: revision + 1 };
  return accepted(
    advance(state, { clocks: replaceClock(state.clocks, rearmed(running, { dueAtMs, escalation }, nowMs)) }, [
      commandEvent(command, nowMs, {
        clock: clock.id,
        kind: clock.kind,
        move: extension.move,
        dueAtMs,
        fromDueAtMs: clock.dueAtMs,
        requestedBy: extension.byName,
        requestedById: extension.by,
      }),
    ]),
  );
}

export function moveClock(state: NoticeState, command: CommandOf<'move_clock'>, nowMs: number): Decided<NoticeState> {
  return move(state, command, nowMs, (clock) => {
    if (clock.state === 'paused') return command.body.dueAtMs === null ? clock : 'The clock is paused.';
    if (clock.state !== 'running') return `The ${clock.kind} clock is ${clock.state}; only an open one can be moved.`;
    return command.body.dueAtMs === null ? 'The clock is no longer paused.' : rearmed(clock, command.body, nowMs);
  });
}

export function startClocks(
  state: NoticeState,
  command: CommandOf<'start_clocks'>,
  atMs: number,
): Decided<NoticeState> {
  const fresh = command.body.clocks
    .filter((clock) => !state.clocks.some(({ id }) => id === clock.id))
    .flatMap((clock) => takeOver(state, clock, atMs) ?? []);
  const detail = { clocks: fresh.map(({ id, kind, dueAtMs }) => ({ clock: id, kind, dueAtMs })) };
  return accepted(advance(state, { clocks: [...state.clocks, ...fresh] }, [commandEvent(command, atMs, detail)]));
}

type MoveCommand = CommandOf<'pause' | 'resume' | 'move_clock'>;

function move(
  state: NoticeState,
  command: MoveCommand,
  atMs: number,
  decide: (clock: Clock) => Clock | string,
): Decided<NoticeState> {
  const { escalation: _, ...body } = command.body;
  const reply = 'replyClock' in body && body.replyClock !== undefined ? { replyClock: body.replyClock.id } : {};
  const found = findAsComputed(state, body);
  if ('rejection' in found) return { ok: false, rejection: found.rejection };
  const { clock } = found;
  const moved = decide(clock);
  if (typeof moved === 'string') return rejected('illegal_transition', moved);
  // A pending extension was computed from a different due, so any move drops it.
  const { pendingExtension: __, ...after } = moved;
  const detail = { ...body, ...reply, kind: clock.kind, fromDueAtMs: clock.dueAtMs };
  return accepted(
    advance(state, { clocks: replaceClock(state.clocks, { ...after, revision: body.revision + 1 }) }, [
      commandEvent(command, atMs, detail),
    ]),
  );
}

function findAsComputed(
  { clocks, version }: NoticeState,
  body: Pick<ClockMove, 'clock' | 'revision'>,
): { clock: Clock } | { rejection: Rejection } {
  const clock = clocks.find(({ id }) => id === body.clock);
  if (clock === undefined) return { rejection: { code: 'not_found', cure: CURES.noClock, field: '/clock' } };
  if ((clock.revision ?? 0) === body.revision) return { clock };
  const cure = 'The clock was moved in the meantime. Read it again before you decide.';
  return { rejection: { code: 'version_conflict', cure, currentVersion: version } };
}

function replaceClock(clocks: readonly Clock[], changed: Clock): Clock[] {
  return clocks.map((clock) => (clock.id === changed.id ? changed : clock));
}

/** Returns the clock with its new due. A step that has fired stays fired unless its new instant lies in the future. */
function rearmed(
  clock: Clock,
  { dueAtMs, escalation }: Pick<ClockMove, 'dueAtMs' | 'escalation'>,
  nowMs: number,
): Clock {
  const step = (fresh: EscalationLevel): EscalationLevel => {
    const before = clock.escalation.find(({ level }) => level === fresh.level);
    if (before === undefined || before.firedAtMs === null || fresh.atMs > nowMs) return fresh;
    return before;
  };
  return { ...clock, dueAtMs, escalation: escalation.map(step) };
}
