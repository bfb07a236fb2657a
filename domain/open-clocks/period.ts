import { computeDue, nextFullHour } from '../clock-arithmetic/index.js';
import type { ClockInput } from '../clock-arithmetic/index.js';
import type { CountingRule, PeriodRule } from '../rulebook/regime.js';
import { iso } from './facts.js';

export interface ClockPeriod {
  counting: CountingRule;
  startsAtMs: number;
  notes: string[];
}

/** Regulation 1182/71, Article 3(5): a period of two days or more contains at least this many working days. */
const LEAST_WORKING_DAYS = 2;

/**
 * Counts a period under Regulation (EEC, Euratom) No 1182/71, Article 3: the hour or day of the event does not count; a
 * period ends with its last hour; one of days ends on a working day and contains at least two of them.
 * The result is a plain counting rule, so that the receipt can be recomputed without knowing the regulation.
 */
export function applyPeriodRule(
  rule: PeriodRule,
  counting: CountingRule,
  place: { startsAtMs: number; zone: string; calendar: ClockInput['calendar'] | undefined },
): ClockPeriod {
  const { startsAtMs, zone, calendar } = place;
  if (rule === 'plain') return { counting, startsAtMs, notes: [] };
  if (counting.unit === 'minute' || counting.unit === 'hour' || counting.unit === 'business_hour') {
    return {
      counting,
      startsAtMs: nextFullHour(zone, startsAtMs),
      notes: ['Regulation 1182/71, Article 3(1): the hour of the event does not count.'],
    };
  }
  const byDays: CountingRule = { ...counting, dueTime: 'end_of_day', roll: 'following' };
  const notes = ['Regulation 1182/71, Article 3: the day of the event does not count; ends with a working day.'];
  const isLong = counting.unit === 'month' || counting.amount >= LEAST_WORKING_DAYS;
  const working: CountingRule = { ...byDays, unit: 'business_day', amount: LEAST_WORKING_DAYS };
  const due = (candidate: CountingRule) => {
    const answer = computeDue({ zone, start: iso(startsAtMs), rule: candidate, calendar });
    return answer.ok ? (answer.dueAtMs ?? Number.NEGATIVE_INFINITY) : Number.NEGATIVE_INFINITY;
  };
  if (isLong && due(working) > due(byDays)) {
    return { counting: working, startsAtMs, notes: [...notes, 'Article 3(5): at least two working days.'] };
  }
  return { counting: byDays, startsAtMs, notes };
}
