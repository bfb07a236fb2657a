import { describe, expect, test } from '@jest/globals';
import { computeDue } from '../../../../domain/clock-arithmetic/index.js';
import type { ClockInput } from '../../../../domain/clock-arithmetic/index.js';

type Part = { rule?: Partial<ClockInput['rule']> } & Partial<Omit<ClockInput, 'rule'>>;

/** A line of `clock compute`; defaults to one hour in UTC from Friday, 6 March 2026, noon. */
function aLine({ rule, ...rest }: Part): ClockInput {
  return { zone: 'UTC', start: '2026-03-06T12:00:00Z', rule: { amount: 1, unit: 'hour', ...rule }, ...rest };
}

function formatDue(part: Part): string | null {
  const answer = computeDue(aLine(part));
  if (!answer.ok) throw new Error(answer.error);
  return answer.dueAtMs === null ? null : new Date(answer.dueAtMs).toISOString();
}

function readError(input: unknown): string {
  const answer = computeDue(input);
  return answer.ok ? `no error: ${new Date(answer.dueAtMs ?? 0).toISOString()}` : answer.error;
}

const WEEKEND = { weekend: ['sat', 'sun'] } satisfies ClockInput['calendar'];
const OFFICE = {
  weekend: ['sat', 'sun'],
  windows: {
    mon: [
      ['09:00', '13:00'],
      ['14:00', '18:00'],
    ],
    tue: [['09:00', '18:00']],
    fri: [['09:00', '18:00']],
  },
} satisfies ClockInput['calendar'];

describe('clock arithmetic: minutes and hours', () => {
  test.each([
    [
      'are elapsed time across the start of summer time in Europe/Berlin',
      'Europe/Berlin',
      '2026-03-29T01:30:00+01:00',
      2,
      '2026-03-29T02:30:00.000Z',
    ],
    ['are elapsed time across its end', 'Europe/Berlin', '2026-10-25T01:30:00+02:00', 2, '2026-10-25T01:30:00.000Z'],
    [
      'are elapsed time across the date that Pacific/Apia skipped',
      'Pacific/Apia',
      '2011-12-29T23:00:00-10:00',
      2,
      '2011-12-30T11:00:00.000Z',
    ],
    [
      'take the start as an instant, whatever its offset',
      'Asia/Kolkata',
      '2026-02-19T18:20:00Z',
      36,
      '2026-02-21T06:20:00.000Z',
    ],
  ])('minutes and hours %s', (_, zone, start, amount, due) => {
    expect(formatDue({ zone, start, rule: { amount } })).toBe(due);
  });

  test('ignore dueTime', () => {
    expect(formatDue({ rule: { amount: 90, unit: 'minute', dueTime: 'end_of_day' } })).toBe('2026-03-06T13:30:00.000Z');
  });

  test('compute the example of the contract as printed there', () => {
    const answer = computeDue({
      id: 'c1',
      zone: 'Asia/Kolkata',
      start: '2026-02-19T23:50:00+05:30',
      rule: { amount: 36, unit: 'hour', dueTime: 'same_time', roll: 'none', stop: true },
      calendar: {
        ...WEEKEND,
        holidays: ['2026-02-20'],
        windows: {
          mon: [
            ['09:00', '13:00'],
            ['14:00', '18:00'],
          ],
        },
      },
      events: [
        { type: 'pause', at: '2026-02-20T10:00:00Z' },
        { type: 'resume', at: '2026-02-20T11:30:00Z' },
        { type: 'extend', amount: 12, unit: 'hour' },
      ],
    });
    expect(answer).toMatchObject({ ok: true, dueAtMs: Date.UTC(2026, 1, 21, 19, 50), state: 'running' });
  });
});

