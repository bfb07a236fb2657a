import { Temporal } from 'temporal-polyfill';
import { readSpanMinutes } from './span.js';
import { parseDayOffset, isFiller, parseMonth, parseNamedTime, parseWeekday } from './when-words.js';

export type RequestedFor = 'order' | 'year' | 'time' | 'weekday' | 'twice';
export type NotReadFor = 'words' | 'shortYear' | 'otherDay' | 'noSuchDay' | 'skipped' | 'zone';

/** The result of reading a typed time. Ambiguous input asks for a choice; it is never guessed. */
export type When =
  | { state: 'empty' }
  | { state: 'read'; at: number }
  /** Each choice is a full replacement for the typed text. */
  | { state: 'ask'; because: RequestedFor; choices: string[] }
  | { state: 'unread'; because: NotReadFor };

/** The instant in ISO 8601; null unless it was read. */
export function pickInstant(when: When): string | null {
  return when.state === 'read' ? new Date(when.at).toISOString() : null;
}

export interface Reading {
  zone: string;
  now: number;
}

const unread = (because: NotReadFor): When => ({ state: 'unread', because });
const ask = (because: RequestedFor, choices: string[]): When => ({ state: 'ask', because, choices });
const read = (at: number): When => ({ state: 'read', at });

const RFC_3339 = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)? ?(?:Z|[+-]\d{2}:?\d{2})$/i;

/** Parses a time as people type it: `4 Feb 2021 17:38`, `yesterday 9am`, `in 4 hours`, `2021-02-04 17:38`. */
export function readWhen(text: string, reading: Reading): When {
  const typed = text.trim().replace(/\s+/g, ' ');
  if (typed === '') return { state: 'empty' };
  if (RFC_3339.test(typed)) {
    try {
      return read(Temporal.Instant.from(typed.replace(' ', 'T').replace(' ', '')).epochMilliseconds);
    } catch {
      return unread('noSuchDay');
    }
  }
  return readRelative(typed, reading) ?? readParts(typed, reading);
}

const AGO = /^(?:vor |il y a )?(.+?)(?: ago)?$/i;
const AHEAD = /^(?:in|dans) (.+)$/i;

function readRelative(typed: string, { now }: Reading): When | undefined {
  if (/^(?:now|jetzt|maintenant)$/i.test(typed)) return read(now);
  const ahead = AHEAD.exec(typed)?.[1];
  const ago = /(?: ago)$|^(?:vor|il y a) /i.test(typed) ? AGO.exec(typed)?.[1] : undefined;
  const minutes = readSpanMinutes(ahead ?? ago ?? '');
  return minutes === null ? undefined : read(now + (ahead === undefined ? -minutes : minutes) * 60_000);
}

interface Parts {
  year?: number;
  month?: number;
  day?: number;
  /** Two numbers, either of which may be the day. */
  either?: [number, number];
  weekday?: number;
  /** -1: the last such weekday; 1: the next one. */
  side?: -1 | 1;
  time?: string;
  zone?: string;
}

function readParts(typed: string, reading: Reading): When {
  const parts: Parts = {};
  const loose = takeDigits(typed, { parts });
  if (typeof loose !== 'string') return loose;
  for (const word of loose.split(/[\s,]+/).filter((one) => one !== '')) {
    const problem = takeWord(word, { parts, reading });
    if (problem !== null) return unread(problem);
  }
  return settle(parts, reading);
}

const CLOCK = /(?<![\d/.-])(\d{1,2})(?:[:h](\d{2})(?::(\d{2}))?)?\s*(am|pm|a\.m\.|p\.m\.|uhr|h)?(?![\w/.-]*\d)/i;
const OFFSET = /\s(?:UTC|GMT)?([+-]\d{1,2}(?::?\d{2})?)$/i;

function takeDigits(typed: string, { parts }: { parts: Parts }): string | When {
  let rest = typed.replace(OFFSET, (_, offset: string) => {
    parts.zone = toOffset(offset);
    return '';
  });
  const iso = /\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:T|\b)/.exec(rest);
  const mixed = iso === null ? /\b(\d{1,2})[-/.](\d{1,2})[-/.](\d{2,4})\b/.exec(rest) : null;
  if (iso !== null) {
    Object.assign(parts, { year: Number(iso[1]), month: Number(iso[2]), day: Number(iso[3]) });
    rest = rest.replace(iso[0], ' ');
  } else if (mixed !== null) {
    if ((mixed[3] ?? '').length !== 4) return unread('shortYear');
    parts.year = Number(mixed[3]);
    takeEither([Number(mixed[1]), Number(mixed[2])], parts);
    rest = rest.replace(mixed[0], ' ');
  }
  rest = takeClock(rest, parts);
  return parts.time === 'wrong' ? unread('words') : takeYear(rest, parts);
}

function toOffset(text: string): string {
  const [, sign = '+', hours = '', minutes = '00'] = /^([+-])(\d{1,2}):?(\d{2})?$/.exec(text) ?? [];
  return `${sign}${hours.padStart(2, '0')}:${minutes}`;
}

function takeEither([one, other]: [number, number], parts: Parts): void {
  if (one > 12 || one === other) Object.assign(parts, { day: one, month: other });
  else if (other > 12) Object.assign(parts, { day: other, month: one });
  else parts.either = [one, other];
}

function takeClock(text: string, parts: Parts): string {
  for (const found of text.matchAll(new RegExp(CLOCK, 'gi'))) {
    const [whole, hour = '', minute, second, mark = ''] = found;
    if (minute === undefined && mark === '') continue;
    parts.time = toTime({ hour: Number(hour), minute, second, half: mark.replaceAll('.', '').toLowerCase() });
    return text.replace(whole, ' ');
  }
  return text;
}

