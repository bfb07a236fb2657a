import { describe, expect, test } from '@jest/globals';
import type { CalendarYears, CountingRule } from '../../../../domain/rulebook/regime.js';
import { aCalendar, aCount, aLaw, aRule, open } from '../../../support/law/a-law.js';

const law = aLaw([aRule({ counting: aCount({ amount: 3, unit: 'business_day', dueTime: 'end_of_day' }) })]);
const listed = (from: number, to: number, status: CalendarYears['status'] = 'published') => ({
  from,
  to,
  status,
  source: 'The gazette',
});

function listWorking(received: string, years: CalendarYears[] | undefined): readonly string[] {
  const calendar = aCalendar(years === undefined ? {} : { years });
  const [opened] = open(law, { receivedAtMs: Date.parse(received) }, { calendar }).clocks;
  return opened?.receipt.working ?? [];
}

describe('clock counted in a calendar', () => {
  test('notes in its working a year without a list of holidays', () => {
    const working = listWorking('2026-12-30T12:00:00+05:30', [listed(2021, 2026)]);
    expect(working[0]).toBe(
      'The calendar test-calendar has no list for 2027: every day but weekends counts as open, the stricter reading.',
    );
    expect(working[1]).toMatch(/^start /);
  });

  test('notes in its working that the list of a year is a draft', () => {
    const working = listWorking('2026-12-30T12:00:00+05:30', [listed(2026, 2026), listed(2027, 2028, 'draft')]);
    expect(working[0]).toBe('The holidays of 2027 in the calendar test-calendar are a draft.');
  });

  test.each([
    ['with lists for its whole run', [listed(2026, 2027)]],
    ['that closes on no day and needs no list', []],
    ['stored without a span', undefined],
  ])('notes nothing for a calendar %s', (_, years) => {
    expect(listWorking('2026-12-30T12:00:00+05:30', years)[0]).toMatch(/^start /);
  });

  test('notes nothing when the count uses no calendar', () => {
    const plain = aLaw([aRule()]);
    const calendar = aCalendar({ years: [listed(2021, 2022)] });
    const [opened] = open(plain, { receivedAtMs: Date.UTC(2026, 0, 5) }, { calendar }).clocks;
    expect(opened?.receipt.working[0]).toMatch(/^start /);
  });

  describe('clock that runs over a half-day', () => {
    // Friday 30 October 2026 closes at 13:00, Monday 2 November opens at 14:00.
    const halfDays = [
      { date: '2026-10-30', closesAt: '13:00' },
      { date: '2026-11-01', closesAt: '13:00' },
      { date: '2026-11-02', opensAt: '14:00' },
    ];
    const years = [listed(2026, 2026)];
    const opened = (counting: Partial<CountingRule>, received = '2026-10-29T12:00:00+05:30') =>
      open(
        aLaw([aRule({ counting: aCount(counting) })]),
        { receivedAtMs: Date.parse(received) },
        { calendar: aCalendar({ halfDays, years }) },
      ).clocks[0];
    const note =
      'Half-days in the calendar test-calendar: 2026-10-30 to 13:00, 2026-11-02 from 14:00. Each counts as a whole working day, the stricter reading.';

    test('counts a half-day as a working day and notes it, but not one on a weekend', () => {
      const found = opened({ amount: 2, unit: 'business_day', dueTime: 'end_of_day' });
      expect(found?.clock.dueAtMs).toBe(Date.parse('2026-11-03T00:00:00+05:30'));
      expect(found?.receipt.working[0]).toBe(note);
    });

    test('counts a half-day’s usual office hours, so that the due time is no later', () => {
      const found = opened({ amount: 15, unit: 'business_hour' });
      expect(found?.clock.dueAtMs).toBe(Date.parse('2026-11-02T11:00:00+05:30'));
      expect(found?.receipt.working[0]).toBe(note);
    });

    test('passes only weekend, holidays and windows to the arithmetic', () => {
      const found = opened({ amount: 2, unit: 'business_day', dueTime: 'end_of_day' });
      expect(Object.keys(found?.receipt.rule['calendar'] ?? {})).toEqual(['weekend', 'holidays', 'windows']);
    });

    test('notes no half-day outside its run', () => {
      const found = opened({ amount: 2, unit: 'business_day' }, '2026-11-09T12:00:00+05:30');
      expect(found?.receipt.working[0]).toMatch(/^start /);
    });
  });
});