describe('clock arithmetic: calendar days and months', () => {
  test.each<[string, Part, string]>([
    [
      'the local date of the start is day 0',
      { zone: 'Asia/Kolkata', start: '2026-03-06T20:00:00Z', rule: { amount: 1, unit: 'calendar_day' } },
      '2026-03-07T20:00:00.000Z',
    ],
    [
      'same_time keeps the local time across summer time',
      { zone: 'Europe/Berlin', start: '2026-03-28T12:00:00+01:00', rule: { amount: 1, unit: 'calendar_day' } },
      '2026-03-29T10:00:00.000Z',
    ],
    [
      'end_of_day is 00:00 of the day after the last',
      { rule: { amount: 1, unit: 'calendar_day', dueTime: 'end_of_day' } },
      '2026-03-08T00:00:00.000Z',
    ],
    [
      'months clamp to the last day of a short month',
      { start: '2026-01-31T12:00:00Z', rule: { amount: 1, unit: 'month' } },
      '2026-02-28T12:00:00.000Z',
    ],
    [
      'months clamp to 29 February in a leap year',
      { start: '2027-12-31T12:00:00Z', rule: { amount: 2, unit: 'month' } },
      '2028-02-29T12:00:00.000Z',
    ],
    [
      'months run over the year',
      { start: '2026-11-30T12:00:00Z', rule: { amount: 14, unit: 'month' } },
      '2028-01-30T12:00:00.000Z',
    ],
    [
      'a local time that does not exist takes the earlier instant',
      { zone: 'Europe/Berlin', start: '2026-03-28T02:30:00+01:00', rule: { amount: 1, unit: 'calendar_day' } },
      '2026-03-29T00:30:00.000Z',
    ],
    [
      'a local time that occurs twice takes the earlier instant',
      { zone: 'Europe/Berlin', start: '2026-10-24T02:30:00+02:00', rule: { amount: 1, unit: 'calendar_day' } },
      '2026-10-25T00:30:00.000Z',
    ],
    [
      'a count of 0 days takes the earlier instant too',
      { zone: 'Europe/Berlin', start: '2026-10-25T02:30:00+01:00', rule: { amount: 0, unit: 'calendar_day' } },
      '2026-10-25T00:30:00.000Z',
    ],
    [
      'a 00:00 that does not exist in America/Sao_Paulo takes the earlier instant',
      {
        zone: 'America/Sao_Paulo',
        start: '2018-11-03T12:00:00-03:00',
        rule: { amount: 0, unit: 'calendar_day', dueTime: 'end_of_day' },
      },
      '2018-11-04T02:00:00.000Z',
    ],
    [
      'a 00:00 that does not exist in Africa/Cairo takes the earlier instant',
      {
        zone: 'Africa/Cairo',
        start: '2023-04-27T12:00:00+02:00',
        rule: { amount: 0, unit: 'calendar_day', dueTime: 'end_of_day' },
      },
      '2023-04-27T21:00:00.000Z',
    ],
    [
      'the date that Pacific/Apia skipped counts like any other',
      { zone: 'Pacific/Apia', start: '2011-12-29T12:00:00-10:00', rule: { amount: 2, unit: 'calendar_day' } },
      '2011-12-30T22:00:00.000Z',
    ],
    [
      'a time of the skipped date takes the earlier instant',
      { zone: 'Pacific/Apia', start: '2011-12-29T12:00:00-10:00', rule: { amount: 1, unit: 'calendar_day' } },
      '2011-12-29T22:00:00.000Z',
    ],
  ])('calendar count: %s', (_, part, due) => {
    expect(formatDue(part)).toBe(due);
  });
});

describe('clock arithmetic: business days', () => {
  const calendar = { ...WEEKEND, holidays: ['2026-03-10'] };
  test.each<[string, Part, string]>([
    [
      'counts later dates that are neither weekend nor holiday',
      { calendar, rule: { amount: 2, unit: 'business_day' } },
      '2026-03-11T12:00:00.000Z',
    ],
    [
      'starts on any date, a Saturday too',
      { calendar, start: '2026-03-07T12:00:00Z', rule: { amount: 1, unit: 'business_day' } },
      '2026-03-09T12:00:00.000Z',
    ],
    [
      'of amount 0 stays on that date',
      { calendar, start: '2026-03-07T12:00:00Z', rule: { amount: 0, unit: 'business_day' } },
      '2026-03-07T12:00:00.000Z',
    ],
    [
      'ends with its last day',
      { calendar, rule: { amount: 1, unit: 'business_day', dueTime: 'end_of_day' } },
      '2026-03-10T00:00:00.000Z',
    ],
    [
      'takes an empty weekend',
      { calendar: { weekend: [] }, rule: { amount: 1, unit: 'business_day' } },
      '2026-03-07T12:00:00.000Z',
    ],
  ])('a business-day count %s', (_, part, due) => {
    expect(formatDue(part)).toBe(due);
  });
});

