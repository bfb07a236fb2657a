import { describe, expect, test } from '@jest/globals';
import {
  apart,
  dueLabels,
  dueMarks,
  lagLines,
  getMaxValue,
  getLastValue,
  perMinute,
  shortNumber,
  SPAN_MINUTES,
  sumValues,
  computeTop,
} from '../../../../console/ops/compute-figures.js';

const NOW = Date.UTC(2026, 0, 1, 12, 0, 30);
const at = (minutesAgo: number) => new Date(Date.UTC(2026, 0, 1, 12) - minutesAgo * 60_000).toISOString();
const minute = (minutesAgo: number, applied: number) => ({
  at: at(minutesAgo),
  applied,
  decisions: 0,
  letters: 0,
  received: 0,
});

describe('figures per minute', () => {
  test('end with the last complete minute', () => {
    const line = perMinute([minute(3, 1), minute(1, 5), minute(0, 99)], 'applied', NOW);
    expect(line.at).toHaveLength(SPAN_MINUTES);
    expect(line.at.at(-1)).toBe(Date.parse(at(1)) / 1_000);
    expect(line.values.slice(-3)).toEqual([1, 0, 5]);
    expect([getLastValue(line), getMaxValue(line), sumValues(line)]).toEqual([5, 5, 6]);
  });

  test('are null before the first recorded minute', () => {
    const { values } = perMinute([minute(2, 0)], 'applied', NOW);
    expect(values.slice(-3)).toEqual([null, 0, 0]);
    expect(getLastValue(perMinute([], 'applied', NOW))).toBeNull();
  });
});

test('timer lag is shown in seconds, and is null in a minute without timers', () => {
  const { p99, p50 } = lagLines([{ at: at(3), p50: 40, p99: 390 }], NOW);
  expect(p99.values.slice(-3)).toEqual([0.39, null, null]);
  expect(p50.values.slice(-3)).toEqual([0.04, null, null]);
  expect(getLastValue(p99)).toBe(0.39);
});

test('the due strip shows what falls due within a day, nearest first', () => {
  const due = (hours: number) => ({
    notice: 'n',
    number: 'N-2026-000042',
    clock: String(hours),
    kind: 'comply' as const,
    dueAt: new Date(NOW + hours * 3_600_000).toISOString(),
    atRisk: false,
  });
  expect(dueMarks([due(12), due(-1), due(6), due(30)], NOW).map(({ place }) => place)).toEqual([0.25, 0.5]);
  expect(shortNumber('N-2026-000042')).toBe('…42');
});

describe('scale of a chart', () => {
  const line = (...values: number[]) => ({ line: { at: values.map((_, place) => place), values } });

  test('ends at a round number above the largest value', () => {
    expect(computeTop({ lines: [line(52)] })).toBe(60);
    expect(computeTop({ lines: [line(100)] })).toBe(100);
    expect(computeTop({ lines: [line(1)] })).toBe(2);
    expect(computeTop({ lines: [line()] })).toBe(2);
  });

  test('always includes the limit', () => {
    expect(computeTop({ lines: [line(0.3)], limit: { value: 1 } })).toBe(1);
    expect(computeTop({ lines: [line(1.4)], limit: { value: 1 } })).toBe(2);
  });

  test('keeps labels at the ends of lines from overlapping', () => {
    const names = (lowest: number) => apart([{ y: 50 }, { y: 10 }, { y: 52 }], { least: 12, lowest });
    expect(names(100)).toEqual([{ y: 10 }, { y: 50 }, { y: 62 }]);
    // The instants of the axis are below: labels without room there move up.
    expect(names(56)).toEqual([{ y: 10 }, { y: 44 }, { y: 56 }]);
  });
});

test('labels on the due strip do not overlap: close ones are counted', () => {
  const mark = (number: string, place: number, atRisk = true) =>
    ({ notice: number, number, kind: 'comply', place, atRisk, clock: number, dueAt: '' }) as const;
  const texts = dueLabels([
    mark('N-2026-000042', 0.1),
    mark('N-2026-000007', 0.12),
    mark('N-2026-000008', 0.2, false),
    mark('N-2026-000009', 0.21),
    mark('N-2026-000040', 0.7),
    mark('N-2026-000040', 0.72),
  ]).map(({ text }) => text);
  expect(texts).toEqual(['…42 +2', '…40']);
});
