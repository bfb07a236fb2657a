import { describe, expect, test } from '@jest/globals';
import { buildCsvUrl } from '../../../../console/records/reports/as-of.js';
import { wholeTicks } from '../../../../console/charts/style.js';
import { ticksAround } from '../../../../console/records/reports/charts.js';
import { dayAfter, computeLastDay, computePeriod, findPreset } from '../../../../console/records/reports/periods.js';
import { sumOutcomes, sumBy, listTimes } from '../../../../console/records/reports/sums.js';
import type { ReportLine } from '../../../../console/http/types.js';
import { readDay } from '../../../../console/records/list/day.js';

const line = (name: string, part: Partial<ReportLine> = {}): ReportLine => ({
  authority: { id: null, name, country: 'IN' },
  regime: 'IN-69A-NORMAL',
  kind: 'blocking_order',
  notices: 1,
  targetsRestored: 0,
  targets: 10,
  byOutcome: { complied: 0, open: 1 },
  byCategory: {},
  behind: '/behind',
  medianMinutesToAcknowledge: null,
  medianMinutesToEffect: null,
  ...part,
});

describe('periods of a report', () => {
  const march = Date.parse('2021-03-15T12:00:00Z');

  test('start and end with whole months', () => {
    expect(computePeriod('thisMonth', march)).toEqual({ from: '2021-03-01', to: '2021-04-01' });
    expect(computePeriod('thisQuarter', march)).toEqual({ from: '2021-01-01', to: '2021-04-01' });
    expect(computePeriod('lastQuarter', march)).toEqual({ from: '2020-10-01', to: '2021-01-01' });
    expect(computePeriod('lastYear', march)).toEqual({ from: '2020-01-01', to: '2021-01-01' });
    expect(computePeriod('lastMonth', Date.parse('2021-01-31T23:59:59Z'))).toEqual({
      from: '2020-12-01',
      to: '2021-01-01',
    });
  });

  test('are named when they match a usual period', () => {
    expect(findPreset({ from: '2021-03-01', to: '2021-04-01' }, march)).toBe('thisMonth');
    expect(findPreset({ from: '2021-03-01', to: '2021-04-02' }, march)).toBeNull();
  });

  test('include their last day, across years and leap days', () => {
    expect(computeLastDay({ from: '2020-01-01', to: '2021-01-01' })).toBe('2020-12-31');
    expect(dayAfter('2020-02-28')).toBe('2020-02-29');
    expect(dayAfter(computeLastDay({ from: '', to: '2021-03-01' }))).toBe('2021-03-01');
  });

  test('ignore an invalid date in the address', () => {
    expect(readDay('2021-02-28')).toBe('2021-02-28');
    for (const none of [undefined, '', '2021-02-30', '2021-13-01', 'yesterday', '2021-02-28T00:00:00Z'])
      expect(readDay(none)).toBeUndefined();
  });
});

describe('sums of a report', () => {
  test('merge groups of the same name into one bar, most notices first', () => {
    const lines = [line('Court'), line('Ministry', { notices: 2, targets: 1_178 }), line('Court', { targets: 5 })];
    expect(sumBy(lines, ({ authority }) => authority.name)).toEqual([
      { name: 'Ministry', notices: 2, targets: 1_178 },
      { name: 'Court', notices: 2, targets: 15 },
    ]);
  });

  test('leave out outcomes that never happened', () => {
    expect(sumOutcomes([line('A'), line('B', { byOutcome: { complied: 3, open: 0 } })])).toEqual([
      { name: 'complied', notices: 3 },
      { name: 'open', notices: 1 },
    ]);
  });

  test('leave out times that were not measured', () => {
    const times = listTimes([line('A', { medianMinutesToEffect: 0 }), line('B')]);
    expect(times.map(({ minutes, what }) => [minutes, what])).toEqual([[0, 'effect']]);
  });
});

describe('chart scales of a report', () => {
  test('place counts at whole numbers', () => {
    expect(wholeTicks(1)).toEqual([0, 1]);
    expect(wholeTicks(3)).toEqual([0, 1, 2, 3]);
    expect(wholeTicks(23)).toEqual([0, 5, 10, 15, 20, 25]);
    expect(wholeTicks(55)).toEqual([0, 20, 40, 60]);
    expect(wholeTicks(1_178)).toEqual([0, 500, 1_000, 1_500]);
  });

  test('enclose times between two steps', () => {
    for (const minutes of [[0], [1], [61], [0.2, 90_000], [500_000], [1_440]]) {
      const ticks = ticksAround(minutes);
      expect(ticks.length).toBeGreaterThan(1);
      expect(Math.max(1, Math.min(...minutes))).toBeGreaterThanOrEqual(ticks[0] ?? 0);
      expect(Math.max(...minutes)).toBeLessThanOrEqual(ticks.at(-1) ?? 0);
    }
  });
});

test('a CSV export uses the asOf of the page where it shows one', () => {
  const asOf = '2026-02-01T10:00:00.000Z';
  const period = { from: '2026-01-01', to: '2026-02-01' };
  expect(buildCsvUrl('transparency', period, asOf)).toBe(
    '/v1/reports/transparency?from=2026-01-01&to=2026-02-01&asOf=2026-02-01T10%3A00%3A00.000Z&format=csv',
  );
  expect(buildCsvUrl('us', { year: '2025' }, null)).toBe('/v1/reports/us?year=2025&format=csv');
});