describe('clock arithmetic: business hours', () => {
  const berlin = { zone: 'Europe/Berlin', calendar: { windows: { sun: [['01:00', '04:00']] } } } satisfies Part;
  test.each<[string, Part, string]>([
    [
      'is counted inside the windows',
      { calendar: OFFICE, rule: { amount: 7, unit: 'business_hour' } },
      '2026-03-09T10:00:00.000Z',
    ],
    [
      'used up at a closing is due there',
      { calendar: OFFICE, rule: { amount: 6, unit: 'business_hour' } },
      '2026-03-06T18:00:00.000Z',
    ],
    [
      'from outside begins at the next opening',
      { calendar: OFFICE, start: '2026-03-07T12:00:00Z', rule: { amount: 5, unit: 'business_hour' } },
      '2026-03-09T15:00:00.000Z',
    ],
    [
      'of amount 0 from outside is due at the next opening',
      { calendar: OFFICE, start: '2026-03-06T18:00:00Z', rule: { amount: 0, unit: 'business_hour' } },
      '2026-03-09T09:00:00.000Z',
    ],
    [
      'of amount 0 inside is due at the start',
      { calendar: OFFICE, rule: { amount: 0, unit: 'business_hour' } },
      '2026-03-06T12:00:00.000Z',
    ],
    [
      'does not run on holidays',
      { calendar: { ...OFFICE, holidays: ['2026-03-09'] }, rule: { amount: 7, unit: 'business_hour' } },
      '2026-03-10T10:00:00.000Z',
    ],
    [
      'runs at the weekend if a window includes it',
      { calendar: { ...WEEKEND, windows: { sat: [['00:00', '24:00']] } }, rule: { amount: 24, unit: 'business_hour' } },
      '2026-03-08T00:00:00.000Z',
    ],
    [
      'counts overlapping windows once',
      {
        calendar: {
          windows: {
            fri: [
              ['12:00', '14:00'],
              ['13:00', '15:00'],
            ],
          },
        },
        rule: { amount: 3, unit: 'business_hour' },
      },
      '2026-03-06T15:00:00.000Z',
    ],
    [
      'finds a window of three hours two hours long when summer time starts',
      { ...berlin, start: '2026-03-28T12:00:00Z', rule: { amount: 2, unit: 'business_hour' } },
      '2026-03-29T02:00:00.000Z',
    ],
    [
      'finds it four hours long when summer time ends',
      { ...berlin, start: '2026-10-24T12:00:00Z', rule: { amount: 4, unit: 'business_hour' } },
      '2026-10-25T03:00:00.000Z',
    ],
    [
      'finds no window on the date that Pacific/Apia skipped',
      {
        zone: 'Pacific/Apia',
        start: '2011-12-29T20:00:00-10:00',
        calendar: { windows: { fri: [['09:00', '17:00']], sat: [['09:00', '10:00']] } },
        rule: { amount: 1, unit: 'business_hour' },
      },
      '2011-12-30T20:00:00.000Z',
    ],
    [
      'is not touched by dueTime',
      { calendar: OFFICE, rule: { amount: 1, unit: 'business_hour', dueTime: 'end_of_day' } },
      '2026-03-06T13:00:00.000Z',
    ],
  ])('a business-hour count %s', (_, part, due) => {
    expect(formatDue(part)).toBe(due);
  });
});

describe('clock arithmetic: roll', () => {
  test.each<[string, Part, string]>([
    [
      'following moves to the next business date, time of day kept',
      { calendar: WEEKEND, rule: { amount: 24, roll: 'following' } },
      '2026-03-09T12:00:00.000Z',
    ],
    [
      'preceding moves to the previous one and may give a due before the start',
      { calendar: WEEKEND, start: '2026-03-07T12:00:00Z', rule: { amount: 1, roll: 'preceding' } },
      '2026-03-06T13:00:00.000Z',
    ],
    [
      'keeps the end of day, which belongs to the day that ends',
      { calendar: WEEKEND, rule: { amount: 0, unit: 'calendar_day', dueTime: 'end_of_day', roll: 'following' } },
      '2026-03-07T00:00:00.000Z',
    ],
    [
      'takes an hour count that ends at 00:00 for the date it begins',
      { calendar: WEEKEND, rule: { amount: 12, roll: 'following' } },
      '2026-03-09T00:00:00.000Z',
    ],
    [
      'keeps a time of day that summer time took away',
      {
        zone: 'Europe/Berlin',
        calendar: { ...WEEKEND, holidays: ['2026-03-30'] },
        start: '2026-03-28T02:30:00+01:00',
        rule: { amount: 1, unit: 'calendar_day', roll: 'following' },
      },
      '2026-03-31T00:30:00.000Z',
    ],
    [
      'leaves the second of two equal times on the wall clock alone',
      {
        zone: 'Europe/Berlin',
        calendar: { weekend: ['sat'] },
        start: '2026-10-25T00:30:00Z',
        rule: { amount: 1, roll: 'following' },
      },
      '2026-10-25T01:30:00.000Z',
    ],
    [
      'leaves every date alone without a calendar',
      { rule: { amount: 24, roll: 'following' } },
      '2026-03-07T12:00:00.000Z',
    ],
    [
      'applies after events',
      {
        calendar: WEEKEND,
        rule: { amount: 1, roll: 'following' },
        events: [{ type: 'extend', amount: 1, unit: 'calendar_day' }],
      },
      '2026-03-09T13:00:00.000Z',
    ],
    [
      'checks the new date when hours end an end_of_day due',
      {
        calendar: WEEKEND,
        rule: { amount: 0, unit: 'calendar_day', dueTime: 'end_of_day', roll: 'following' },
        events: [{ type: 'extend', amount: 0, unit: 'hour' }],
      },
      '2026-03-09T00:00:00.000Z',
    ],
  ])('a roll %s', (_, part, due) => {
    expect(formatDue(part)).toBe(due);
  });
});

