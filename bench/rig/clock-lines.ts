import { type ClockInput, WEEKDAYS } from '../../domain/clock-arithmetic/index.js';
import { seededRandom } from '../../desk/simulators/chance.js';

export interface ClockLineInput extends ClockInput {
  id: string;
}

const UNITS = ['minute', 'hour', 'calendar_day', 'business_day', 'business_hour', 'month'] as const;
/** Max amount of each unit: well above what laws set. */
const MAX = { minute: 600, hour: 720, calendar_day: 400, business_day: 60, business_hour: 80, month: 36 } as const;
const DUE_TIMES = ['same_time', 'end_of_day'] as const;
const ROLLS = ['none', 'following', 'preceding'] as const;
const FIRST_MS = Date.UTC(2000, 0, 1);
const LAST_MS = Date.UTC(2040, 0, 1);
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

type Random = () => number;

/**
 * Generates lines for `clock compute`, the same in every run: every zone, unit and roll; half with a calendar of twelve
 * holidays a year and a break at noon, a third with events.
 */
export function mixedLines(count: number): ClockLineInput[] {
  const random = seededRandom(4);
  const zones = Intl.supportedValuesOf('timeZone');
  return Array.from({ length: count }, (_, index) => mixedLine(index, zones, random));
}

export function plainLines(count: number): ClockLineInput[] {
  const random = seededRandom(4);
  const zones = Intl.supportedValuesOf('timeZone');
  return Array.from({ length: count }, (_, index) => {
    const unit = pick(['minute', 'hour', 'calendar_day', 'month'] as const, random);
    return {
      id: `plain-${index}`,
      zone: pick(zones, random),
      start: new Date(someInstant(random)).toISOString(),
      rule: { amount: upTo(MAX[unit], random), unit },
    };
  });
}

function mixedLine(index: number, zones: readonly string[], random: Random): ClockLineInput {
  const unit = pick(UNITS, random);
  const startMs = someInstant(random);
  const byCalendar = unit === 'business_day' || unit === 'business_hour';
  const withCalendar = byCalendar || random() < 0.25;
  return {
    id: `mixed-${index}`,
    zone: pick(zones, random),
    start: new Date(startMs).toISOString(),
    rule: {
      amount: upTo(MAX[unit], random),
      unit,
      dueTime: pick(DUE_TIMES, random),
      roll: withCalendar ? pick(ROLLS, random) : 'none',
      stop: true,
    },
    ...(withCalendar ? { calendar: aCalendar(startMs, random) } : {}),
    ...(random() < 1 / 3 ? { events: someEvents(startMs, random) } : {}),
  };
}

function aCalendar(startMs: number, random: Random): NonNullable<ClockInput['calendar']> {
  const holidays = Array.from({ length: 24 }, () =>
    new Date(startMs + upTo(730, random) * DAY_MS).toISOString().slice(0, 10),
  );
  const weekend = random() < 0.8 ? (['sat', 'sun'] as const) : (['fri', 'sat'] as const);
  const open = WEEKDAYS.filter((day) => !weekend.some((off) => off === day));
  const windows = open.map((day) => [
    day,
    [
      ['09:00', '13:00'],
      ['14:00', '18:00'],
    ],
  ]);
  return {
    weekend: [...weekend],
    holidays: [...new Set(holidays)].sort(),
    windows: Object.fromEntries(windows) as Record<(typeof WEEKDAYS)[number], [string, string][]>,
  };
}

function someEvents(startMs: number, random: Random): NonNullable<ClockInput['events']> {
  const extend = { type: 'extend', amount: upTo(48, random), unit: pick(['hour', 'calendar_day'], random) } as const;
  if (random() < 0.5) return [extend];
  const pausedMs = startMs + upTo(5, random) * MINUTE_MS;
  const resumedMs = pausedMs + upTo(3 * 24 * 60, random) * MINUTE_MS;
  return [
    { type: 'pause', at: new Date(pausedMs).toISOString() },
    { type: 'resume', at: new Date(resumedMs).toISOString() },
    extend,
  ];
}

function someInstant(random: Random): number {
  return FIRST_MS + Math.floor(random() * ((LAST_MS - FIRST_MS) / 1000)) * 1000;
}

function upTo(max: number, random: Random): number {
  return Math.floor(random() * (max + 1));
}

function pick<const T>(choices: readonly T[], random: Random): T {
  return choices[Math.floor(random() * choices.length)] as T;
}
