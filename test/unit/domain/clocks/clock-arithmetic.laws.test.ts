import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { Temporal } from 'temporal-polyfill/implementation';
import { answerClockLine, computeDue, verifyClockReceipt } from '../../../../domain/clock-arithmetic/index.js';
import type { ClockInput } from '../../../../domain/clock-arithmetic/index.js';
import { runs } from '../../../support/jest/cases.js';

fc.configureGlobal(runs(100));

type Calendar = NonNullable<ClockInput['calendar']>;

/** Zones that change their offset: by an hour, by half an hour, at midnight, by a whole date, at short notice. */
const zones = fc.constantFrom(
  'Europe/Berlin',
  'Europe/London',
  'America/New_York',
  'America/Sao_Paulo',
  'America/Santiago',
  'Australia/Lord_Howe',
  'Africa/Cairo',
  'Africa/Casablanca',
  'Asia/Gaza',
  'Asia/Tehran',
  'Asia/Pyongyang',
  'Pacific/Apia',
);
const steadyZones = fc.constantFrom('UTC', 'Asia/Kolkata', 'Asia/Singapore');
const everyZone = fc.oneof(zones, steadyZones);
/** Around the years in which these zones change most. */
const instants = fc.integer({ min: Date.UTC(2009, 0, 1), max: Date.UTC(2027, 0, 1) });
const dates = instants.map((ms) => new Date(ms).toISOString().slice(0, 10));
const amounts = fc.integer({ min: 0, max: 40 });
const elapsedUnits = fc.constantFrom('minute', 'hour', 'business_hour');
const dateUnits = fc.constantFrom('calendar_day', 'business_day', 'month');
const units = fc.oneof(elapsedUnits, dateUnits);
const dueTimes = fc.constantFrom('same_time', 'end_of_day');
const rolls = fc.constantFrom('none', 'following', 'preceding');
const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const calendars: fc.Arbitrary<ClockInput['calendar'] & { holidays: string[] }> = fc.record({
  weekend: fc.subarray([...weekdays], { maxLength: 3 }),
  holidays: fc.array(dates, { maxLength: 4 }),
  windows: fc.constantFrom(
    { mon: [['09:00', '17:00']], thu: [['00:00', '24:00']] },
    { sun: [['01:00', '03:00']], tue: [['08:30', '12:00']], fri: [['22:00', '24:00']] },
    {
      wed: [
        ['10:00', '12:00'],
        ['11:00', '13:30'],
      ],
      sat: [['00:00', '02:30']],
    },
  ) as fc.Arbitrary<NonNullable<Calendar['windows']>>,
});

const at = (ms: number) => new Date(ms).toISOString();

function dueMs(input: ClockInput): number {
  const answer = computeDue(input);
  if (!answer.ok || answer.dueAtMs === null) throw new Error(answer.ok ? 'paused' : answer.error);
  return answer.dueAtMs;
}

/** Noon on a date in a zone, from the time-zone library itself. */
function noon(zone: string, date: string): number {
  return Temporal.PlainDate.from(date).toZonedDateTime({ timeZone: zone, plainTime: '12:00' }).epochMilliseconds;
}

function plusDays(date: string, days: number): string {
  return at(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).slice(0, 10);
}

const rules = fc.record({ amount: amounts, unit: units, dueTime: dueTimes, roll: rolls, stop: fc.constant(true) });

describe('clock law: a later start', () => {
  test('is never due earlier by elapsed or open time, in any zone', () => {
    fc.assert(
      fc.property(
        everyZone,
        instants,
        fc.nat({ max: 10 * 86_400_000 }),
        amounts,
        elapsedUnits,
        calendars,
        (zone, start, later, amount, unit, calendar) => {
          const due = (ms: number) => dueMs({ zone, start: at(ms), rule: { amount, unit }, calendar });
          expect(due(start + later)).toBeGreaterThanOrEqual(due(start));
        },
      ),
    );
  });

  test('is due later by the same time for calendar days in zones with a fixed offset', () => {
    fc.assert(
      fc.property(steadyZones, instants, fc.nat({ max: 10 ** 9 }), amounts, (zone, start, later, amount) => {
        const due = (ms: number) => dueMs({ zone, start: at(ms), rule: { amount, unit: 'calendar_day' } });
        expect(due(start + later)).toBe(due(start) + later);
      }),
    );
  });

  test('on a later date at the same time is never due earlier by dates, rolled or not, in any zone', () => {
    fc.assert(
      fc.property(
        everyZone,
        dates,
        fc.nat({ max: 12 }),
        amounts,
        dateUnits,
        dueTimes,
        rolls,
        calendars,
        (zone, date, days, amount, unit, dueTime, roll, calendar) => {
          const due = (on: string) =>
            dueMs({ zone, start: at(noon(zone, on)), rule: { amount, unit, dueTime, roll }, calendar });
          expect(due(plusDays(date, days))).toBeGreaterThanOrEqual(due(date));
        },
      ),
    );
  });
});