describe('clock arithmetic: pauses and extensions', () => {
  const stop = { stop: true };
  const pause = (from: string, to: string): NonNullable<ClockInput['events']> => [
    { type: 'pause', at: `2026-03-${from}:00Z` },
    { type: 'resume', at: `2026-03-${to}:00Z` },
  ];
  test.each<[string, Part, string | null]>([
    [
      'a pause moves hours by its length',
      { rule: { amount: 3, ...stop }, events: pause('06T13:00', '06T13:20') },
      '2026-03-06T15:20:00.000Z',
    ],
    [
      'a pause moves minutes by its length',
      { rule: { amount: 90, unit: 'minute', ...stop }, events: pause('06T13:00', '06T13:20') },
      '2026-03-06T13:50:00.000Z',
    ],
    [
      'a pause may begin in the last millisecond',
      {
        rule: { amount: 1, ...stop },
        events: [
          { type: 'pause', at: '2026-03-06T12:59:59.999Z' },
          { type: 'resume', at: '2026-03-06T14:00:00Z' },
        ],
      },
      '2026-03-06T14:00:00.001Z',
    ],
    [
      // St. John's put its clocks back from 00:01 to 23:01 of the date before
      'a pause that ends on the date before, by the clock put back, moves no days',
      {
        zone: 'America/St_Johns',
        start: '2006-10-28T12:00:00-02:30',
        rule: { amount: 3, unit: 'calendar_day', ...stop },
        events: [
          { type: 'pause', at: '2006-10-29T00:00:30-02:30' },
          { type: 'resume', at: '2006-10-28T23:30:00-03:30' },
        ],
      },
      '2006-10-31T15:30:00.000Z',
    ],
    [
      'a pause within a date does not move days',
      { rule: { amount: 3, unit: 'calendar_day', ...stop }, events: pause('07T01:00', '07T23:00') },
      '2026-03-09T12:00:00.000Z',
    ],
    [
      'a pause over midnight moves days by the dates from pause to before resume',
      { rule: { amount: 3, unit: 'calendar_day', ...stop }, events: pause('07T23:59', '09T00:00') },
      '2026-03-11T12:00:00.000Z',
    ],
    [
      'business days move by business dates only, stepping over the others',
      { calendar: WEEKEND, rule: { amount: 3, unit: 'business_day', ...stop }, events: pause('06T13:00', '10T09:00') },
      '2026-03-13T12:00:00.000Z',
    ],
    [
      'business hours do not count inside a pause',
      { calendar: OFFICE, rule: { amount: 7, unit: 'business_hour', ...stop }, events: pause('06T17:00', '09T10:00') },
      '2026-03-09T12:00:00.000Z',
    ],
    [
      'after an extend business hours move on by the open time inside the pause',
      {
        calendar: OFFICE,
        rule: { amount: 6, unit: 'business_hour', ...stop },
        events: [{ type: 'extend', amount: 1, unit: 'hour' }, ...pause('06T17:00', '09T10:00')],
      },
      '2026-03-09T11:00:00.000Z',
    ],
    [
      'after an extend a pause without open time moves nothing',
      {
        calendar: OFFICE,
        rule: { amount: 6, unit: 'business_hour', ...stop },
        events: [{ type: 'extend', amount: 2, unit: 'hour' }, ...pause('06T18:30', '06T19:00')],
      },
      '2026-03-06T20:00:00.000Z',
    ],
    [
      'a clock that is not resumed has no due',
      { rule: { amount: 3, ...stop }, events: [{ type: 'pause', at: '2026-03-06T13:00:00Z' }] },
      null,
    ],
    [
      'events at equal times are in order',
      {
        rule: { amount: 3, ...stop },
        events: [...pause('06T12:00', '06T13:00'), ...pause('06T13:00', '06T13:00')],
      },
      '2026-03-06T16:00:00.000Z',
    ],
    [
      'extend by days keeps the time of day',
      {
        zone: 'Europe/Berlin',
        start: '2026-03-28T12:00:00+01:00',
        rule: { amount: 1, unit: 'hour' },
        events: [{ type: 'extend', amount: 1, unit: 'calendar_day' }],
      },
      '2026-03-29T11:00:00.000Z',
    ],
    [
      'extend by business days steps over weekends',
      { calendar: WEEKEND, events: [{ type: 'extend', amount: 1, unit: 'business_day' }] },
      '2026-03-09T13:00:00.000Z',
    ],
    [
      'extend by days keeps the end of day',
      {
        rule: { amount: 1, unit: 'calendar_day', dueTime: 'end_of_day' },
        events: [{ type: 'extend', amount: 1, unit: 'calendar_day' }],
      },
      '2026-03-09T00:00:00.000Z',
    ],
    [
      'extend by hours makes an end of day a time of day',
      {
        rule: { amount: 1, unit: 'calendar_day', dueTime: 'end_of_day' },
        events: [
          { type: 'extend', amount: 1, unit: 'hour' },
          { type: 'extend', amount: 1, unit: 'calendar_day' },
        ],
      },
      '2026-03-09T01:00:00.000Z',
    ],
    ['extend needs no stop', { events: [{ type: 'extend', amount: 1, unit: 'hour' }] }, '2026-03-06T14:00:00.000Z'],
  ])('event rule: %s', (_, part, due) => {
    expect(formatDue(part)).toBe(due);
  });

  const at = (type: 'pause' | 'resume', time: string) => ({ type, at: `2026-03-06T${time}Z` });

  test.each<[string, Part, string]>([
    [
      'pause at the current due',
      { rule: stop, events: [at('pause', '13:00:00')] },
      'events[0]: pause at or after the due, 2026-03-06T13:00:00+00:00',
    ],
    [
      'pause while paused',
      { rule: { amount: 2, ...stop }, events: [at('pause', '12:00:00'), at('pause', '12:01:00')] },
      'events[1]: pause while the clock is paused',
    ],
    [
      'resume while running',
      { rule: stop, events: [at('resume', '12:00:00')] },
      'events[0]: resume while the clock is running',
    ],
    [
      'extend while paused',
      { rule: stop, events: [at('pause', '12:00:00'), { type: 'extend', amount: 1, unit: 'hour' }] },
      'events[1]: extend while the clock is paused',
    ],
    [
      'a resume before its pause',
      { rule: { amount: 5, ...stop }, events: [at('pause', '13:00:00'), at('resume', '12:59:59.999')] },
      'events[1]: resume out of order: it lies before the event ahead of it',
    ],
    [
      'a pause before the resume ahead of it',
      { rule: { amount: 5, ...stop }, events: [...pause('06T12:30', '06T13:00'), at('pause', '12:59:59.999')] },
      'events[2]: pause out of order: it lies before the event ahead of it',
    ],
    [
      'a pause before the start',
      { rule: stop, events: [at('pause', '11:59:59.999')] },
      'events[0]: pause before the start',
    ],
    [
      'a resume before the start',
      { rule: stop, events: [at('resume', '11:00:00')] },
      'events[0]: resume before the start',
    ],
    [
      'pause without stop',
      { events: [at('pause', '12:00:00')] },
      'events[0]: this rule does not stop: pause needs rule.stop true',
    ],
    [
      'resume without stop',
      { events: [at('resume', '12:00:00')] },
      'events[0]: this rule does not stop: resume needs rule.stop true',
    ],
  ])('rejects %s', (_, part, error) => {
    expect(readError(aLine(part))).toBe(error);
  });
});

