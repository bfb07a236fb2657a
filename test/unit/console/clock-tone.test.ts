import { describe, expect, test } from '@jest/globals';
import { HOUR, MINUTE, computeClockTone, wasLate, type ShownClock } from '../../../console/parts/clock-tone.js';

const START = Date.parse('2021-02-04T12:08:00Z');
const ours = (part: Partial<ShownClock> = {}): ShownClock => ({
  owner: 'us',
  state: 'running',
  startsAt: START,
  dueAt: START + 8 * HOUR,
  metAt: null,
  ...part,
});

describe('computeClockTone for our own clock', () => {
  test.each([
    ['calm while more than a quarter of its span is left', 5 * HOUR, 'calm'],
    ['soon in its last quarter', 6 * HOUR, 'soon'],
    ['urgent in its last hour', 7 * HOUR, 'urgent'],
    ['urgent to its last millisecond', 8 * HOUR - 1, 'urgent'],
    ['overdue at its due', 8 * HOUR, 'overdue'],
  ] as const)('is %s', (_name, after, tone) => {
    expect(computeClockTone(ours(), START + after)).toBe(tone);
  });

  test('is urgent from the start for a span of less than an hour', () => {
    expect(computeClockTone(ours({ dueAt: START + 30 * MINUTE }), START)).toBe('urgent');
  });

  test('is overdue once the clock is missed, whatever the local machine’s time', () => {
    expect(computeClockTone(ours({ state: 'missed' }), START)).toBe('overdue');
  });

  test('is met for a clock that was missed and then met, with wasLate true', () => {
    const clock = ours({ state: 'missed', metAt: START + 9 * HOUR });
    expect(computeClockTone(clock, START + 20 * HOUR)).toBe('met');
    expect(wasLate(clock)).toBe(true);
  });

  test('is paused or ended for a paused or cancelled clock', () => {
    expect(computeClockTone(ours({ state: 'paused', dueAt: null }), START)).toBe('paused');
    expect(computeClockTone(ours({ state: 'cancelled' }), START + 9 * HOUR)).toBe('ended');
  });
});

test('computeClockTone never marks an authority’s clock as overdue', () => {
  expect(computeClockTone(ours({ owner: 'authority' }), START + 9 * HOUR)).toBe('theirs');
});
