import { describe, expect, test } from '@jest/globals';
import { computeDue, formatUnits } from '../../../../domain/clock-arithmetic/index.js';

const WEEKEND = ['sat', 'sun'];
const DAILY = (hours: [string, string]) => ({
  windows: Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [hours]])),
});

function listWorking(line: {
  zone?: string;
  start: string;
  rule: object;
  calendar?: object;
  events?: object[];
}): string[] {
  const answer = computeDue({ zone: 'UTC', ...line });
  if (!answer.ok) throw new Error(answer.error);
  return answer.working.slice(1);
}

const pauseFrom = (from: string, to: string) => [
  { type: 'pause', at: from },
  { type: 'resume', at: to },
];

test.each([
  [0, 'hour', '0 hours'],
  [1, 'hour', '1 hour'],
  [36, 'hour', '36 hours'],
  [1, 'business_day', '1 business day'],
  [15, 'calendar_day', '15 calendar days'],
  [2, 'month', '2 months'],
] as const)('an amount with its unit is formatted: %i %s as %s', (amount, unit, said) => {
  expect(formatUnits(amount, unit)).toBe(said);
});

describe('clock working: dates stepped over', () => {
  test('names skipped dates in stretches for business days', () => {
    const calendar = { weekend: WEEKEND, holidays: ['2026-02-09', '2026-02-15', '2026-03-02'] };
    const rule = { amount: 6, unit: 'business_day' };
    expect(listWorking({ start: '2026-02-06T12:00:00Z', rule, calendar })).toEqual([
      'stepped over 2026-02-07 to 2026-02-08 (weekend), 2026-02-09 (holiday), 2026-02-14 (weekend), 2026-02-15 (weekend and holiday)',
      '6 business days in UTC, same time of day: due 2026-02-17T12:00:00+00:00',
    ]);
  });

  test('names skipped dates for a due time that rolls back', () => {
    const calendar = { weekend: WEEKEND, holidays: ['2026-02-09'] };
    const rule = { amount: 3, unit: 'calendar_day', roll: 'preceding' };
    expect(listWorking({ start: '2026-02-06T12:00:00Z', rule, calendar })).toEqual([
      '3 calendar days in UTC, same time of day: 2026-02-09, a holiday',
      'stepped over 2026-02-07 to 2026-02-08 (weekend), 2026-02-09 (holiday)',
      'roll preceding: due 2026-02-06T12:00:00+00:00',
    ]);
  });

  test('names skipped dates for business hours', () => {
    const calendar = { ...DAILY(['09:00', '17:00']), holidays: ['2026-02-09'] };
    const rule = { amount: 10, unit: 'business_hour' };
    expect(listWorking({ start: '2026-02-06T12:00:00Z', rule, calendar })).toEqual([
      'stepped over 2026-02-07 to 2026-02-08 (no windows), 2026-02-09 (holiday)',
      '10 business hours in UTC: due 2026-02-10T14:00:00+00:00',
    ]);
  });

  test('names a date that the zone skipped for business hours', () => {
    const calendar = DAILY(['09:00', '17:00']);
    const rule = { amount: 9, unit: 'business_hour' };
    expect(listWorking({ zone: 'Pacific/Apia', start: '2011-12-29T09:00:00-10:00', rule, calendar })).toEqual([
      'stepped over 2011-12-30 (no such date in the zone), 2011-12-31 to 2012-01-01 (no windows)',
      '9 business hours in Pacific/Apia: due 2012-01-02T10:00:00+14:00',
    ]);
  });

  test('names skipped dates for business days of an extension', () => {
    const events = [{ type: 'extend', amount: 1, unit: 'business_day' }];
    const calendar = { weekend: WEEKEND };
    expect(listWorking({ start: '2026-02-06T11:00:00Z', rule: { amount: 1, unit: 'hour' }, calendar, events })).toEqual(
      [
        '1 hour in UTC: due 2026-02-06T12:00:00+00:00',
        'stepped over 2026-02-07 to 2026-02-08 (weekend)',
        'extended by 1 business day: due 2026-02-09T12:00:00+00:00',
      ],
    );
  });

  test('summarises skipped dates beyond the first hundred', () => {
    const rule = { amount: 1000, unit: 'business_day' };
    const [line = ''] = listWorking({ start: '2026-02-06T12:00:00Z', rule, calendar: { weekend: WEEKEND } });
    expect(line.split(', ')).toHaveLength(101);
    expect(line).toMatch(/ 2028-01-01 to 2028-01-02 \(weekend\), and 200 more dates up to 2029-12-07$/);
  });
});

