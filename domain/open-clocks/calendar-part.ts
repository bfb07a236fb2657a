import type { ClockInput } from '../clock-arithmetic/index.js';
import type { CalendarVersion, ClockRule, CountingRule } from '../rulebook/regime.js';

export function calendarPart(
  rule: { counting: CountingRule; period: ClockRule['period']; escalationTime: 'any' | 'business' },
  calendar: CalendarVersion | null,
): ClockInput['calendar'] | undefined {
  const { counting, period, escalationTime } = rule;
  const byUnit = counting.unit === 'business_day' || counting.unit === 'business_hour';
  const usesCalendar = byUnit || counting.roll !== 'none' || period !== 'plain' || escalationTime === 'business';
  if (!usesCalendar || !calendar) return undefined;
  return { weekend: calendar.weekend, holidays: calendar.holidays, windows: calendar.windows };
}
