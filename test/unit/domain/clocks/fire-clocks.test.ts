import { describe, expect, test } from '@jest/globals';
import { MAX_SLEEP_MS, nearestOwnDues, PAGE_LIMIT, PAGE_REPEAT_MS } from '../../../../domain/clocks/clock.js';
import { fireDueClocks, wakeAtMs } from '../../../../domain/clocks/fire-clocks.js';
import type { NoticeState } from '../../../../domain/notices/notice-state.js';
import { aBareClock, aClock, aState, HOUR, MINUTE, T0 } from '../../../support/builders.js';

const one = (patch = {}) => aState({ clocks: [aClock({ id: 'c', ...patch })] });

function actions(state: NoticeState): string[] {
  return state.unrecorded.map(({ action }) => action);
}

function acknowledged(state: NoticeState, level: number): NoticeState {
  const clocks = state.clocks.map((clock) => ({
    ...clock,
    escalation: clock.escalation.map((step) => (step.level === level ? { ...step, acknowledgedBy: 'asha' } : step)),
  }));
  return { ...state, clocks };
}

describe('fireDueClocks', () => {
  test('returns the same object when nothing is due', () => {
    const state = one();
    expect(fireDueClocks(state, T0 + 5 * HOUR - 1)).toBe(state);
  });

  test('fires an escalation step at its time, once', () => {
    const fired = fireDueClocks(one(), T0 + 5 * HOUR);
    expect(fired.clocks[0]?.escalation.map(({ firedAtMs }) => firedAtMs)).toEqual([T0 + 5 * HOUR, null, null, null]);
    expect(fired.effects).toEqual([
      {
        key: `${fired.noticeId}:c:mail:1`,
        type: 'mail_staff',
        clock: 'c',
        levels: [1],
        to: ['reviewer'],
        missed: false,
      },
    ]);
    expect(fired.version).toBe(2);
    expect(fireDueClocks(fired, T0 + 5 * HOUR)).toBe(fired);
  });

  test('sends one mail and one page to all recipients for steps that are late together', () => {
    const fired = fireDueClocks(one(), T0 + 20 * HOUR);
    expect(fired.effects.map(({ key }) => key.replace(`${fired.noticeId}:`, ''))).toEqual(['c:mail:4', 'c:page:4:1']);
    expect(fired.effects[1]).toMatchObject({ to: ['approver', 'counsel', 'ops'] });
    // only the page that was sent is repeated
    const later = fireDueClocks(fired, T0 + 21 * HOUR);
    expect(later.effects.filter(({ type }) => type === 'page').map(({ key }) => key.slice(-8))).toEqual([
      'page:4:1',
      'page:4:2',
    ]);
    expect(fired.effects[0]).toMatchObject({
      levels: [1, 2, 3, 4],
      to: ['reviewer', 'approver', 'counsel', 'ops'],
      missed: true,
    });
    expect(actions(fired)).toEqual(['escalation_fired', 'clock_missed']);
    expect(fired.version).toBe(2);
  });

  test('meets a passed floor, and lapses a right without a miss', () => {
    const floor = fireDueClocks(one({ form: 'floor', escalation: [] }), T0 + 10 * HOUR);
    expect(floor.clocks[0]).toMatchObject({ state: 'met', metAtMs: T0 + 10 * HOUR });
    expect(actions(floor)).toEqual(['floor_passed']);
    const right = fireDueClocks(one({ kind: 'challenge', escalation: [] }), T0 + 10 * HOUR);
    expect(right.clocks[0]?.state).toBe('lapsed');
    expect(actions(right)).toEqual(['clock_lapsed']);
  });

  test('misses our clock once and lapses the authority’s', () => {
    const ours = fireDueClocks(aState({ clocks: [aBareClock()] }), T0 + 10 * HOUR);
    expect(ours.clocks[0]?.state).toBe('missed');
    expect(actions(fireDueClocks(ours, T0 + 99 * HOUR))).toEqual(['clock_missed']);
    const theirs = fireDueClocks(aState({ clocks: [aBareClock({ owner: 'authority' })] }), T0 + 10 * HOUR);
    expect(theirs.clocks[0]?.state).toBe('lapsed');
    expect(actions(theirs)).toEqual(['clock_lapsed']);
  });

  test('repeats a page until it is acknowledged', () => {
    const start = T0 + 9 * HOUR;
    const first = fireDueClocks(one(), start);
    expect(fireDueClocks(first, start + PAGE_REPEAT_MS - 1)).toBe(first);
    const second = fireDueClocks(first, start + PAGE_REPEAT_MS);
    expect(second.clocks[0]?.escalation[2]).toMatchObject({ pages: 2, pagedAtMs: start + PAGE_REPEAT_MS });
    expect(second.effects.at(-1)).toMatchObject({ type: 'page', level: 3, nth: 2, to: ['approver', 'counsel', 'ops'] });
    const quiet = acknowledged(second, 3);
    expect(fireDueClocks(quiet, start + 3 * PAGE_REPEAT_MS)).toBe(quiet);
  });

  test('fires the next step after an acknowledged one', () => {
    const state = acknowledged(fireDueClocks(one(), T0 + 9 * HOUR), 3);
    expect(fireDueClocks(state, T0 + 10 * HOUR).effects.at(-1)).toMatchObject({ type: 'page', level: 4, nth: 1 });
  });

  test('stops paging at the page limit', () => {
    let state = one();
    for (let atMs = T0; atMs <= T0 + 40 * HOUR; atMs += MINUTE) state = fireDueClocks(state, atMs);
    expect(state.clocks[0]?.escalation.map(({ pages }) => pages)).toEqual([0, 0, PAGE_LIMIT, PAGE_LIMIT]);
    const keys = state.effects.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(wakeAtMs(state, T0 + 40 * HOUR)).toBe(T0 + 40 * HOUR + MAX_SLEEP_MS);
  });

  test('does not make up for pages missed during an outage', () => {
    const first = fireDueClocks(one(), T0 + 9 * HOUR);
    const after = fireDueClocks(first, T0 + 9 * HOUR + 50 * MINUTE);
    expect(after.effects.filter(({ type }) => type === 'page')).toHaveLength(2);
  });

  test.each(['met', 'cancelled', 'lapsed', 'paused'] as const)('fires nothing for a clock that is %s', (state) => {
    const notice = one({ state, metAtMs: state === 'met' ? T0 : null });
    expect(fireDueClocks(notice, T0 + 99 * HOUR)).toBe(notice);
  });

  test('stops paging for a missed clock that was met late', () => {
    const missed = fireDueClocks(one(), T0 + 10 * HOUR);
    const met = { ...missed, clocks: missed.clocks.map((clock) => ({ ...clock, metAtMs: T0 + 10 * HOUR })) };
    expect(fireDueClocks(met, T0 + 20 * HOUR)).toBe(met);
  });

  test('fires nothing for a closed notice', () => {
    const closed = { ...one(), stage: 'closed' as const };
    expect(fireDueClocks(closed, T0 + 99 * HOUR)).toBe(closed);
  });

  test('changes no stage, submission or target', () => {
    const before = { ...one(), stage: 'approval' as const };
    const { stage, submission, ledger, outcome, assignee } = fireDueClocks(before, T0 + 99 * HOUR);
    expect({ stage, submission, ledger, outcome, assignee }).toEqual({
      stage: 'approval',
      submission: before.submission,
      ledger: before.ledger,
      outcome: null,
      assignee: null,
    });
  });
});

