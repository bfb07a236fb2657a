import { describe, expect, test } from '@jest/globals';
import { answerClockLine, computeDue } from '../../../../domain/clock-arithmetic/index.js';

const aLine = (patch: object = {}) => ({ zone: 'UTC', start: '2026-03-06T12:00:00Z', rule: aRule(), ...patch });
const aRule = (patch: object = {}) => ({ amount: 1, unit: 'hour', ...patch });

function reply(input: unknown): string {
  const answer = computeDue(input);
  if (!answer.ok) return answer.error;
  return answer.dueAtMs === null ? 'paused' : new Date(answer.dueAtMs).toISOString();
}

const NO_TIME = 'must be an RFC 3339 time with an offset, like 2026-02-19T23:50:00+05:30, in years 0001-9999';
const WEEKDAYS = 'mon, tue, wed, thu, fri, sat, sun';
const noWindow = (path: string, shown: string) =>
  `calendar.windows.${path} must be a pair like ["09:00","13:00"] (24:00 may close it), not ${shown}`;

describe('clock line with an error', () => {
  test.each<[unknown, string]>([
    [undefined, 'a line must be a JSON object'],
    [null, 'a line must be a JSON object'],
    [[], 'a line must be a JSON object'],
    ['UTC', 'a line must be a JSON object'],
  ])('rejects %j as a line, with what is expected', (input, error) => {
    expect(reply(input)).toBe(error);
  });

  test.each<[object, string]>([
    [
      { zone: 'asia/kolkata' },
      'zone must be an IANA time-zone name in its own letter case, like Asia/Kolkata, not "asia/kolkata"',
    ],
    [
      { zone: undefined },
      'zone must be an IANA time-zone name in its own letter case, like Asia/Kolkata, not undefined',
    ],
    [{ zone: 7 }, 'zone must be an IANA time-zone name in its own letter case, like Asia/Kolkata, not 7'],
    [{ start: '2026-03-06' }, `start ${NO_TIME}`],
    [{ start: 1_772_798_400_000 }, `start ${NO_TIME}`],
    [{ start: ['2026-03-06T12:00:00Z'] }, `start ${NO_TIME}`],
    [{ start: '0001-01-01T00:00:00+00:01' }, 'start lies before year 0001 in UTC'],
    [{ rule: undefined }, 'rule must be an object with amount and unit'],
    [{ rule: null }, 'rule must be an object with amount and unit'],
    [{ rule: [] }, 'rule must be an object with amount and unit'],
    [{ rule: 'P1D' }, 'rule must be an object with amount and unit'],
    [{ rule: { unit: 'hour' } }, 'rule.amount must be a whole number from 0, not undefined'],
    [{ rule: aRule({ amount: '1' }) }, 'rule.amount must be a whole number from 0, not "1"'],
    [{ rule: aRule({ amount: 1.5 }) }, 'rule.amount must be a whole number from 0, not 1.5'],
    [{ rule: aRule({ amount: -1 }) }, 'rule.amount must be a whole number from 0, not -1'],
    [
      { rule: aRule({ unit: 'week' }) },
      'rule.unit must be one of minute, hour, calendar_day, business_day, business_hour, month, not "week"',
    ],
    [{ rule: aRule({ dueTime: null }) }, 'rule.dueTime must be one of same_time, end_of_day, not null'],
    [{ rule: aRule({ roll: 'back' }) }, 'rule.roll must be one of none, following, preceding, not "back"'],
    [{ rule: aRule({ stop: 'yes' }) }, 'rule.stop must be true or false, not "yes"'],
    [{ rule: aRule({ stop: null }) }, 'rule.stop must be true or false, not null'],
    [{ calendar: null }, 'calendar must be an object with weekend, holidays and windows'],
    [{ calendar: [] }, 'calendar must be an object with weekend, holidays and windows'],
    [{ calendar: { weekend: 'sat' } }, `calendar.weekend must be a list of ${WEEKDAYS}`],
    [{ calendar: { weekend: ['sat', 'Sun'] } }, `calendar.weekend[1] must be one of ${WEEKDAYS}, not "Sun"`],
    [{ calendar: { holidays: {} } }, 'calendar.holidays must be a list of dates like 2026-01-26'],
    [{ calendar: { holidays: [7] } }, 'calendar.holidays[0] must be a date like 2026-01-26, not 7'],
    [
      { calendar: { holidays: ['2026-01-26', '2026-02-29'] } },
      'calendar.holidays[1] must be a date like 2026-01-26, not "2026-02-29"',
    ],
    [{ calendar: { windows: [] } }, 'calendar.windows must be an object from weekday to windows'],
    [{ calendar: { windows: { tue: '09:00' } } }, 'calendar.windows.tue must be a list of windows'],
    [{ calendar: { windows: { tue: null } } }, 'calendar.windows.tue must be a list of windows'],
    [
      { calendar: { windows: { Mon: [['09:00', '17:00']], fri: [['09:00', '17:00']] } } },
      `a key of calendar.windows must be one of ${WEEKDAYS}, not "Mon"`,
    ],
    [
      { calendar: JSON.parse('{ "windows": { "__proto__": [["09:00", "17:00"]] } }') as object },
      `a key of calendar.windows must be one of ${WEEKDAYS}, not "__proto__"`,
    ],
    [{ calendar: { weekend: null } }, `calendar.weekend must be a list of ${WEEKDAYS}`],
    [{ calendar: { holidays: null } }, 'calendar.holidays must be a list of dates like 2026-01-26'],
    [{ calendar: { windows: null } }, 'calendar.windows must be an object from weekday to windows'],
    [{ rule: aRule({ roll: null }) }, 'rule.roll must be one of none, following, preceding, not null'],
    [{ calendar: { windows: { tue: [['09:00', '12:00'], '13:00'] } } }, noWindow('tue[1]', '"13:00"')],
    [{ calendar: { windows: { tue: [['09:00']] } } }, noWindow('tue[0]', '["09:00"]')],
    [
      { calendar: { windows: { tue: [['09:00', '12:00', '13:00']] } } },
      noWindow('tue[0]', '["09:00","12:00","13:00"]'),
    ],
    [{ calendar: { windows: { tue: [[9, 12]] } } }, noWindow('tue[0]', '[9,12]')],
    [{ calendar: { windows: { tue: [[['09:00'], '12:00']] } } }, noWindow('tue[0]', '[["09:00"],"12:00"]')],
    [
      { calendar: { holidays: [['2026-01-26']] } },
      'calendar.holidays[0] must be a date like 2026-01-26, not ["2026-01-26"]',
    ],
    [
      { calendar: { windows: { tue: [['18:00', '09:00']] } } },
      'calendar.windows.tue[0] must close after it opens, on the same date: ["18:00","09:00"]',
    ],
    [
      { calendar: { windows: { tue: [['09:00', '09:00']] } } },
      'calendar.windows.tue[0] must close after it opens, on the same date: ["09:00","09:00"]',
    ],
    [{ rule: aRule({ unit: 'business_day' }) }, 'business_day needs calendar.weekend'],
    [{ rule: aRule({ unit: 'business_hour' }), calendar: {} }, 'business_hour needs calendar.windows'],
    [{ events: [{ type: 'extend', amount: 1, unit: 'business_day' }] }, 'business_day needs calendar.weekend'],
    [{ events: {} }, 'events must be a list'],
    [{ events: null }, 'events must be a list'],
    [{ events: ['pause'] }, 'events[0] must be an object with a type'],
    [{ events: [{ type: 'stop' }] }, 'events[0].type must be one of pause, resume, extend, not "stop"'],
    [{ events: [{ type: 'pause' }] }, `events[0].at ${NO_TIME}`],
    [{ events: [{ type: 'extend', unit: 'hour' }] }, 'events[0].amount must be a whole number from 0, not undefined'],
    [
      {
        events: [
          { type: 'extend', amount: 1, unit: 'hour' },
          { type: 'extend', amount: 1, unit: 'month' },
        ],
      },
      'events[1].unit must be one of hour, calendar_day, business_day, not "month"',
    ],
  ])('rejects a line with %j, with what is expected', (patch, error) => {
    expect(reply(aLine(patch))).toBe(error);
  });

  test('cuts a value in an error message at sixty characters', () => {
    expect(reply(aLine({ rule: aRule({ stop: 'x'.repeat(58) }) }))).toBe(
      `rule.stop must be true or false, not "${'x'.repeat(58)}"`,
    );
    expect(reply(aLine({ rule: aRule({ stop: 'x'.repeat(59) }) }))).toBe(
      `rule.stop must be true or false, not "${'x'.repeat(56)}...`,
    );
  });
});

