import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { answerClockLine, computeDue } from '../../../../domain/clock-arithmetic/index.js';
import type { ClockInput } from '../../../../domain/clock-arithmetic/index.js';
import { runs } from '../../../support/jest/cases.js';

fc.configureGlobal(runs(100));

const zones = fc.constantFrom(
  'UTC',
  'Europe/Berlin',
  'America/Sao_Paulo',
  'Asia/Kolkata',
  'Pacific/Apia',
  'Africa/Cairo',
  'Australia/Lord_Howe',
  'America/New_York',
  'Asia/Gaza',
);
const instants = fc.integer({ min: Date.UTC(1970, 0, 1), max: Date.UTC(2060, 0, 1) });
const amounts = fc.integer({ min: 0, max: 60 });
const units = fc.constantFrom('minute', 'hour', 'calendar_day', 'business_day', 'business_hour', 'month');
const dueTimes = fc.constantFrom('same_time', 'end_of_day');
const calendar = {
  weekend: ['sat', 'sun'],
  holidays: ['2011-12-30', '2026-03-30'],
  windows: { mon: [['00:00', '12:00']], wed: [['01:30', '24:00']], sun: [['02:00', '03:00']] },
} satisfies ClockInput['calendar'];

const at = (ms: number) => new Date(ms).toISOString();

function dueMs(input: ClockInput): number {
  const answer = computeDue(input);
  if (!answer.ok || answer.dueAtMs === null) throw new Error(answer.ok ? 'paused' : answer.error);
  return answer.dueAtMs;
}

describe('clock arithmetic', () => {
  test('counts hours as exact elapsed time in every zone', () => {
    fc.assert(
      fc.property(zones, instants, amounts, (zone, start, amount) => {
        expect(dueMs({ zone, start: at(start), rule: { amount, unit: 'hour' } })).toBe(start + amount * 3_600_000);
      }),
    );
  });

  test('never gives a later start an earlier due time for counts to the end of day', () => {
    fc.assert(
      fc.property(
        zones,
        instants,
        fc.integer({ min: 0, max: 40 * 86_400_000 }),
        amounts,
        units,
        (zone, start, later, amount, unit) => {
          const rule = { amount, unit, dueTime: 'end_of_day' } as const;
          const first = dueMs({ zone, start: at(start), rule, calendar });
          expect(dueMs({ zone, start: at(start + later), rule, calendar })).toBeGreaterThanOrEqual(first);
        },
      ),
    );
  });

  test('never shortens a business_day clock by an added holiday', () => {
    fc.assert(
      fc.property(
        zones,
        instants,
        amounts,
        fc.integer({ min: -5, max: 90 }),
        dueTimes,
        (zone, start, amount, days, dueTime) => {
          const rule = { amount, unit: 'business_day', dueTime } as const;
          const holiday = at(start + days * 86_400_000).slice(0, 10);
          const longer = { ...calendar, holidays: [...calendar.holidays, holiday] };
          const input = { zone, start: at(start), rule };
          expect(dueMs({ ...input, calendar: longer })).toBeGreaterThanOrEqual(dueMs({ ...input, calendar }));
        },
      ),
    );
  });

  test('moves an hour clock by exactly the length of its pause', () => {
    fc.assert(
      fc.property(
        zones,
        instants,
        fc.nat({ max: 3_599_999 }),
        fc.nat({ max: 10 ** 9 }),
        (zone, start, wait, length) => {
          const rule = { amount: 1, unit: 'hour', stop: true } as const;
          const events = [
            { type: 'pause' as const, at: at(start + wait) },
            { type: 'resume' as const, at: at(start + wait + length) },
          ];
          expect(dueMs({ zone, start: at(start), rule, events })).toBe(start + 3_600_000 + length);
        },
      ),
    );
  });

  test('never makes open time shorter than elapsed time', () => {
    fc.assert(
      fc.property(zones, instants, amounts, (zone, start, amount) => {
        const rule = { amount, unit: 'business_hour' } as const;
        expect(dueMs({ zone, start: at(start), rule, calendar })).toBeGreaterThanOrEqual(start + amount * 3_600_000);
      }),
    );
  });

  test('splits a business-hour count into two parts with the same due time', () => {
    fc.assert(
      fc.property(zones, instants, amounts, amounts, (zone, start, one, two) => {
        const count = (from: number, amount: number) =>
          dueMs({ zone, start: at(from), rule: { amount, unit: 'business_hour' }, calendar });
        const whole = count(start, one + two);
        // With nothing left to count, the end jumps from a closing to the next opening, so the split needs a remainder.
        if (two > 0) expect(count(count(start, one), two)).toBe(whole);
      }),
    );
  });

  test('answers any JSON with a due time or a reason, and never throws', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const answer = computeDue(value);
        expect(answer.ok ? answer.working.length : answer.error.length).toBeGreaterThan(0);
      }),
    );
  });

  test('answers any well-formed line, whatever its events', () => {
    const events = fc.array(
      fc.oneof(
        fc.record({ type: fc.constantFrom('pause' as const, 'resume' as const), at: instants.map(at) }),
        fc.record({
          type: fc.constant('extend' as const),
          amount: amounts,
          unit: fc.constantFrom('hour', 'calendar_day', 'business_day'),
        }),
      ),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(zones, instants, amounts, units, events, (zone, start, amount, unit, happened) => {
        const rule = { amount, unit, stop: true, roll: 'preceding' } as const;
        const answer = computeDue({ zone, start: at(start), rule, calendar, events: happened });
        expect(typeof answer.ok).toBe('boolean');
      }),
    );
  });
});

describe('clock line of NDJSON', () => {
  test('gets no answer when it is blank', () => {
    expect(answerClockLine('  \t')).toBeUndefined();
  });

  test('prints the due time with three decimals and Z', () => {
    const line = JSON.stringify({
      id: 'c1',
      zone: 'UTC',
      start: '2026-03-06T12:00:00Z',
      rule: { amount: 1, unit: 'hour' },
    });
    expect(answerClockLine(line)).toMatchObject({ id: 'c1', dueAt: '2026-03-06T13:00:00.000Z', state: 'running' });
  });
});
