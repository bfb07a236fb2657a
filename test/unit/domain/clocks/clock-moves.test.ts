import { describe, expect, test } from '@jest/globals';
import { SYSTEM } from '../../../../domain/people/actor.js';
import { applyCommand } from '../../../../domain/commands/apply-command.js';
import type { Clock } from '../../../../domain/clocks/clock.js';
import type { Command } from '../../../../domain/commands/command.js';
import { fireDueClocks } from '../../../../domain/clocks/fire-clocks.js';
import type { NoticeState } from '../../../../domain/notices/notice-state.js';
import { aClock, aCommand, anEscalation, aState, ASHA, CARO, HOUR, RITA, T0 } from '../../../support/builders.js';

const OPEN = { mayPause: true, mayExtend: true };

function one(patch: Partial<Clock> = {}): NoticeState {
  return aState({ clocks: [aClock({ ...OPEN, ...patch })] });
}

function accept(state: NoticeState, command: Command, atMs = T0 + HOUR): NoticeState {
  const decided = applyCommand(state, command, atMs);
  if (!decided.ok) throw new Error(`${decided.rejection.code}: ${decided.rejection.cure}`);
  return decided.value;
}

function refusal(state: NoticeState, command: Command, atMs = T0 + HOUR) {
  const decided = applyCommand(state, command, atMs);
  if (decided.ok) throw new Error(`${command.name} was accepted`);
  return decided.rejection;
}

const extended = (hours: number) => ({ dueAtMs: T0 + hours * HOUR, escalation: anEscalation(T0, T0 + hours * HOUR) });

describe('pausing a clock', () => {
  test('removes its due time and fires nothing', () => {
    const paused = accept(one(), aCommand('pause'));
    expect(paused.clocks).toMatchObject([{ state: 'paused', dueAtMs: null, pausedAtMs: T0 + HOUR, revision: 1 }]);
    expect(fireDueClocks(paused, T0 + 99 * HOUR)).toBe(paused);
  });

  test('records the reason and the previous due time', () => {
    const { unrecorded } = accept(one(), aCommand('pause', { reason: 'Manifest error.' }));
    expect(unrecorded).toMatchObject([
      { action: 'pause', detail: { reason: 'Manifest error.', fromDueAtMs: T0 + 10 * HOUR, kind: 'comply' } },
    ]);
    expect(unrecorded[0]?.detail).not.toHaveProperty('escalation');
  });

  test('accepts a pause requested before the due time, if it arrives later and nothing has fired', () => {
    const late = aCommand('pause', { atMs: T0 + 10 * HOUR - 1 });
    expect(accept(one(), late, T0 + 11 * HOUR).clocks[0]?.state).toBe('paused');
  });

  test.each([
    ['a rule that never stops', { mayPause: false }, /does not allow a pause/],
    ['a clock that is met', { state: 'met' as const, metAtMs: T0 }, /is met/],
    ['a clock that is paused', { state: 'paused' as const, dueAtMs: null }, /is paused/],
  ])('is rejected for %s', (_, patch, cure) => {
    expect(refusal(one(patch), aCommand('pause'))).toMatchObject({
      code: 'illegal_transition',
      cure: expect.stringMatching(cure),
    });
  });

  test('is rejected when the clock had run out at the requested time', () => {
    expect(refusal(one(), aCommand('pause', { atMs: T0 + 10 * HOUR })).cure).toMatch(/already run out/);
  });
});

describe('resuming a clock', () => {
  test('sets the new due time and the escalation steps still to come', () => {
    const paused = accept(one(), aCommand('pause'));
    const running = accept(paused, aCommand('resume', extended(12)), T0 + 3 * HOUR);
    expect(running.clocks).toMatchObject([
      { state: 'running', dueAtMs: T0 + 12 * HOUR, pausedAtMs: null, revision: 2 },
    ]);
    expect(running.clocks[0]?.escalation.map(({ atMs }) => (atMs - T0) / HOUR)).toEqual([6, 9, 10.8, 12]);
  });

  test('is rejected while the clock runs', () => {
    expect(refusal(one(), aCommand('resume', { revision: 0 })).cure).toMatch(/is running, not paused/);
  });
});