describe('clock law: a due time by dates', () => {
  test('is at noon of the counted date, as the time-zone library computes it', () => {
    fc.assert(
      fc.property(everyZone, dates, amounts, (zone, date, amount) => {
        const rule = { amount, unit: 'calendar_day' } as const;
        expect(dueMs({ zone, start: at(noon(zone, date)), rule })).toBe(noonOfOrBefore(zone, plusDays(date, amount)));
      }),
    );
  });

  test('adds months as the library does, ending on the last day of a short month', () => {
    fc.assert(
      fc.property(everyZone, dates, amounts, (zone, date, amount) => {
        const counted = Temporal.PlainDate.from(date).add({ months: amount }).toString();
        const rule = { amount, unit: 'month' } as const;
        expect(dueMs({ zone, start: at(noon(zone, date)), rule })).toBe(noonOfOrBefore(zone, counted));
      }),
    );
  });

  test('ends a day at the first instant of the next, or earlier where midnight is missing', () => {
    fc.assert(
      fc.property(everyZone, dates, amounts, (zone, date, amount) => {
        const next = Temporal.PlainDate.from(plusDays(date, amount + 1));
        const midnight = next.toPlainDateTime('00:00').toZonedDateTime(zone, { disambiguation: 'earlier' });
        const rule = { amount, unit: 'calendar_day', dueTime: 'end_of_day' } as const;
        expect(dueMs({ zone, start: at(noon(zone, date)), rule })).toBe(midnight.epochMilliseconds);
      }),
    );
  });

  /** A date that a zone skipped has no noon: the earlier instant. */
  function noonOfOrBefore(zone: string, date: string): number {
    const local = Temporal.PlainDate.from(date).toPlainDateTime('12:00');
    return local.toZonedDateTime(zone, { disambiguation: 'earlier' }).epochMilliseconds;
  }
});

describe('clock law: an added holiday', () => {
  test('never shortens a business_day clock, rolled or not', () => {
    fc.assert(
      fc.property(
        everyZone,
        instants,
        amounts,
        fc.integer({ min: -3, max: 80 }),
        fc.constantFrom('none', 'following'),
        calendars,
        (zone, start, amount, days, roll, calendar) => {
          const holiday = plusDays(at(start).slice(0, 10), days);
          const input = { zone, start: at(start), rule: { amount, unit: 'business_day', roll } } as const;
          const longer = { ...calendar, holidays: [...calendar.holidays, holiday] };
          expect(dueMs({ ...input, calendar: longer })).toBeGreaterThanOrEqual(dueMs({ ...input, calendar }));
        },
      ),
    );
  });

  test('never shortens a business_hour clock', () => {
    fc.assert(
      fc.property(
        zones,
        instants,
        amounts,
        fc.integer({ min: -3, max: 80 }),
        calendars,
        (zone, start, amount, days, calendar) => {
          const holiday = plusDays(at(start).slice(0, 10), days);
          const input = { zone, start: at(start), rule: { amount, unit: 'business_hour' } } as const;
          const longer = { ...calendar, holidays: [...calendar.holidays, holiday] };
          expect(dueMs({ ...input, calendar: longer })).toBeGreaterThanOrEqual(dueMs({ ...input, calendar }));
        },
      ),
    );
  });

  test('changes nothing for units that use no calendar', () => {
    fc.assert(
      fc.property(everyZone, instants, rules, calendars, (zone, start, rule, calendar) => {
        if (rule.unit === 'business_day' || rule.unit === 'business_hour') return;
        const input = { zone, start: at(start), rule: { ...rule, roll: 'none' } } as const;
        expect(dueMs({ ...input, calendar })).toBe(dueMs(input));
      }),
    );
  });
});

describe('clock law: a roll', () => {
  test('moves following forward and preceding back, each to a business date', () => {
    fc.assert(
      fc.property(everyZone, dates, amounts, dateUnits, calendars, (zone, date, amount, unit, calendar) => {
        const due = (roll: 'none' | 'following' | 'preceding') =>
          dueMs({ zone, start: at(noon(zone, date)), rule: { amount, unit, roll }, calendar });
        expect(due('following')).toBeGreaterThanOrEqual(due('none'));
        expect(due('preceding')).toBeLessThanOrEqual(due('none'));
        // Rolling again from there changes nothing.
        for (const roll of ['following', 'preceding'] as const) {
          const rule = { amount: 0, unit: 'hour', roll } as const;
          if (zone !== 'Pacific/Apia') expect(dueMs({ zone, start: at(due(roll)), rule, calendar })).toBe(due(roll));
        }
      }),
    );
  });
});