describe('clock line with optional fields left out', () => {
  test('keeps the time of day, does not roll and allows no pause', () => {
    const calendar = { weekend: ['sat', 'sun'] };
    expect(reply(aLine({ rule: aRule({ unit: 'calendar_day' }), calendar }))).toBe('2026-03-07T12:00:00.000Z');
    expect(reply(aLine({ events: [{ type: 'pause', at: '2026-03-06T12:30:00Z' }] }))).toBe(
      'events[0]: this rule does not stop: pause needs rule.stop true',
    );
  });

  test('has no holidays, no weekend and no windows', () => {
    expect(reply(aLine({ rule: aRule({ amount: 24, roll: 'following' }), calendar: {} }))).toBe(
      '2026-03-07T12:00:00.000Z',
    );
  });

  test('accepts windows for some weekdays only', () => {
    const calendar = { windows: { sun: [['10:00', '11:00']] } };
    expect(reply(aLine({ rule: aRule({ unit: 'business_hour' }), calendar }))).toBe('2026-03-08T11:00:00.000Z');
  });
});

describe('time of day in a window', () => {
  const opening = (from: string, to: string) =>
    reply(aLine({ rule: aRule({ amount: 0, unit: 'business_hour' }), calendar: { windows: { sat: [[from, to]] } } }));

  test.each([
    ['00:00', '2026-03-07T00:00:00.000Z'],
    ['09:59', '2026-03-07T09:59:00.000Z'],
    ['19:30', '2026-03-07T19:30:00.000Z'],
    ['23:59', '2026-03-07T23:59:00.000Z'],
  ])('accepts %s as an opening', (from, due) => {
    expect(opening(from, '24:00')).toBe(due);
  });

  test.each(['9:00', '09:60', '24:30', '25:00', '009:00', '09:000', '0900', 'x09:00', '09:00x', 'aa:bb'])(
    'rejects %s as an opening',
    (from) => {
      expect(opening(from, '24:00')).toBe(noWindow('sat[0]', `["${from}","24:00"]`));
    },
  );

  test.each(['24:01', '24:000', 'x24:00'])('rejects %s as a closing', (to) => {
    expect(opening('09:00', to)).toBe(noWindow('sat[0]', `["09:00","${to}"]`));
  });
});

