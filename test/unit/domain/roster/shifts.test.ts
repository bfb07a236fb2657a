import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { WEEKDAYS, type Weekday } from '../../../../domain/clock-arithmetic/calendar-date.js';
import { openZone } from '../../../../domain/clock-arithmetic/local-time.js';
import { findShift, findWorkingTime, type Shift, type WorkingTime } from '../../../../domain/roster/shifts.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const at = (text: string) => Date.parse(text);
const weekly = (days: Weekday[], from: string, until: string, zone = 'Europe/Berlin'): Shift => ({
  days,
  from,
  until,
  zone,
});
const shiftAt = (shifts: Shift[], text: string, absences: WorkingTime[] = []) => {
  const found = findShift({ shifts, absences }, at(text));
  return (
    found && {
      isNow: found.isNow,
      from: new Date(found.span.fromMs).toISOString(),
      until: new Date(found.span.untilMs).toISOString(),
    }
  );
};

describe('findShift', () => {
  test('a night shift belongs to the day it begins on', () => {
    const nights = [weekly(['fri'], '22:00', '06:00')];
    const night = { from: '2026-11-27T21:00:00.000Z', until: '2026-11-28T05:00:00.000Z' };
    expect(shiftAt(nights, '2026-11-27T20:59:59Z')).toEqual({ isNow: false, ...night });
    expect(shiftAt(nights, '2026-11-27T23:30:00Z')).toEqual({ isNow: true, ...night });
    expect(shiftAt(nights, '2026-11-28T04:59:59Z')).toEqual({ isNow: true, ...night });
    expect(shiftAt(nights, '2026-11-28T05:00:00Z')).toMatchObject({ isNow: false, from: '2026-12-04T21:00:00.000Z' });
  });

  test('shifts that touch are one', () => {
    const halves = [weekly(['mon'], '08:00', '14:00'), weekly(['mon'], '14:00', '20:00')];
    expect(shiftAt(halves, '2026-11-30T09:00:00Z')).toMatchObject({ isNow: true, until: '2026-11-30T19:00:00.000Z' });
  });

  test('equal times last a day', () => {
    expect(shiftAt([weekly(['sun'], '08:00', '08:00', 'UTC')], '2026-11-29T10:00:00Z')).toMatchObject({
      until: '2026-11-30T08:00:00.000Z',
    });
  });

  test('a date counts once', () => {
    const once: Shift[] = [{ date: '2026-12-24', from: '09:00', until: '13:00', zone: 'Asia/Kolkata' }];
    expect(shiftAt(once, '2026-12-01T00:00:00Z')).toMatchObject({ isNow: false, from: '2026-12-24T03:30:00.000Z' });
    expect(shiftAt(once, '2026-12-24T08:00:00Z')).toBeNull();
  });

  test('hours stand on the wall clock when the clocks change', () => {
    const nights = [weekly(['sat', 'sun'], '22:00', '06:00')];
    // Germany: back on 25 October, forward on 28 March.
    expect(shiftAt(nights, '2026-10-24T21:00:00Z')).toMatchObject({
      from: '2026-10-24T20:00:00.000Z',
      until: '2026-10-25T05:00:00.000Z',
    });
    expect(shiftAt(nights, '2026-03-28T22:00:00Z')).toMatchObject({
      from: '2026-03-28T21:00:00.000Z',
      until: '2026-03-29T04:00:00.000Z',
    });
    expect(shiftAt([weekly(['sun'], '01:45', '02:15')], '2026-03-28T12:00:00Z')).toMatchObject({
      from: '2026-04-04T23:45:00.000Z',
    });
  });

  test('an absence is no shift', () => {
    const days = [weekly([...WEEKDAYS], '09:00', '17:00', 'UTC')];
    const away = [{ fromMs: at('2026-12-01T12:00:00Z'), untilMs: at('2026-12-03T12:00:00Z') }];
    expect(shiftAt(days, '2026-12-01T10:00:00Z', away)).toMatchObject({ until: '2026-12-01T12:00:00.000Z' });
    expect(shiftAt(days, '2026-12-01T13:00:00Z', away)).toMatchObject({
      isNow: false,
      from: '2026-12-03T12:00:00.000Z',
    });
  });
});

const times = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
const shifts = fc.array(
  fc.record({
    days: fc.uniqueArray(fc.constantFrom(...WEEKDAYS), { minLength: 1 }),
    from: times,
    until: times,
    zone: fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Apia'),
  }),
  { minLength: 1, maxLength: 4 },
);
const instants = fc.integer({ min: at('2026-01-01T00:00:00Z') / 60_000, max: at('2027-12-31T00:00:00Z') / 60_000 });

/** Whether a minute of the wall clock lies in a shift, found without instants of its start and end. */
function isOn({ days, from, until, zone }: Extract<Shift, { days: Weekday[] }>, ms: number): boolean {
  const local = openZone(zone).toLocal(ms);
  const time = new Date(local).toISOString().slice(11, 16);
  const isDay = (daysAgo: number) =>
    days.includes(WEEKDAYS[(new Date(local - daysAgo * DAY).getUTCDay() + 6) % 7] ?? 'mon');
  if (until > from) return isDay(0) && time >= from && time < until;
  return (isDay(0) && time >= from) || (isDay(1) && time < until);
}

/** Around a change of the clocks a wall clock reads some times twice and some never. */
function isNearChange(zone: string, ms: number): boolean {
  const offset = (instant: number) => openZone(zone).toLocal(instant) - instant;
  return offset(ms - 26 * HOUR) !== offset(ms + 26 * HOUR);
}

describe('findWorkingTime', () => {
  test('says the same as the wall clock, at every instant', () => {
    fc.assert(
      fc.property(shifts, instants, (given, minutes) => {
        const ms = minutes * 60_000;
        fc.pre(given.every(({ zone }) => !isNearChange(zone, ms)));
        expect(findShift({ shifts: given, absences: [] }, ms)?.isNow).toBe(given.some((shift) => isOn(shift, ms)));
      }),
    );
  });

  test('returns spans in order that neither touch nor are empty, and none in an absence', () => {
    fc.assert(
      fc.property(shifts, instants, fc.integer({ min: 1, max: 200 }), (given, minutes, hours) => {
        const fromMs = minutes * 60_000;
        const absence = { fromMs: fromMs + 5 * HOUR, untilMs: fromMs + (5 + hours) * HOUR };
        const spans = findWorkingTime({ shifts: given, absences: [absence] }, { fromMs, untilMs: fromMs + 14 * DAY });
        spans.forEach((span, nth) => {
          expect(span.untilMs).toBeGreaterThan(span.fromMs);
          expect(span.untilMs <= absence.fromMs || span.fromMs >= absence.untilMs).toBe(true);
          expect(span.fromMs).toBeGreaterThan(spans[nth - 1]?.untilMs ?? 0);
        });
      }),
    );
  });
});
