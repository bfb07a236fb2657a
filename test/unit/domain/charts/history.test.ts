import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { openZone } from '../../../../domain/clock-arithmetic/local-time.js';
import { countHistory, findHistoryStart, HISTORY_UNITS } from '../../../../domain/charts/history.js';

const at = (text: string) => Date.parse(text);
const one = (text: string) => ({ atMs: at(text), count: 1 });

test('counts by hour of a zone that is half an hour off', () => {
  const calendar = { unit: 'hour', zone: openZone('Asia/Kolkata'), nowMs: at('2026-12-01T10:00:00Z') } as const;
  const hours = countHistory({ alerts: [one('2026-12-01T09:29:00Z'), one('2026-12-01T09:30:00Z')] }, calendar);
  expect(hours).toHaveLength(24);
  expect(hours.slice(-2)).toEqual([
    { atMs: at('2026-12-01T08:30:00Z'), counts: { alerts: 1 } },
    { atMs: at('2026-12-01T09:30:00Z'), counts: { alerts: 1 } },
  ]);
});

test('counts by day across a change of the clocks', () => {
  const calendar = { unit: 'day', zone: openZone('Europe/Berlin'), nowMs: at('2026-10-26T12:00:00Z') } as const;
  const days = countHistory({ missed: [one('2026-10-24T22:00:00Z'), one('2026-10-25T22:30:00Z')] }, calendar);
  expect(days.slice(-2)).toEqual([
    { atMs: at('2026-10-24T22:00:00Z'), counts: { missed: 2 } },
    { atMs: at('2026-10-25T23:00:00Z'), counts: { missed: 0 } },
  ]);
});

test('counts everything since its start once', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...HISTORY_UNITS),
      fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kolkata', 'Australia/Lord_Howe'),
      fc.integer({ min: at('2026-01-01T00:00:00Z') / 60_000, max: at('2027-12-31T00:00:00Z') / 60_000 }),
      fc.array(fc.nat(15 * 24 * 60), { maxLength: 30 }),
      (unit, zone, minute, ago) => {
        const calendar = { unit, zone: openZone(zone), nowMs: minute * 60_000 };
        const alerts = ago.map((minutes) => ({ atMs: calendar.nowMs - minutes * 60_000, count: 1 }));
        const sum = countHistory({ alerts }, calendar).reduce((total, { counts }) => total + counts.alerts, 0);
        const start = findHistoryStart(calendar);
        expect(sum).toBe(alerts.filter(({ atMs }) => atMs >= start).length);
      },
    ),
  );
});
