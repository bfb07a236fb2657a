// The package's main entry returns a native `Temporal`, with another time-zone table, where one exists; this import
// forces the polyfill.
import { Temporal } from 'temporal-polyfill/implementation';
import { DAY_MS, describeDay } from './calendar-date.js';

/** Local time of one zone, counted in ms since 1970-01-01T00:00 on the wall clock. */
export interface Zone {
  id: string;
  toLocal(ms: number): number;
  /** Returns the earlier instant if the local time occurs twice or does not exist. */
  toInstant(localMs: number): number;
  /** Number of occurrences: 1, 2 if the clocks went back over it, 0 if they skipped it. */
  occurrences(localMs: number): number;
  /** Whether the zone skipped this date (Pacific/Apia had no 2011-12-30). */
  skips(day: number): boolean;
}

// Offsets are sampled every three days: no zone of tz 2025c changes twice in less (Africa/Freetown 1939: four days).
const SAMPLE_MS = 3 * DAY_MS;
// A local time and its instant lie less than two days apart: 16 h of offset (Manila before 1845) and a gap of 24 h.
const REACH_MS = 2 * DAY_MS;
// Gregorian dates repeat after 400 years, and so do all zone rules after the last announced change (Gaza, 2086).
const PERIOD_MS = 146_097 * DAY_MS;
const PERIODIC_FROM_MS = Date.UTC(2500, 0, 1);

function inKnownPeriod(ms: number): number {
  return ms - Math.max(0, Math.floor((ms - PERIODIC_FROM_MS) / PERIOD_MS) + 1) * PERIOD_MS;
}

/**
 * Whether the text is an IANA time-zone name in its official letter case; rejects offsets and library-specific
 * abbreviations.
 */
export function isZoneName(text: string): boolean {
  if (!/^[A-Z]/.test(text)) return false;
  try {
    return new Temporal.ZonedDateTime(0n, text).timeZoneId === text;
  } catch {
    return false;
  }
}

interface Stretch {
  fromMs: number;
  toMs: number;
  offsetMs: number;
}

function remembered<Key, Found>(find: (key: Key) => Found, atMost: number): (key: Key) => Found {
  const known = new Map<Key, Found>();
  return (key) => {
    let found = known.get(key);
    if (found === undefined) {
      found = find(key);
      if (known.size >= atMost) known.clear();
      known.set(key, found);
    }
    return found;
  };
}

const SAMPLES_KEPT = 300_000; // Years 1 to 2500; after that the periods repeat.
const FINDERS_KEPT = 64;

function stretchFinder(id: string): (fromMs: number, toMs: number) => Stretch[] {
  const offsetAt = (ms: number): number =>
    Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(id).offsetNanoseconds / 1e6;
  const sampleAt = remembered((index: number) => offsetAt(index * SAMPLE_MS), SAMPLES_KEPT);
  const changeAfter = remembered((index: number): number => {
    let [before, after] = [(index * SAMPLE_MS) / 1000, ((index + 1) * SAMPLE_MS) / 1000];
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2);
      if (offsetAt(middle * 1000) === sampleAt(index)) before = middle;
      else after = middle;
    }
    return after * 1000;
  }, SAMPLES_KEPT);
  return (fromMs, toMs) => {
    const last = Math.ceil(toMs / SAMPLE_MS);
    let index = Math.floor(fromMs / SAMPLE_MS);
    let stretch: Stretch = { fromMs: index * SAMPLE_MS, toMs: last * SAMPLE_MS, offsetMs: sampleAt(index) };
    const stretches = [stretch];
    for (; index < last; index += 1) {
      const offsetMs = sampleAt(index + 1);
      if (offsetMs === stretch.offsetMs) continue;
      stretch.toMs = changeAfter(index);
      stretch = { fromMs: stretch.toMs, toMs: last * SAMPLE_MS, offsetMs };
      stretches.push(stretch);
    }
    return stretches;
  };
}

function firstOffset(stretches: readonly Stretch[], instantOf: (offsetMs: number) => number): number {
  let offset = 0;
  for (const { toMs, offsetMs } of stretches) {
    offset = offsetMs;
    if (instantOf(offsetMs) < toMs) break;
  }
  return offset;
}

// Looking up an offset costs about 13 µs, and a file of clocks needs the same few repeatedly.
const finderOf = remembered(stretchFinder, FINDERS_KEPT);

export function openZone(id: string): Zone {
  const find = finderOf(id);
  return {
    id,
    toLocal: (ms) => {
      const baseMs = inKnownPeriod(ms);
      return ms + firstOffset(find(baseMs, baseMs), () => baseMs);
    },
    toInstant: (localMs) => {
      const baseMs = inKnownPeriod(localMs);
      // A skipped local time lies past the end of the previous stretch; the later offset maps it to an earlier instant.
      return localMs - firstOffset(find(baseMs - REACH_MS, baseMs + REACH_MS), (offsetMs) => baseMs - offsetMs);
    },
    occurrences: (localMs) => {
      const baseMs = inKnownPeriod(localMs);
      return find(baseMs - REACH_MS, baseMs + REACH_MS).filter(
        ({ fromMs, toMs, offsetMs }) => fromMs + offsetMs <= baseMs && baseMs < toMs + offsetMs,
      ).length;
    },
    skips: (day) => {
      const baseMs = inKnownPeriod(day * DAY_MS);
      const stretches = find(baseMs - REACH_MS, baseMs + DAY_MS + REACH_MS);
      return !stretches.some(
        ({ fromMs, toMs, offsetMs }) => fromMs + offsetMs < baseMs + DAY_MS && toMs + offsetMs > baseMs,
      );
    },
  };
}

export function formatOnWallClock(localMs: number): string {
  return new Date(localMs).toISOString().replace(/(?:\.000)?Z$/, '');
}

export function formatLocal(zone: Zone, ms: number): string {
  const localMs = zone.toLocal(ms);
  const offsetMinutes = Math.round((localMs - ms) / 60_000); // Local mean times before 1900 include seconds.
  const hours = String(Math.floor(Math.abs(offsetMinutes) / 60)).padStart(2, '0');
  const minutes = String(Math.abs(offsetMinutes) % 60).padStart(2, '0');
  return `${formatOnWallClock(localMs)}${offsetMinutes < 0 ? '-' : '+'}${hours}:${minutes}`;
}

export function localDateIn(zoneId: string, ms: number): string {
  return describeDay(Math.floor(openZone(zoneId).toLocal(ms) / DAY_MS));
}

export function localTimeIn(zoneId: string, ms: number): string {
  return formatLocal(openZone(zoneId), ms);
}