describe('clock arithmetic: input', () => {
  test.each<[string, unknown, RegExp]>([
    ['an offset for a zone', aLine({ zone: '+05:30' }), /zone must/],
    ['an unknown zone', aLine({ zone: 'Asia/Atlantis' }), /zone must/],
    [
      'a window that opens at 24:00',
      { ...aLine({}), calendar: { windows: { mon: [['24:00', '24:00']] } } },
      /calendar.windows.mon\[0\]/,
    ],
    [
      'windows that never open, for amount 0 too',
      aLine({ calendar: { windows: {} }, rule: { amount: 0, unit: 'business_hour' } }),
      /never opens/,
    ],
    [
      'a weekend of seven days',
      aLine({
        calendar: { weekend: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] },
        rule: { unit: 'business_day' },
      }),
      /never gives a business date/,
    ],
    [
      'a roll over a weekend of seven days',
      aLine({ calendar: { weekend: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] }, rule: { roll: 'preceding' } }),
      /never gives a business date/,
    ],
    ['a holiday with something before it', aLine({ calendar: { holidays: ['12026-01-01'] } }), /holidays/],
    ['a holiday with something after it', aLine({ calendar: { holidays: ['2026-01-01T00'] } }), /holidays/],
    ['hours past year 9999', aLine({ rule: { amount: 1e9 } }), /after year 9999/],
    ['hours past everything', aLine({ rule: { amount: 1e300 } }), /after year 9999/],
    ['months past year 9999', aLine({ rule: { amount: 1e15, unit: 'month' } }), /after year 9999/],
    ['days past year 9999', aLine({ rule: { amount: 3_000_000, unit: 'calendar_day' } }), /after year 9999/],
    [
      'business days past year 9999',
      aLine({ calendar: WEEKEND, rule: { amount: 2_500_000, unit: 'business_day' } }),
      /after year 9999/,
    ],
    [
      'business hours past year 9999',
      aLine({ calendar: OFFICE, start: '9995-03-06T12:00:00Z', rule: { amount: 30_000, unit: 'business_hour' } }),
      /^the calendar cannot use up the amount before year 10000$/,
    ],
    [
      'a roll back before year 0001',
      aLine({ start: '0001-01-01T12:00:00Z', calendar: { weekend: ['mon'] }, rule: { amount: 0, roll: 'preceding' } }),
      /^the due lies before year 0001$/,
    ],
    [
      'a roll back to a date of year 0001 that begins before it in UTC',
      aLine({
        zone: 'Asia/Kolkata',
        start: '0001-01-01T20:07:00Z',
        calendar: { weekend: ['tue'] },
        rule: { amount: 0, unit: 'calendar_day', roll: 'preceding' },
      }),
      /^the due lies before year 0001$/,
    ],
  ])('rejects %s', (_, input, error) => {
    expect(readError(input)).toMatch(error);
  });

  test('ignores unknown fields and truncates decimals to milliseconds', () => {
    const answer = computeDue({ ...aLine({ start: '2026-03-06T12:00:00.9999Z' }), colour: 'red' });
    expect(answer).toMatchObject({ ok: true, dueAtMs: Date.UTC(2026, 2, 6, 13, 0, 0, 999) });
  });

  test.each(['0001-01-01T00:00:00Z', '0099-12-31T00:00:00Z', '9999-12-31T22:59:59.999Z'])('counts from %s', (start) => {
    expect(formatDue({ start, rule: { amount: 1 } })).toHaveLength(24);
  });

  test('accepts the first instant of year 0001 and the last of 9999 as due times', () => {
    const back = {
      calendar: { weekend: ['tue' as const] },
      rule: { amount: 0, unit: 'calendar_day', roll: 'preceding' },
    };
    expect(formatDue({ start: '0001-01-02T00:00:00Z', ...back } as Part)).toBe('0001-01-01T00:00:00.000Z');
    expect(formatDue({ start: '9999-12-31T22:59:59.999Z' })).toBe('9999-12-31T23:59:59.999Z');
    expect(readError(aLine({ start: '9999-12-31T23:00:00.000Z' }))).toMatch(/after year 9999/);
    expect(formatDue({ start: '9998-12-15T12:00:00Z', rule: { amount: 12, unit: 'month' } })).toBe(
      '9999-12-15T12:00:00.000Z',
    );
  });

  test('explains the due time in words', () => {
    const answer = computeDue(aLine({ calendar: WEEKEND, rule: { amount: 24, roll: 'following' } }));
    expect(answer).toMatchObject({
      working: [
        'start 2026-03-06T12:00:00+00:00',
        '24 hours in UTC: 2026-03-07, a weekend',
        'stepped over 2026-03-07 to 2026-03-08 (weekend)',
        'roll following: due 2026-03-09T12:00:00+00:00',
      ],
    });
  });

  test('explains how pauses and extensions moved the end of a day', () => {
    const answer = computeDue(
      aLine({
        zone: 'Asia/Kolkata',
        calendar: WEEKEND,
        rule: { amount: 2, unit: 'calendar_day', dueTime: 'end_of_day', stop: true, roll: 'following' },
        events: [
          { type: 'pause', at: '2026-03-06T13:00:00Z' },
          { type: 'resume', at: '2026-03-07T13:00:00Z' },
          { type: 'extend', amount: 3, unit: 'calendar_day' },
        ],
      }),
    );
    expect(answer).toMatchObject({
      working: [
        'start 2026-03-06T17:30:00+05:30',
        '2 calendar days in Asia/Kolkata, to the end of the last day: 2026-03-08, a weekend',
        'stepped over 2026-03-08 (weekend)',
        'roll following: due end of 2026-03-09 (2026-03-10T00:00:00+05:30)',
        'paused at 2026-03-06T18:30:00+05:30',
        'the pause took 1 calendar day',
        'resumed at 2026-03-07T18:30:00+05:30: due end of 2026-03-10 (2026-03-11T00:00:00+05:30)',
        'extended by 3 calendar days: due end of 2026-03-13 (2026-03-14T00:00:00+05:30)',
      ],
    });
  });
});

