import { describe, expect, test } from '@jest/globals';
import { Temporal } from 'temporal-polyfill/implementation';
import {
  computeDue,
  isZoneName,
  localDateIn,
  localTimeIn,
  nextFullHour,
} from '../../../../domain/clock-arithmetic/index.js';

function sameTime(zone: string, start: string, amount: number): string {
  const answer = computeDue({ zone, start, rule: { amount, unit: 'calendar_day' } });
  return answer.ok ? new Date(answer.dueAtMs ?? 0).toISOString() : answer.error;
}

describe('isZoneName', () => {
  test.each(['UTC', 'Asia/Kolkata', 'America/Argentina/Buenos_Aires', 'Europe/Berlin'])('accepts %s', (name) => {
    expect(isZoneName(name)).toBe(true);
  });

  test.each(['', 'asia/kolkata', 'ASIA/KOLKATA', 'utc', '+05:30', '-08:00', 'Asia/Atlantis', 'Asia/Kolkata '])(
    'rejects %j',
    (name) => {
      expect(isZoneName(name)).toBe(false);
    },
  );
});

describe('local time in a zone', () => {
  test.each([
    ['Asia/Kolkata', '2026-03-06T12:00:00Z', '2026-03-06T17:30:00+05:30'],
    ['America/St_Johns', '2026-01-06T12:00:00Z', '2026-01-06T08:30:00-03:30'],
    ['America/New_York', '2026-01-06T02:00:00Z', '2026-01-05T21:00:00-05:00'],
    ['Pacific/Kiritimati', '2026-01-06T12:00:00Z', '2026-01-07T02:00:00+14:00'],
    ['UTC', '2026-03-06T12:00:00.500Z', '2026-03-06T12:00:00.500+00:00'],
    // local mean time, whose offset is shown to the nearest minute
    ['Asia/Tokyo', '1880-01-01T00:00:00Z', '1880-01-01T09:18:59+09:19'],
    ['America/New_York', '1880-01-01T12:00:00Z', '1880-01-01T07:03:58-04:56'],
  ])('in %s at %s is %s', (zone, instant, said) => {
    expect(localTimeIn(zone, Date.parse(instant))).toBe(said);
  });

  test.each([
    ['Asia/Kolkata', '2026-03-06T18:29:59.999Z', '2026-03-06'],
    ['Asia/Kolkata', '2026-03-06T18:30:00.000Z', '2026-03-07'],
    ['America/New_York', '2026-03-06T04:59:59.999Z', '2026-03-05'],
    ['America/New_York', '2026-03-06T05:00:00.000Z', '2026-03-06'],
    ['UTC', '1969-12-31T23:59:59.999Z', '1969-12-31'],
  ])('has in %s at %s the date %s', (zone, instant, date) => {
    expect(localDateIn(zone, Date.parse(instant))).toBe(date);
  });

  test.each([
    ['UTC', '2026-03-06T12:00:00.000Z', '2026-03-06T13:00:00.000Z'],
    ['UTC', '2026-03-06T12:59:59.999Z', '2026-03-06T13:00:00.000Z'],
    ['Asia/Kolkata', '2026-03-06T12:00:00.000Z', '2026-03-06T12:30:00.000Z'],
    ['Asia/Kolkata', '2026-03-06T12:30:00.000Z', '2026-03-06T13:30:00.000Z'],
  ])('has in %s after %s the next full hour %s', (zone, instant, next) => {
    expect(new Date(nextFullHour(zone, Date.parse(instant))).toISOString()).toBe(next);
  });
});

describe('change of a zone’s offset', () => {
  test.each([
    ['the last instant before', '01:59:59.999', '2026-03-29T00:59:59.999Z'],
    ['the first time passed over', '02:00:00.000', '2026-03-29T00:00:00.000Z'],
    ['the last time passed over', '02:59:59.999', '2026-03-29T00:59:59.999Z'],
    ['the first instant after', '03:00:00.000', '2026-03-29T01:00:00.000Z'],
  ])('handles a clock put forward: %s', (_, time, due) => {
    expect(sameTime('Europe/Berlin', `2026-03-28T${time}+01:00`, 1)).toBe(due);
  });

  test.each([
    ['the last time that occurs once', '01:59:59.999', '2026-10-24T23:59:59.999Z'],
    ['the first that occurs twice', '02:00:00.000', '2026-10-25T00:00:00.000Z'],
    ['the last that occurs twice', '02:59:59.999', '2026-10-25T00:59:59.999Z'],
    ['the first that occurs once again', '03:00:00.000', '2026-10-25T02:00:00.000Z'],
  ])('handles a clock put back: %s', (_, time, due) => {
    expect(sameTime('Europe/Berlin', `2026-10-24T${time}+02:00`, 1)).toBe(due);
  });

  test.each([
    ['2026-03-29T00:59:59.999Z', '2026-03-29T01:59:59.999+01:00'],
    ['2026-03-29T01:00:00.000Z', '2026-03-29T03:00:00+02:00'],
    ['2026-10-25T00:59:59.999Z', '2026-10-25T02:59:59.999+02:00'],
    ['2026-10-25T01:00:00.000Z', '2026-10-25T02:00:00+01:00'],
  ])('is found to the millisecond: %s is %s', (instant, said) => {
    expect(localTimeIn('Europe/Berlin', Date.parse(instant))).toBe(said);
  });
});

describe('range of years of local times', () => {
  test.each([
    '0001-06-01T12:00:00Z',
    '1847-11-30T00:00:00Z',
    '1970-01-01T00:00:00Z',
    '2099-07-01T12:00:00Z',
    '2499-12-31T23:59:59Z',
    '2500-01-01T00:00:00Z',
    '2500-07-01T12:00:00Z',
    '2899-12-31T23:00:00Z',
    '2900-07-01T12:00:00Z',
    '5000-07-01T12:00:00Z',
    '9999-07-01T12:00:00Z',
  ])('agrees with the time-zone library for %s', (text) => {
    for (const zone of ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe']) {
      const expected = Temporal.Instant.from(text).toZonedDateTimeISO(zone);
      const said = localTimeIn(zone, expected.epochMilliseconds);
      expect(said.slice(0, 19)).toBe(expected.toPlainDateTime().toString().padEnd(19, ':00').slice(0, 19));
    }
  });

  test('applies summer time in far years as in near ones', () => {
    expect(sameTime('Europe/Berlin', '5000-01-10T12:00:00+01:00', 200)).toMatch(/^5000-07-29T10:00/);
    expect(sameTime('Europe/Berlin', '9999-01-10T12:00:00+01:00', 180)).toMatch(/^9999-07-09T10:00/);
  });
});