describe('clock working: length of a pause', () => {
  const at = '2026-02-06T12:00:00Z';

  test.each([
    ['2026-02-06T12:30:00Z', '1 hour 30 minutes', '2026-02-06T14:00:00Z'],
    ['2026-02-06T12:30:00Z', 'no time', '2026-02-06T12:30:00Z'],
    ['2026-02-06T12:30:00Z', '49 hours 1 minute 1.5 seconds', '2026-02-08T13:31:01.500Z'],
  ])('states the pause of a count in hours: from %s, %s', (from, took, to) => {
    const rule = { amount: 1, unit: 'hour', stop: true };
    const working = listWorking({ start: at, rule, events: pauseFrom(from, to) });
    expect(working.slice(1, 3)).toEqual(['paused at 2026-02-06T12:30:00+00:00', `the pause took ${took}`]);
  });

  test('states the counted dates for a pause of a count in days', () => {
    const line = {
      start: at,
      calendar: { weekend: WEEKEND },
      events: pauseFrom('2026-02-06T18:00:00Z', '2026-02-09T01:00:00Z'),
    };
    expect(listWorking({ ...line, rule: { amount: 4, unit: 'business_day', stop: true } }).slice(-3)).toEqual([
      'paused at 2026-02-06T18:00:00+00:00',
      'the pause took 1 business day',
      'resumed at 2026-02-09T01:00:00+00:00: due 2026-02-13T12:00:00+00:00',
    ]);
    expect(listWorking({ ...line, rule: { amount: 1, unit: 'month', stop: true } }).slice(-2)).toEqual([
      'the pause took 3 calendar days',
      'resumed at 2026-02-09T01:00:00+00:00: due 2026-03-09T12:00:00+00:00',
    ]);
  });

  test('states the dates stepped over after a pause of a count in business days', () => {
    const rule = { amount: 4, unit: 'business_day', stop: true };
    const events = pauseFrom('2026-02-09T09:00:00Z', '2026-02-11T09:00:00Z');
    expect(listWorking({ start: at, rule, calendar: { weekend: WEEKEND }, events }).slice(-3)).toEqual([
      'the pause took 2 business days',
      'stepped over 2026-02-14 to 2026-02-15 (weekend)',
      'resumed at 2026-02-11T09:00:00+00:00: due 2026-02-16T12:00:00+00:00',
    ]);
  });

  describe('clock working: pause of a count in business hours', () => {
    const calendar = DAILY(['09:00', '17:00']);
    const rule = { amount: 6, unit: 'business_hour', stop: true };

    test('counts the open time again from the start before an extension', () => {
      const events = pauseFrom('2026-02-06T16:00:00Z', '2026-02-09T10:00:00Z');
      expect(listWorking({ start: at, rule, calendar, events })).toEqual([
        'stepped over 2026-02-07 to 2026-02-08 (no windows)',
        '6 business hours in UTC: due 2026-02-09T10:00:00+00:00',
        'paused at 2026-02-06T16:00:00+00:00',
        'the pause took 2 hours of open time',
        'stepped over 2026-02-07 to 2026-02-08 (no windows)',
        'resumed at 2026-02-09T10:00:00+00:00: due 2026-02-09T12:00:00+00:00',
      ]);
    });

    test('counts the open time on from the due time after an extension', () => {
      const events = [
        { type: 'extend', amount: 1, unit: 'hour' },
        ...pauseFrom('2026-02-06T16:00:00Z', '2026-02-09T10:00:00Z'),
      ];
      expect(listWorking({ start: at, rule: { ...rule, amount: 4 }, calendar, events })).toEqual([
        '4 business hours in UTC: due 2026-02-06T16:00:00+00:00',
        'extended by 1 hour: due 2026-02-06T17:00:00+00:00',
        'paused at 2026-02-06T16:00:00+00:00',
        'the pause took 2 hours of open time',
        'stepped over 2026-02-07 to 2026-02-08 (no windows)',
        'resumed at 2026-02-09T10:00:00+00:00: due 2026-02-09T11:00:00+00:00',
      ]);
    });

    test('states no time for a pause outside open time or after the count was used up', () => {
      const closed = pauseFrom('2026-02-07T09:00:00Z', '2026-02-08T17:00:00Z');
      expect(listWorking({ start: at, rule, calendar, events: closed })[3]).toBe('the pause took no time');
      const late = [
        { type: 'extend', amount: 1, unit: 'hour' },
        ...pauseFrom('2026-02-06T17:10:00Z', '2026-02-06T17:20:00Z'),
      ];
      expect(listWorking({ start: at, rule: { ...rule, amount: 5 }, calendar, events: late })[3]).toBe(
        'the pause took no time',
      );
      const rolled = {
        start: at,
        rule: { ...rule, amount: 1, roll: 'following' },
        calendar: { ...calendar, weekend: ['fri'] },
        events: pauseFrom('2026-02-06T14:00:00Z', '2026-02-06T15:00:00Z'),
      };
      expect(listWorking(rolled).slice(-4)).toEqual([
        'the pause took no time',
        'resumed at 2026-02-06T15:00:00+00:00: 2026-02-06, a weekend',
        'stepped over 2026-02-06 (weekend)',
        'roll following: due 2026-02-07T13:00:00+00:00',
      ]);
    });
  });
});