describe('clock arithmetic: end of year 9999', () => {
  const start = '9999-12-28T12:00:00Z';
  const pausedTo = (at: string) => [
    { type: 'pause' as const, at: '9999-12-28T13:00:00Z' },
    { type: 'resume' as const, at },
  ];
  const NOON = '9999-12-31T12:00:00.000Z';

  test.each<[string, Part, string]>([
    ['a count of days', { start: '9999-12-30T12:00:00Z', rule: { amount: 1, unit: 'calendar_day' } }, NOON],
    [
      'a count of business days',
      { start: '9999-12-30T12:00:00Z', rule: { amount: 1, unit: 'business_day' }, calendar: WEEKEND },
      NOON,
    ],
    [
      'a roll',
      {
        start: '9999-12-30T12:00:00Z',
        rule: { amount: 0, unit: 'calendar_day', roll: 'following' },
        calendar: { weekend: ['thu'] },
      },
      NOON,
    ],
    [
      'a pause',
      { start, rule: { amount: 1, unit: 'calendar_day', stop: true }, events: pausedTo('9999-12-30T13:00:00Z') },
      NOON,
    ],
    [
      'an extension',
      { start, events: [{ type: 'extend', amount: 3, unit: 'calendar_day' }] },
      '9999-12-31T13:00:00.000Z',
    ],
  ])('allows %s to end on the last day', (_, part, due) => {
    expect(formatDue(part)).toBe(due);
  });

  test.each<[string, Part, string]>([
    [
      'a pause of days',
      { rule: { amount: 1, unit: 'calendar_day', stop: true }, events: pausedTo('9999-12-31T13:00:00Z') },
      'events[1]',
    ],
    ['a pause of hours', { rule: { amount: 71, stop: true }, events: pausedTo('9999-12-30T13:00:00Z') }, 'events[1]'],
    ['days', { events: [{ type: 'extend', amount: 4, unit: 'calendar_day' }] }, 'events[0]'],
    ['hours', { events: [{ type: 'extend', amount: 100, unit: 'hour' }] }, 'events[0]'],
    [
      'hours that a roll would bring back',
      { calendar: WEEKEND, rule: { roll: 'preceding' }, events: [{ type: 'extend', amount: 84, unit: 'hour' }] },
      'events[0]',
    ],
    [
      'business days',
      { calendar: WEEKEND, events: [{ type: 'extend', amount: 4, unit: 'business_day' }] },
      'events[0]',
    ],
  ])('rejects an event beyond the last day: %s', (_, part, where) => {
    expect(readError(aLine({ start, ...part }))).toBe(`${where}: the due lies after year 9999`);
  });

  test.each<[string, Part]>([
    ['hours, though a roll would bring them back', { calendar: WEEKEND, rule: { amount: 84, roll: 'preceding' } }],
    ['a roll', { calendar: { weekend: ['fri'] }, rule: { amount: 72, roll: 'following' } }],
  ])('rejects a due time beyond the last day: %s', (_, part) => {
    expect(readError(aLine({ start, ...part }))).toBe('the due lies after year 9999');
  });

  test('accepts a weekend of seven days where no day is counted', () => {
    const calendar = { weekend: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] } satisfies ClockInput['calendar'];
    expect(formatDue({ rule: { amount: 0, unit: 'business_day' }, calendar })).toBe('2026-03-06T12:00:00.000Z');
  });
});