describe('clock start in RFC 3339', () => {
  test.each([
    ['2026-03-06T12:00:00Z', '2026-03-06T13:00:00.000Z'],
    ['2026-03-06T23:59:59Z', '2026-03-07T00:59:59.000Z'],
    ['2026-03-06T09:08:07.5Z', '2026-03-06T10:08:07.500Z'],
    ['2026-03-06T12:00:00.0459Z', '2026-03-06T13:00:00.045Z'],
    ['2026-03-06T12:00:00+05:30', '2026-03-06T07:30:00.000Z'],
    ['2026-03-06T12:00:00-03:30', '2026-03-06T16:30:00.000Z'],
    ['2026-03-06T12:00:00.25+23:59', '2026-03-05T13:01:00.250Z'],
    ['2026-03-06T12:00:00-19:00', '2026-03-07T08:00:00.000Z'],
  ])('reads %s', (start, due) => {
    expect(reply(aLine({ start }))).toBe(due);
  });

  test.each([
    '2026-03-06T24:00:00Z',
    '2026-03-06T12:60:00Z',
    '2026-03-06T12:00:60Z',
    '2026-03-06T12:00Z',
    '2026-03-06T12:00:00.Z',
    '2026-03-06T12:00:00.xZ',
    '2026-03-06T12:00:00',
    '2026-03-06T12:00:00+24:00',
    '2026-03-06T12:00:00+05:60',
    '2026-03-06T12:00:00+0530',
    '2026-03-06T12:00:00+05',
    '2026-03-06t12:00:00Z',
    '2026-03-06T12:00:00z',
    ' 2026-03-06T12:00:00Z',
    '2026-03-06T12:00:00Z ',
    '2026-3-6T12:00:00Z',
    '2026-02-29T12:00:00Z',
    '0000-03-06T12:00:00Z',
  ])('rejects %j', (start) => {
    expect(reply(aLine({ start }))).toBe(`start ${NO_TIME}`);
  });

  test('accepts existing dates only: 29 February in leap years, no 31 April', () => {
    expect(reply(aLine({ start: '2028-02-29T12:00:00Z' }))).toBe('2028-02-29T13:00:00.000Z');
    expect(reply(aLine({ start: '2026-04-30T12:00:00Z' }))).toBe('2026-04-30T13:00:00.000Z');
    for (const date of ['2026-04-31', '2026-12-32', '2026-00-10', '2026-13-10', '2026-04-00'])
      expect(reply(aLine({ start: `${date}T12:00:00Z` }))).toBe(`start ${NO_TIME}`);
  });
});

