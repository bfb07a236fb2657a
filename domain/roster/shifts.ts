import { DAY_MS, parseDay, weekdayIndex, WEEKDAYS, type Weekday } from '../clock-arithmetic/calendar-date.js';
import { openZone } from '../clock-arithmetic/local-time.js';

interface Hours {
  /** As in `22:00`, on the wall clock of `zone`. */
  from: string;
  /** On the next day, if not after `from`. */
  until: string;
  zone: string;
}

/** Hours of work: every week on some days, or on one date. */
export type Shift = (Hours & { days: Weekday[] }) | (Hours & { date: string });

export interface WorkingTime {
  fromMs: number;
  untilMs: number;
}

/** How far ahead a next shift is looked for. */
const AHEAD_MS = 35 * DAY_MS;

/** Returns the working time within a span, in order; shifts that touch are one. Absences are no working time. */
export function findWorkingTime(
  { shifts, absences }: { shifts: readonly Shift[]; absences: readonly WorkingTime[] },
  within: WorkingTime,
): WorkingTime[] {
  const spans = shifts.flatMap((shift) => listSpans(shift, within)).toSorted((one, other) => one.fromMs - other.fromMs);
  const merged: WorkingTime[] = [];
  for (const span of spans) {
    const last = merged.at(-1);
    if (last !== undefined && span.fromMs <= last.untilMs) last.untilMs = Math.max(last.untilMs, span.untilMs);
    else merged.push({ ...span });
  }
  return absences.reduce(takeAway, merged).filter((span) => overlaps(span, within));
}

/** Returns the shift that an instant lies in, with its true start and end; otherwise the next one; null if none comes. */
export function findShift(
  person: { shifts: readonly Shift[]; absences: readonly WorkingTime[] },
  atMs: number,
): { span: WorkingTime; isNow: boolean } | null {
  const [span] = findWorkingTime(person, { fromMs: atMs, untilMs: atMs + AHEAD_MS });
  return span === undefined ? null : { span, isNow: span.fromMs <= atMs };
}

/** Spans of one shift that overlap, or touch those that do. */
function listSpans(shift: Shift, { fromMs, untilMs }: WorkingTime): WorkingTime[] {
  const zone = openZone(shift.zone);
  const [from, until] = [readMinutes(shift.from), readMinutes(shift.until)];
  const lastsUntil = until > from ? until : until + DAY_MS;
  const toSpan = (day: number): WorkingTime => ({
    fromMs: zone.toInstant(day * DAY_MS + from),
    untilMs: zone.toInstant(day * DAY_MS + lastsUntil),
  });
  // A week on either side, so that shifts that touch keep their true start and end.
  const days =
    'date' in shift
      ? [parseDay(shift.date)].flatMap((day) => day ?? [])
      : listDays(zone.toLocal(fromMs - 7 * DAY_MS), zone.toLocal(untilMs + 7 * DAY_MS)).filter((day) =>
          shift.days.some((name) => WEEKDAYS[weekdayIndex(day)] === name),
        );
  // A shift within the hour that the clocks skip has no length.
  return days.map(toSpan).filter((span) => span.untilMs > span.fromMs);
}

function listDays(fromLocalMs: number, untilLocalMs: number): number[] {
  const first = Math.floor(fromLocalMs / DAY_MS);
  const last = Math.floor(untilLocalMs / DAY_MS);
  return Array.from({ length: last - first + 1 }, (_, nth) => first + nth);
}

function takeAway(spans: WorkingTime[], absence: WorkingTime): WorkingTime[] {
  return spans.flatMap((span) => {
    if (!overlaps(span, absence)) return [span];
    const before = { fromMs: span.fromMs, untilMs: absence.fromMs };
    const after = { fromMs: absence.untilMs, untilMs: span.untilMs };
    return [before, after].filter((part) => part.untilMs > part.fromMs);
  });
}

function overlaps(one: WorkingTime, other: WorkingTime): boolean {
  return one.fromMs < other.untilMs && one.untilMs > other.fromMs;
}

function readMinutes(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return (hours * 60 + minutes) * 60_000;
}