describe('clock arithmetic: windows at clock changes and date limits', () => {
  type Windows = NonNullable<NonNullable<ClockInput['calendar']>['windows']>;
  const hours = (zone: string, start: string, windows: Windows, amount = 1): Part => ({
    zone,
    start,
    calendar: { windows },
    rule: { amount, unit: 'business_hour' },
  });

  test.each<[string, Part, string]>([
    [
      // Sunday's 00:00 is the instant of Saturday's 23:00
      'in São Paulo one that opens in the hour lost at midnight opens before the last one of the day before',
      hours('America/Sao_Paulo', '2017-10-14T22:00:00-03:00', {
        sat: [['23:15', '23:45']],
        sun: [['00:00', '02:00']],
      }),
      '2017-10-15T03:00:00.000Z',
    ],
    [
      'in Cairo, east of Greenwich, so does one',
      hours('Africa/Cairo', '2023-04-27T21:00:00+02:00', { thu: [['23:15', '23:45']], fri: [['00:00', '02:00']] }),
      '2023-04-27T22:00:00.000Z',
    ],
    [
      'one that closes at a midnight that does not exist closes as long before',
      hours('America/Sao_Paulo', '2017-10-14T22:00:00-03:00', { sat: [['22:30', '24:00']], sun: [['10:00', '12:00']] }),
      '2017-10-15T12:30:00.000Z',
    ],
    [
      'one that closes in the lost hour before it opens is none',
      hours('Europe/Berlin', '2026-03-29T00:00:00+01:00', {
        sun: [
          ['01:45', '02:15'],
          ['10:00', '12:00'],
        ],
      }),
      '2026-03-29T09:00:00.000Z',
    ],
    [
      'one inside another adds nothing',
      hours(
        'UTC',
        '2026-03-06T08:00:00Z',
        {
          fri: [
            ['09:00', '18:00'],
            ['10:00', '12:00'],
          ],
          mon: [['09:00', '18:00']],
        },
        10,
      ),
      '2026-03-09T10:00:00.000Z',
    ],
    [
      'those of one date apply in the order of the clock, in whatever order they are given',
      hours(
        'UTC',
        '2026-03-06T08:00:00Z',
        {
          fri: [
            ['14:00', '18:00'],
            ['09:00', '13:00'],
          ],
        },
        5,
      ),
      '2026-03-06T15:00:00.000Z',
    ],
    [
      'one of the last date counts to its end',
      hours('UTC', '9999-12-31T08:00:00Z', { fri: [['09:00', '18:00']] }, 9),
      '9999-12-31T18:00:00.000Z',
    ],
    [
      'one that never closes counts to the last instant of all',
      hours('UTC', '9999-12-31T22:59:59.999Z', { fri: [['00:00', '24:00']] }),
      '9999-12-31T23:59:59.999Z',
    ],
  ])('window rule: %s', (_, part, due) => {
    expect(formatDue(part)).toBe(due);
  });

  test('rejects an amount that needs windows after the last date', () => {
    const office: Windows = { fri: [['09:00', '18:00']], sat: [['00:00', '24:00']] };
    expect(readError(aLine(hours('UTC', '9999-12-31T17:30:00Z', office)))).toBe(
      'the calendar cannot use up the amount before year 10000',
    );
    expect(readError(aLine(hours('UTC', '9999-12-31T23:00:00Z', { fri: [['00:00', '24:00']] }, 2)))).toBe(
      'the due lies after year 9999',
    );
  });
});