describe('wakeAtMs', () => {
  test('is the nearest action of any clock', () => {
    const clocks = [aBareClock({ id: 'a', dueAtMs: T0 + 9 * HOUR }), aBareClock({ id: 'b', dueAtMs: T0 + 3 * HOUR })];
    expect(wakeAtMs(aState({ clocks }), T0)).toBe(T0 + 3 * HOUR);
  });

  test('is at most a day away and never now', () => {
    expect(wakeAtMs(aState(), T0)).toBe(T0 + MAX_SLEEP_MS);
    expect(wakeAtMs(aState({ clocks: [aBareClock()] }), T0 + 99 * HOUR)).toBe(T0 + 99 * HOUR + 1);
  });

  test('is a day away for a closed notice, whatever its clocks', () => {
    const missed = fireDueClocks(aState({ clocks: [aClock()] }), T0 + 99 * HOUR);
    const closed = { ...missed, stage: 'closed' as const };
    expect(wakeAtMs(closed, T0 + 199 * HOUR)).toBe(T0 + 199 * HOUR + MAX_SLEEP_MS);
  });
});

describe('nearestOwnDues', () => {
  test('considers our running clocks only, with internal deadlines apart from duties', () => {
    const clocks = [
      aBareClock({ id: 'theirs', owner: 'authority', dueAtMs: T0 + HOUR }),
      aBareClock({ id: 'met', state: 'met', dueAtMs: T0 + HOUR }),
      aBareClock({ id: 'paused', state: 'paused', dueAtMs: null }),
      aBareClock({ id: 'later', dueAtMs: T0 + 9 * HOUR }),
      aBareClock({ id: 'next', kind: 'decide', dueAtMs: T0 + 8 * HOUR }),
      aBareClock({ id: 'plan', kind: 'decide', basis: 'policy', dueAtMs: T0 + 2 * HOUR }),
      aBareClock({ id: 'other plan', kind: 'inform', basis: 'policy', dueAtMs: T0 + 3 * HOUR }),
    ];
    expect(nearestOwnDues(clocks)).toEqual({
      due: { clock: 'next', kind: 'decide', dueAtMs: T0 + 8 * HOUR },
      plan: { clock: 'plan', kind: 'decide', dueAtMs: T0 + 2 * HOUR },
    });
    expect(nearestOwnDues([])).toEqual({ due: null, plan: null });
  });

  test('counts an order that says "immediately" as a duty, though the number is ours', () => {
    const clock = aBareClock({ id: 'now', kind: 'comply', basis: 'policy', dueAtMs: T0 + HOUR });
    expect(nearestOwnDues([clock])).toMatchObject({ due: { clock: 'now' }, plan: null });
  });
});