describe('answerClockLine', () => {
  const text = (patch: object) => JSON.stringify({ id: 'c1', ...aLine(patch) });

  test.each(['nope', '{', '"id'])('reports that %s is not JSON', (line) => {
    expect(answerClockLine(line)).toEqual({ id: null, error: 'the line is not JSON' });
  });

  test.each(['{}', '[]', 'null', '7', '"c1"', 'true', '{"id":7}', '{"id":null}'])(
    'reports that %s needs an id',
    (line) => {
      expect(answerClockLine(line)).toEqual({ id: null, error: 'the line needs an id, a text' });
    },
  );

  test('returns the id of the line with an error', () => {
    expect(answerClockLine(text({ rule: null }))).toEqual({
      id: 'c1',
      error: 'rule must be an object with amount and unit',
    });
  });

  test('reports a paused clock with the instant of its pause and without a due time', () => {
    const events = [{ type: 'pause', at: '2026-03-06T12:30:00Z' }];
    expect(answerClockLine(text({ rule: aRule({ stop: true }), events }))).toEqual({
      id: 'c1',
      dueAt: null,
      state: 'paused',
      working: [
        'start 2026-03-06T12:00:00+00:00',
        '1 hour in UTC: due 2026-03-06T13:00:00+00:00',
        'paused at 2026-03-06T12:30:00+00:00',
        'paused: no due until it resumes',
      ],
    });
  });

  test.each([
    ['minute', '1 minute in UTC'],
    ['business_hour', '1 business hour in UTC'],
    ['calendar_day', '1 calendar day in UTC, same time of day'],
    ['business_day', '1 business day in UTC, same time of day'],
    ['month', '1 month in UTC, same time of day'],
  ])('describes the count by %s', (unit, said) => {
    const calendar = { weekend: [], windows: { fri: [['09:00', '18:00']] } };
    const answer = computeDue(aLine({ rule: aRule({ unit }), calendar }));
    expect(answer).toMatchObject({ ok: true, working: [expect.any(String), expect.stringMatching(`^${said}: due `)] });
  });
});