describe('clock arithmetic: pauses of business hours', () => {
  const stopped = (amount: number, start: string, ...times: string[]): Part => ({
    calendar: OFFICE,
    start: `2026-03-${start}:00Z`,
    rule: { amount, unit: 'business_hour', stop: true },
    events: times.map((time, index) => ({ type: index % 2 === 0 ? 'pause' : 'resume', at: `2026-03-${time}:00Z` })),
  });

  test.each<[string, Part, string]>([
    [
      'several in one window leave out each its own',
      stopped(4, '06T09:00', '06T10:00', '06T10:30', '06T11:00', '06T11:15', '06T12:00', '06T12:05'),
      '2026-03-06T13:50:00.000Z',
    ],
    [
      'one from the start on begins the count when it ends',
      stopped(2, '06T09:00', '06T09:00', '06T10:00'),
      '2026-03-06T12:00:00.000Z',
    ],
    [
      'two that touch are one',
      stopped(2, '06T09:00', '06T10:00', '06T10:30', '06T10:30', '06T11:00'),
      '2026-03-06T12:00:00.000Z',
    ],
    [
      'one over a closing takes the end of one window and the beginning of the next',
      stopped(6, '06T13:00', '06T17:00', '09T09:30'),
      '2026-03-09T11:30:00.000Z',
    ],
    [
      'one while all is closed changes nothing',
      stopped(6, '06T13:00', '06T18:00', '09T09:00'),
      '2026-03-09T10:00:00.000Z',
    ],
    [
      'of nothing to count, over a whole opening to the closing, is due at the opening after',
      stopped(0, '06T08:00', '06T08:30', '06T18:00'),
      '2026-03-09T09:00:00.000Z',
    ],
  ])('pause rule: %s', (_, part, due) => {
    expect(formatDue(part)).toBe(due);
  });
});