describe('clocks started by our own act', () => {
  const preserve = aClock({ id: 'kept', kind: 'preserve', escalation: [], dueAtMs: T0 + 180 * 24 * HOUR });
  const start = aCommand('start_clocks', { clocks: [preserve] });

  test('are added once and recorded', () => {
    const started = accept(one(), start);
    expect(started.clocks.map(({ id }) => id)).toEqual(['clock-comply', 'kept']);
    expect(started.unrecorded).toMatchObject([{ action: 'start_clocks', detail: { clocks: [{ clock: 'kept' }] } }]);
    expect(accept(started, aCommand('start_clocks', { clocks: [preserve] })).clocks).toHaveLength(2);
  });

  test('keep running when the notice is closed, in the case of preservation', () => {
    const started = accept(aState({ clocks: [], stage: 'in_force' }), start);
    const closed = accept(started, aCommand('close'));
    expect(closed.clocks).toMatchObject([{ id: 'kept', state: 'running' }]);
  });
});

describe('every move of a clock', () => {
  test('is rejected when computed from an earlier revision of the clock', () => {
    const once = accept(one(), aCommand('pause'));
    expect(refusal(once, aCommand('resume', { ...extended(30), revision: 0 }))).toMatchObject({
      code: 'version_conflict',
      currentVersion: once.version,
    });
  });

  test('is rejected with not_found for an unknown clock', () => {
    expect(refusal(one(), aCommand('pause', { clock: 'none' })).code).toBe('not_found');
  });

  test('by a changed rulebook is accepted from the system only', () => {
    expect(refusal(one(), aCommand('move_clock', {}, { actor: CARO })).code).toBe('forbidden');
    const moved = accept(one(), aCommand('move_clock', { ...extended(3), rulebookRevision: 4 }, { actor: SYSTEM }));
    expect(moved.clocks).toMatchObject([{ dueAtMs: T0 + 3 * HOUR, revision: 1 }]);
    expect(moved.unrecorded).toMatchObject([{ action: 'move_clock', detail: { rulebookRevision: 4 } }]);
  });

  test('by a changed rulebook is rejected for a clock that has ended', () => {
    const met = one({ state: 'met', metAtMs: T0 });
    expect(refusal(met, aCommand('move_clock', {}, { actor: SYSTEM })).cure).toMatch(/is met/);
  });

  test('requires the permission of its name', () => {
    for (const name of ['pause', 'resume', 'extend'] as const) {
      expect(refusal(one(), aCommand(name, {}, { actor: { ...RITA, roles: ['approver'] } })).code).toBe('forbidden');
    }
  });
});