function toTime({ hour, minute = '00', second = '00', half }: Record<'half', string> & ClockParts): string {
  const isHalf = half === 'am' || half === 'pm';
  if (hour > (isHalf ? 12 : 23) || (isHalf && hour === 0) || Number(minute) > 59 || Number(second) > 59) return 'wrong';
  const full = isHalf ? (hour % 12) + (half === 'pm' ? 12 : 0) : hour;
  return `${String(full).padStart(2, '0')}:${minute}:${second}`;
}

interface ClockParts {
  hour: number;
  minute: string | undefined;
  second: string | undefined;
}

function takeYear(text: string, parts: Parts): string {
  const withDay = text.replace(/\b(\d{1,2})(?:st|nd|rd|th|er|\.)?(?=\s|,|$)/i, (whole, day: string) => {
    if (parts.day !== undefined || parts.either !== undefined) return whole;
    parts.day = Number(day);
    return ' ';
  });
  return withDay.replace(/\b(\d{4})\b/, (whole, year: string) => {
    if (parts.year !== undefined) return whole;
    parts.year = Number(year);
    return ' ';
  });
}

function takeWord(word: string, { parts, reading }: { parts: Parts; reading: Reading }): NotReadFor | null {
  const low = word.toLowerCase();
  if (low === 'utc' || low === 'gmt' || low === 'z') {
    parts.zone = 'UTC';
    return null;
  }
  const sides: Record<string, -1 | 1> = { last: -1, next: 1, letzten: -1, nächsten: 1 };
  const side = sides[low];
  if (side !== undefined) {
    parts.side = side;
    return null;
  }
  const days = parseDayOffset(word);
  if (days !== undefined) {
    const { year, month, day } = todayIn(reading).add({ days });
    Object.assign(parts, { year, month, day });
    return null;
  }
  const time = parseNamedTime(word);
  const month = parts.month === undefined && parts.either === undefined ? parseMonth(word) : undefined;
  const weekday = parseWeekday(word);
  if (time !== undefined) parts.time = `${time}:00`;
  else if (month !== undefined) parts.month = month;
  else if (weekday !== undefined) parts.weekday = weekday;
  else if (isFiller(word) || namesZone(word, reading)) return null;
  else return /^[A-Z]{2,5}$/.test(word) ? 'zone' : 'words';
  return null;
}

const todayIn = ({ zone, now }: Reading) =>
  Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).toPlainDate();

/** Locales whose `Intl` data abbreviates their own zones; others show the offset. */
const LETTERS = ['en-GB', 'en-US', 'en-IN', 'en-AU', 'en-ZA'];

/** An abbreviation such as IST is ambiguous, so it is accepted only if it names the chosen zone. */
function namesZone(word: string, { zone, now }: Reading): boolean {
  return LETTERS.some((language) =>
    new Intl.DateTimeFormat(language, { timeZone: zone, timeZoneName: 'short' })
      .formatToParts(now)
      .some(({ type, value }) => type === 'timeZoneName' && value === word),
  );
}

function settle(parts: Parts, reading: Reading): When {
  const time = parts.time === undefined ? '' : ` ${parts.time.slice(0, 5)}`;
  if (parts.either !== undefined) {
    const [one, other] = parts.either;
    const { year = 0 } = parts;
    return ask('order', [dateText(year, other, one) + time, dateText(year, one, other) + time]);
  }
  if (parts.month === undefined || parts.day === undefined) return settleWeekday(parts, { reading, time });
  if (parts.year === undefined) {
    const { month, day } = parts;
    const years = [todayIn(reading).year - 1, todayIn(reading).year];
    return ask(
      'year',
      years.map((year) => dateText(year, month, day) + time),
    );
  }
  return settleDate({ ...parts, year: parts.year, month: parts.month, day: parts.day }, reading);
}

const dateText = (year: number, month: number, day: number) =>
  `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;

function settleWeekday(parts: Parts, { reading, time }: { reading: Reading; time: string }): When {
  if (parts.weekday === undefined || parts.month !== undefined || parts.day !== undefined || parts.year !== undefined)
    return unread('words');
  const today = todayIn(reading);
  const back = (today.dayOfWeek - parts.weekday + 7) % 7 || 7;
  const texts = [today.subtract({ days: back }), today.add({ days: 7 - (back % 7) })].map(
    (date) => date.toString() + time,
  );
  const chosen = parts.side === undefined ? undefined : texts[parts.side === -1 ? 0 : 1];
  return chosen === undefined ? ask('weekday', texts) : readWhen(chosen, reading);
}

type Dated = Parts & { year: number; month: number; day: number };

function settleDate({ year, month, day, weekday, time, zone }: Dated, reading: Reading): When {
  let date: Temporal.PlainDate;
  try {
    date = Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' });
  } catch {
    return unread('noSuchDay');
  }
  if (weekday !== undefined && date.dayOfWeek !== weekday) return unread('otherDay');
  if (time === undefined) return ask('time', [`${date.toString()} 00:00`, `${date.toString()} 23:59`]);
  const local = date.toPlainDateTime(Temporal.PlainTime.from(time));
  const inZone = zone ?? reading.zone;
  const [earlier, later] = (['earlier', 'later'] as const).map((disambiguation) =>
    local.toZonedDateTime(inZone, { disambiguation }),
  );
  if (earlier === undefined || later === undefined) return unread('words');
  if (earlier.epochMilliseconds === later.epochMilliseconds) return read(earlier.epochMilliseconds);
  if (!earlier.toPlainDateTime().equals(local)) return unread('skipped');
  return ask(
    'twice',
    [earlier, later].map(({ offset }) => `${local.toString().replace('T', ' ').slice(0, 16)} ${offset}`),
  );
}