describe('clock working: adjusted local times', () => {
  const zone = 'Europe/Berlin';

  test('explains a local time that does not exist', () => {
    expect(
      listWorking({ zone, start: '2026-03-28T02:30:00+01:00', rule: { amount: 1, unit: 'calendar_day' } }),
    ).toEqual([
      'local time 2026-03-29T02:30:00 does not exist in Europe/Berlin: taken as the earlier instant, 2026-03-29T01:30:00+01:00',
      '1 calendar day in Europe/Berlin, same time of day: due 2026-03-29T01:30:00+01:00',
    ]);
  });

  test('explains a local time that occurs twice', () => {
    expect(
      listWorking({ zone, start: '2026-10-24T02:30:00+02:00', rule: { amount: 1, unit: 'calendar_day' } }),
    ).toEqual([
      'local time 2026-10-25T02:30:00 occurs twice in Europe/Berlin: taken as the earlier instant, 2026-10-25T02:30:00+02:00',
      '1 calendar day in Europe/Berlin, same time of day: due 2026-10-25T02:30:00+02:00',
    ]);
  });

  test('explains a missing midnight at the end of a day', () => {
    const rule = { amount: 1, unit: 'calendar_day', dueTime: 'end_of_day' };
    expect(listWorking({ zone: 'America/Santiago', start: '2026-09-04T12:00:00-04:00', rule })).toEqual([
      'local time 2026-09-06T00:00:00 does not exist in America/Santiago: taken as the earlier instant, 2026-09-05T23:00:00-04:00',
      '1 calendar day in America/Santiago, to the end of the last day: due end of 2026-09-05 (2026-09-05T23:00:00-04:00)',
    ]);
  });

  test('explains a time on a date the zone skipped, after a roll', () => {
    const rule = { amount: 1, unit: 'calendar_day', roll: 'following' };
    const calendar = { holidays: ['2011-12-29'] };
    expect(listWorking({ zone: 'Pacific/Apia', start: '2011-12-28T12:00:00-10:00', rule, calendar }).slice(1)).toEqual([
      'stepped over 2011-12-29 (holiday)',
      'local time 2011-12-30T12:00:00 does not exist in Pacific/Apia: taken as the earlier instant, 2011-12-29T12:00:00-10:00',
      'roll following: due 2011-12-29T12:00:00-10:00',
    ]);
  });

  test('explains a missing local time at the edge of a window', () => {
    const calendar = { windows: { sun: [['02:30', '04:00']] } };
    const rule = { amount: 1, unit: 'business_hour' };
    expect(listWorking({ zone, start: '2026-03-29T00:00:00+01:00', rule, calendar })).toEqual([
      'local time 2026-03-29T02:30:00 does not exist in Europe/Berlin: taken as the earlier instant, 2026-03-29T01:30:00+01:00',
      '1 business hour in Europe/Berlin: due 2026-03-29T03:30:00+02:00',
    ]);
  });

  test('explains nothing where every local time exists once', () => {
    expect(
      listWorking({ zone, start: '2026-03-28T03:00:00+01:00', rule: { amount: 1, unit: 'calendar_day' } }),
    ).toEqual(['1 calendar day in Europe/Berlin, same time of day: due 2026-03-29T03:00:00+02:00']);
    expect(
      listWorking({ zone, start: '2026-10-24T03:00:00+02:00', rule: { amount: 1, unit: 'calendar_day' } }),
    ).toEqual(['1 calendar day in Europe/Berlin, same time of day: due 2026-10-25T03:00:00+01:00']);
  });
});