describe('clock law: open time', () => {
  const always = {
    windows: Object.fromEntries(weekdays.map((weekday) => [weekday, [['00:00', '24:00']]])),
  } as Calendar;

  test('equals elapsed time through every change of offset when it never closes', () => {
    fc.assert(
      fc.property(everyZone, instants, amounts, (zone, start, amount) => {
        const rule = { amount, unit: 'business_hour' } as const;
        expect(dueMs({ zone, start: at(start), rule, calendar: always })).toBe(start + amount * 3_600_000);
      }),
    );
  });

  test('counts two adjacent windows as one', () => {
    const cut = {
      mon: [
        ['09:00', '12:30'],
        ['12:30', '17:00'],
      ],
    } as NonNullable<Calendar['windows']>;
    const whole = { mon: [['09:00', '17:00']] } as typeof cut;
    fc.assert(
      fc.property(everyZone, instants, amounts, (zone, start, amount) => {
        const input = { zone, start: at(start), rule: { amount, unit: 'business_hour' } } as const;
        expect(dueMs({ ...input, calendar: { windows: cut } })).toBe(dueMs({ ...input, calendar: { windows: whole } }));
      }),
    );
  });
});

describe('clock law: events', () => {
  test('change nothing for a pause of no length, whatever the rule', () => {
    fc.assert(
      fc.property(
        everyZone,
        instants,
        rules,
        calendars,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (zone, start, rule, calendar, share) => {
          const input = { zone, start: at(start), rule, calendar };
          const due = dueMs(input);
          const pausedAt = start + Math.floor((due - start) * share);
          fc.pre(start <= pausedAt && pausedAt < due);
          const events: ClockInput['events'] = [
            { type: 'pause', at: at(pausedAt) },
            { type: 'resume', at: at(pausedAt) },
          ];
          expect(dueMs({ ...input, events })).toBe(due);
        },
      ),
    );
  });

  test('never bring a due time earlier by a longer pause of elapsed or open time', () => {
    fc.assert(
      fc.property(
        zones,
        instants,
        fc.integer({ min: 1, max: 40 }),
        elapsedUnits,
        calendars,
        fc.nat({ max: 10 ** 9 }),
        fc.nat({ max: 10 ** 9 }),
        (zone, start, amount, unit, calendar, length, more) => {
          const due = (ms: number) =>
            dueMs({
              zone,
              start: at(start),
              rule: { amount, unit, stop: true },
              calendar,
              events: [
                { type: 'pause', at: at(start) },
                { type: 'resume', at: at(start + ms) },
              ],
            });
          expect(due(length + more)).toBeGreaterThanOrEqual(due(length));
        },
      ),
    );
  });

  test.each(['hour', 'calendar_day'] as const)('add two extensions by %s up to one by their sum', (unit) => {
    fc.assert(
      fc.property(everyZone, instants, rules, calendars, amounts, amounts, (zone, start, rule, calendar, one, two) => {
        const input = { zone, start: at(start), rule: { ...rule, roll: 'none' }, calendar } as const;
        const extend = (amount: number) => ({ type: 'extend', amount, unit }) as const;
        const apart = dueMs({ ...input, events: [extend(one), extend(two)] });
        expect(apart).toBe(dueMs({ ...input, events: [extend(one + two)] }));
      }),
    );
  });

  test('move the due time by exactly the hours of an extension', () => {
    fc.assert(
      fc.property(everyZone, instants, rules, calendars, amounts, (zone, start, rule, calendar, amount) => {
        const input = { zone, start: at(start), rule: { ...rule, roll: 'none' }, calendar } as const;
        const extended = dueMs({ ...input, events: [{ type: 'extend', amount, unit: 'hour' }] });
        expect(extended).toBe(dueMs(input) + amount * 3_600_000);
      }),
    );
  });
});

describe('clock law: a line', () => {
  const lines = fc.record({ zone: everyZone, start: instants.map(at), rule: rules, calendar: calendars });

  test('gives the same answer after JSON, with a receipt that verifies', () => {
    fc.assert(
      fc.property(lines, (line) => {
        const answer = computeDue(line);
        expect(computeDue(JSON.parse(JSON.stringify(line)))).toEqual(answer);
        if (!answer.ok || answer.dueAtMs === null) throw new Error('no due');
        const { working } = answer;
        const dueAt = at(answer.dueAtMs);
        expect(answerClockLine(JSON.stringify({ id: 'c', ...line }))).toEqual({
          id: 'c',
          dueAt,
          state: 'running',
          working,
        });
        const rule = { countsFrom: 'served', ...line.rule, calendar: line.calendar };
        const receipt = { zone: line.zone, facts: { served: line.start }, rule, working };
        const stored = JSON.parse(JSON.stringify({ dueAt, receipt }));
        expect(verifyClockReceipt(stored)).toEqual([]);
        expect(verifyClockReceipt({ ...stored, dueAt: at(answer.dueAtMs + 1) })).toHaveLength(1);
      }),
    );
  });
});
