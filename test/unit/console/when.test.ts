import { describe, expect, test } from '@jest/globals';
import { readSpan, spanMs } from '../../../console/forms/when/span.js';
import { readWhen } from '../../../console/forms/when/when.js';

const NOW = Date.parse('2021-02-09T14:36:00Z'); // a Tuesday, 20:06 in India
const india = { zone: 'Asia/Kolkata', now: NOW };
const at = (text: string, reading = india) => {
  const when = readWhen(text, reading);
  return when.state === 'read' ? new Date(when.at).toISOString() : when;
};

describe('readWhen: a time typed in words', () => {
  test.each([
    ['4 Feb 2021 17:38', '2021-02-04T12:08:00.000Z'],
    ['4 Feb 2021, 5:38 pm', '2021-02-04T12:08:00.000Z'],
    ['Feb 4, 2021 5.38', null],
    ['February 4th 2021 at 17:38', '2021-02-04T12:08:00.000Z'],
    ['Thu 4 Feb 2021, 17:38 IST', '2021-02-04T12:08:00.000Z'],
    ['4. Februar 2021, 17:38 Uhr', '2021-02-04T12:08:00.000Z'],
    ['4 février 2021 à 17h38', '2021-02-04T12:08:00.000Z'],
    ['2021-02-04 17:38', '2021-02-04T12:08:00.000Z'],
    ['2021-02-04T17:38', '2021-02-04T12:08:00.000Z'],
    ['2021-02-04T17:38:00+01:00', '2021-02-04T16:38:00.000Z'],
    ['2021-02-04 17:38 +05:30', '2021-02-04T12:08:00.000Z'],
    ['4 Feb 2021 12:08 UTC', '2021-02-04T12:08:00.000Z'],
    ['25/2/2021 09:00', '2021-02-25T03:30:00.000Z'],
    ['2/25/2021 9am', '2021-02-25T03:30:00.000Z'],
    ['04/04/2021 noon', '2021-04-04T06:30:00.000Z'],
    ['yesterday 9am', '2021-02-08T03:30:00.000Z'],
    ['today 12:30 am', '2021-02-08T19:00:00.000Z'],
    ['tomorrow midnight', '2021-02-09T18:30:00.000Z'],
    ['gestern 9 Uhr', '2021-02-08T03:30:00.000Z'],
    ['in 4 hours', '2021-02-09T18:36:00.000Z'],
    ['in 2 days 3 h', '2021-02-11T17:36:00.000Z'],
    ['90 min ago', '2021-02-09T13:06:00.000Z'],
    ['last monday 10:00', '2021-02-08T04:30:00.000Z'],
    ['next monday 10:00', '2021-02-15T04:30:00.000Z'],
    ['now', '2021-02-09T14:36:00.000Z'],
  ])('reads %s only in a known format', (text, expected) => {
    if (expected === null) expect(readWhen(text, india).state).not.toBe('read');
    else expect(at(text)).toBe(expected);
  });

  test.each([
    ['4/2/2021 17:38', 'order', ['2021-02-04 17:38', '2021-04-02 17:38']],
    ['04.02.2021', 'order', ['2021-02-04', '2021-04-02']],
    ['4 Feb 17:38', 'year', ['2020-02-04 17:38', '2021-02-04 17:38']],
    ['4 Feb 2021', 'time', ['2021-02-04 00:00', '2021-02-04 23:59']],
    ['monday 9am', 'weekday', ['2021-02-08 09:00', '2021-02-15 09:00']],
    ['tuesday 9am', 'weekday', ['2021-02-02 09:00', '2021-02-16 09:00']],
  ])('asks about %s instead of guessing', (text, because, choices) => {
    expect(readWhen(text, india)).toEqual({ state: 'ask', because, choices });
  });

  test.each([
    ['soonish', 'words'],
    ['4 Feb 21 17:38', 'words'],
    ['4/2/21', 'shortYear'],
    ['Fri 4 Feb 2021 17:38', 'otherDay'],
    ['30 Feb 2021 10:00', 'noSuchDay'],
    ['2021-02-30T10:00:00+01:00', 'noSuchDay'],
    ['4 Feb 2021 17:38 EST', 'zone'],
    ['4 Feb 2021 25:00', 'words'],
    ['4 Feb 2021 13pm', 'words'],
  ])('rejects %s with the reason', (text, because) => {
    expect(readWhen(text, india)).toEqual({ state: 'unread', because });
  });

  test('treats blank input as empty', () => {
    expect(readWhen('  ', india)).toEqual({ state: 'empty' });
  });

  test('rejects a local time that the zone skipped', () => {
    expect(readWhen('28 Mar 2021 02:30', { zone: 'Europe/Berlin', now: NOW })).toEqual({
      state: 'unread',
      because: 'skipped',
    });
  });

  test('asks about a time that occurs twice, and reads each answer as one instant', () => {
    const berlin = { zone: 'Europe/Berlin', now: NOW };
    const when = readWhen('31 Oct 2021 02:30', berlin);
    expect(when).toEqual({
      state: 'ask',
      because: 'twice',
      choices: ['2021-10-31 02:30 +02:00', '2021-10-31 02:30 +01:00'],
    });
    expect(at('2021-10-31 02:30 +02:00', berlin)).toBe('2021-10-31T00:30:00.000Z');
    expect(at('2021-10-31 02:30 +01:00', berlin)).toBe('2021-10-31T01:30:00.000Z');
  });
});

describe('readSpan: a duration typed in words', () => {
  test.each([
    ['4 hours', 'PT4H'],
    ['36h', 'PT36H'],
    ['2 days', 'PT48H'],
    ['1 day 6 hours', 'PT30H'],
    ['90 min', 'PT90M'],
    ['1.5 hours', 'PT90M'],
    ['pt24h', 'PT24H'],
    ['P1DT12H', 'P1DT12H'],
    ['24 Stunden', 'PT24H'],
  ])('reads %s as %s', (text, iso) => {
    expect(readSpan(text)).toBe(iso);
  });

  test.each(['', 'soon', '4', '0 hours', 'P', '4 months', 'in 4 hours'])('rejects %j', (text) => {
    expect(readSpan(text)).toBeNull();
  });

  test.each([
    ['PT4H', 14_400_000],
    ['P1DT12H', 129_600_000],
    ['PT90M', 5_400_000],
  ])('spanMs: %s lasts %d ms', (iso, ms) => {
    expect(spanMs(iso)).toBe(ms);
  });
});
