import { describe, expect, test } from '@jest/globals';
import { endingCalendars } from '../../../application/clocks/rulebook/ending-calendars.js';
import { aCalendar, aLaw } from '../../support/law/a-law.js';

const YEARS = [{ from: 2021, to: 2026, status: 'published' as const, source: 'The gazette' }];

function endingAt(now: string, { named = true, years = YEARS }: { named?: boolean; years?: typeof YEARS } = {}) {
  const calendar = aCalendar({ years });
  const law = aLaw([], { calendar: named ? calendar.id : null });
  return endingCalendars({ listRegimes: () => [law], calendar: () => calendar }, Date.parse(now));
}

describe('endingCalendars: a calendar that a law counts in', () => {
  test('is reported from sixty days before its last list ends, in its own time zone', () => {
    expect(endingAt('2026-11-01T18:29:59Z')).toEqual([]);
    expect(endingAt('2026-11-01T18:30:00Z')).toEqual([{ id: 'test-calendar', lastYear: 2026 }]);
    expect(endingAt('2030-01-01T00:00:00Z')).toHaveLength(1);
  });

  test('is not reported where no law counts in it, or where it has no closing days', () => {
    expect(endingAt('2030-01-01T00:00:00Z', { named: false })).toEqual([]);
    expect(endingAt('2030-01-01T00:00:00Z', { years: [] })).toEqual([]);
  });
});
