import { describe, expect, test } from '@jest/globals';
import type { CalendarYears, CountingRule } from '../../../../domain/law/regime.js';
import { aCalendar, aCount, aLaw, aRule, open } from '../../../support/law/a-law.js';

const law = aLaw([aRule({ counting: aCount({ amount: 3, unit: 'business_day', dueTime: 'end_of_day' }) })]);
const listed = (from: number, to: number, status: CalendarYears['status'] = 'published') => ({
  from,
  to,
  status,
  source: 'The gazette',
});

function workingOf(received: string, years: CalendarYears[] | undefined): readonly string[] {
  const calendar = aCalendar(years === undefined ? {} : { years });
  const [opened] = open(law, { receivedAtMs: Date.parse(received) }, { calendar }).clocks;
  return opened?.receipt.working ?? [];
}

describe('a clock counted in a calendar', () => {
  test('that has no list for a year of its run says so before the arithmetic', () => {
    const working = workingOf('2026-12-30T12:00:00+05:30', [listed(2021, 2026)]);
    expect(working[0]).toBe(
      'The calendar test-calendar has no list for 2027: every day but weekends counts as open, the stricter reading.',
    );
    expect(working[1]).toMatch(/^start /);
  });

  test('whose list of a year is a draft says so', () => {
    const working = workingOf('2026-12-30T12:00:00+05:30', [listed(2026, 2026), listed(2027, 2028, 'draft')]);
    expect(working[0]).toBe('The holidays of 2027 in the calendar test-calendar are a draft.');
  });

  test.each([
    ['with lists for its whole run', [listed(2026, 2027)]],
    ['that closes on no day and needs no list', []],
    ['stored before spans were kept', undefined],
  ])('%s says nothing of it', (_, years) => {
    expect(workingOf('2026-12-30T12:00:00+05:30', years)[0]).toMatch(/^start /);
  });

  test('is silent on the calendar where nothing is counted in it', () => {
    const plain = aLaw([aRule()]);
    const calendar = aCalendar({ years: [listed(2021, 2022)] });
    const [opened] = open(plain, { receivedAtMs: Date.UTC(2026, 0, 5) }, { calendar }).clocks;
    expect(opened?.receipt.working[0]).toMatch(/^start /);
  });

  describe('over a half-day', () => {
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
    const told =
      'Half-days in the calendar test-calendar: 2026-10-30 to 13:00, 2026-11-02 from 14:00. Each counts as a whole working day, the stricter reading.';

    test('of working days counts it and says so, but for one on a weekend', () => {
      const found = opened({ amount: 2, unit: 'business_day', dueTime: 'end_of_day' });
      expect(found?.clock.dueAtMs).toBe(Date.parse('2026-11-03T00:00:00+05:30'));
      expect(found?.receipt.working[0]).toBe(told);
    });

    test('of office hours counts its usual hours, which brings the due no later', () => {
      const found = opened({ amount: 15, unit: 'business_hour' });
      expect(found?.clock.dueAtMs).toBe(Date.parse('2026-11-02T11:00:00+05:30'));
      expect(found?.receipt.working[0]).toBe(told);
    });

    test('gives the arithmetic only what it takes', () => {
      const found = opened({ amount: 2, unit: 'business_day', dueTime: 'end_of_day' });
      expect(Object.keys(found?.receipt.rule['calendar'] ?? {})).toEqual(['weekend', 'holidays', 'windows']);
    });

    test('outside the run is silent', () => {
      const found = opened({ amount: 2, unit: 'business_day' }, '2026-11-09T12:00:00+05:30');
      expect(found?.receipt.working[0]).toMatch(/^start /);
    });
  });
});