describe('extending a clock by a document', () => {
  const document = { document: 'a'.repeat(64) };
  const ask = (hours: number, body: object = {}) => aCommand('extend', { ...extended(hours), document, ...body });
  const confirm = (body: object = {}, actor = ASHA) => aCommand('confirm_deadline', body, { actor });
  const extend = (state: NoticeState, hours: number, atMs: number) =>
    accept(accept(state, ask(hours), atMs), confirm(), atMs);

  test('stores the requested due time beside the clock, which fires as before', () => {
    const pending = accept(one(), ask(20));
    const [before] = one().clocks;
    const [clock] = pending.clocks;
    expect(clock).toMatchObject({ ...before, pendingExtension: { toMs: T0 + 20 * HOUR, by: RITA.id, document } });
    expect(pending.unrecorded.map(({ action, detail }) => [action, 'move' in detail])).toEqual([['extend', false]]);
    expect(fireDueClocks(pending, T0 + 10 * HOUR).clocks[0]?.state).toBe('missed');
  });

  test('moves the clock when another person confirms it, never by the requester', () => {
    const plain = accept(one(), ask(20));
    expect(refusal(plain, confirm({}, RITA)).code).toBe('four_eyes');
    const moved = accept(plain, confirm({ toMs: T0 + 20 * HOUR }), T0 + 6 * HOUR);
    expect(moved.clocks[0]).toMatchObject({ state: 'running', dueAtMs: T0 + 20 * HOUR, revision: 1, confirmed: true });
    expect(moved.clocks[0]).not.toHaveProperty('pendingExtension');
    expect(moved.unrecorded.at(-1)?.detail).toMatchObject({ move: expect.any(String), dueAtMs: T0 + 20 * HOUR });
  });

  test('restarts a missed clock only once it is confirmed', () => {
    const missed = fireDueClocks(accept(one(), ask(20)), T0 + 10 * HOUR);
    expect(missed.clocks[0]?.state).toBe('missed');
    expect(accept(missed, confirm(), T0 + 11 * HOUR).clocks[0]).toMatchObject({ state: 'running', metAtMs: null });
    expect(refusal(missed, confirm(), T0 + 21 * HOUR).cure).toMatch(/already passed/);
  });

  test('is replaced by a later request, and dropped when the clock moves otherwise', () => {
    const twice = accept(accept(one(), ask(20)), aCommand('extend', { ...extended(30), document }, { actor: CARO }));
    expect(twice.clocks[0]?.pendingExtension).toMatchObject({ toMs: T0 + 30 * HOUR, by: CARO.id });
    expect(refusal(twice, confirm({ toMs: T0 + 20 * HOUR })).code).toBe('version_conflict');
    const paused = accept(twice, aCommand('pause'));
    expect(paused.clocks[0]).not.toHaveProperty('pendingExtension');
    expect(refusal(paused, confirm()).code).toBe('illegal_transition');
  });

  test('lets the requester confirm a deadline that another person entered', () => {
    const pending = accept(one({ confirmed: false, enteredBy: ASHA.id }), ask(20));
    const read = accept(pending, confirm({}, RITA));
    expect(read.clocks[0]).toMatchObject({ confirmed: true, dueAtMs: T0 + 10 * HOUR });
    expect(read.clocks[0]?.pendingExtension).toBeDefined();
  });

  test('fires a step that has fired again only if its new instant is to come', () => {
    // given that half the time has passed and the step has fired
    const fired = fireDueClocks(one(), T0 + 8 * HOUR);
    expect(fired.clocks[0]?.escalation.map(({ firedAtMs }) => firedAtMs !== null)).toEqual([true, true, false, false]);
    // when the due moves to twelve hours: half the time is now at six hours, three quarters at nine
    const later = extend(fired, 12, T0 + 8 * HOUR);
    // then the first step (now at 6 h) stays fired and the second (now at 9 h) fires once more
    expect(later.clocks[0]?.escalation.map(({ firedAtMs }) => firedAtMs !== null)).toEqual([true, false, false, false]);
    const again = fireDueClocks(later, T0 + 9 * HOUR);
    const keys = again.effects.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.at(-1)).toContain(':r1:mail:2');
  });

  test('gives a missed clock more time and keeps the miss on record', () => {
    const missed = fireDueClocks(one(), T0 + 10 * HOUR);
    const after = extend(missed, 20, T0 + 11 * HOUR);
    expect(after.clocks).toMatchObject([{ state: 'running', dueAtMs: T0 + 20 * HOUR }]);
    expect(after.unrecorded.map(({ action }) => action)).toEqual([
      'escalation_fired',
      'clock_missed',
      'extend',
      'confirm_deadline',
    ]);
  });

  test.each([
    ['to an earlier instant', 9, T0 + HOUR, /later than the current due time/],
    ['of a missed clock to an instant that has passed', 11, T0 + 12 * HOUR, /has already passed/],
  ])('is rejected %s', (_, hours, atMs, cure) => {
    expect(refusal(fireDueClocks(one(), atMs), ask(hours), atMs).cure).toMatch(cure);
  });

  test('is rejected by a rule without extensions and while the clock is paused', () => {
    expect(refusal(one({ mayExtend: false }), aCommand('extend')).cure).toMatch(/does not allow an extension/);
    const paused = accept(one(), aCommand('pause'));
    expect(refusal(paused, aCommand('extend', { revision: 1 })).cure).toMatch(/is paused/);
  });

  test('at the very instant of the due is in time when it is confirmed before the clock has fired', () => {
    const after = extend(one(), 20, T0 + 10 * HOUR);
    expect(fireDueClocks(after, T0 + 10 * HOUR).clocks[0]).toMatchObject({ state: 'running', dueAtMs: T0 + 20 * HOUR });
  });
});
