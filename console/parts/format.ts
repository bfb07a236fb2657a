import i18next from 'i18next';
import { hasKey } from '../../domain/record-keys.js';
import { settingsStore } from '../state/settings.js';

/** British order of day and month, so that no date can be read in two ways. */
const getLocale = () => (settingsStore.get().language === 'en' ? 'en-GB' : settingsStore.get().language);

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Formats elapsed time in its two largest units; as minutes and seconds below ten minutes. */
export function formatSpan(ms: number): string {
  const left = Math.abs(ms);
  const whole = (unit: number) => Math.floor(left / unit);
  const { t } = i18next;
  if (left < 10 * MINUTE) {
    return `${whole(MINUTE)}:${String(whole(SECOND) % 60).padStart(2, '0')}`;
  }
  if (left < HOUR) return t('frame:span.min', { min: whole(MINUTE) });
  if (left < 2 * DAY) {
    const min = whole(MINUTE) % 60;
    const hours = whole(HOUR);
    if (hours < 24) return min === 0 ? t('frame:span.h', { h: hours }) : t('frame:span.hMin', { h: hours, min });
    return t('frame:span.dH', { d: whole(DAY), h: hours % 24 });
  }
  const d = whole(DAY);
  return d >= 14 ? t('frame:span.d', { d }) : t('frame:span.dH', { d, h: whole(HOUR) % 24 });
}

const ISO_UNITS = { W: 'week', D: 'day', H: 'hour', M: 'minute', S: 'second' } as const;

export function formatAmount(amount: number, unit: 'second' | 'minute' | 'hour' | 'day' | 'week' | 'month'): string {
  return new Intl.NumberFormat(getLocale(), { style: 'unit', unit, unitDisplay: 'long' }).format(amount);
}

/** Formats a duration in the units it was set in: `PT26H` is 26 hours, not one day and two hours. */
export function formatDuration(iso: string): string {
  const seconds = /^PT(\d+)S$/.exec(iso)?.[1];
  const whole = seconds !== undefined && Number(seconds) % 60 === 0 ? inLargest(Number(seconds)) : iso;
  const [days = '', time = ''] = whole.slice(1).split('T');
  const parts = [...days.matchAll(/(\d+)([WD])/g), ...time.matchAll(/(\d+)([HMS])/g)];
  return parts
    .flatMap(([, amount, unit = '']) => (hasKey(ISO_UNITS, unit) ? formatAmount(Number(amount), ISO_UNITS[unit]) : []))
    .join(' ');
}

const inLargest = (seconds: number) => (seconds % 3_600 === 0 ? `PT${seconds / 3_600}H` : `PT${seconds / 60}M`);

/** Formats an age by the minute, because a display that ticks each second distracts. */
export function formatAge(ms: number): string {
  return Math.abs(ms) < 10 * MINUTE
    ? i18next.t('frame:span.min', { min: Math.floor(Math.abs(ms) / MINUTE) })
    : formatSpan(ms);
}

const kept = new Map<string, Intl.DateTimeFormat>();

function getFormatter(name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${getLocale()} ${name}`;
  let made = kept.get(key);
  if (made === undefined) {
    made = new Intl.DateTimeFormat(getLocale(), options);
    kept.set(key, made);
  }
  return made;
}

/**
 * Names of a zone differ by region: India is `IST` to Indians and `GMT+5:30` to others. The first real name is used.
 */
const NAMING = ['en-GB', 'en-US', 'en-IN', 'en-AU', 'en-NZ', 'en-ZA'];
const zoneNames = new Map<string, string>();

function zoneName(at: Date, timeZone: string | undefined): string {
  const offset = -at.getTimezoneOffset();
  const key = `${timeZone ?? ''} ${timeZone === undefined ? offset : at.getTime()}`;
  let name = zoneNames.get(key);
  if (name === undefined) {
    const names = NAMING.map((region) => splitParts(at, region, timeZone).timeZoneName ?? '');
    name = names.find((one) => !/^(GMT|UTC)[+-]/.test(one)) ?? names[0] ?? '';
    zoneNames.set(key, name);
  }
  return name;
}

type Parts = Partial<Record<Intl.DateTimeFormatPartTypes, string>>;

function splitParts(at: Date, locale: string, timeZone: string | undefined): Parts {
  const key = `parts ${locale} ${timeZone ?? ''}`;
  let made = kept.get(key);
  if (made === undefined) {
    made = new Intl.DateTimeFormat(locale, { ...FULL, ...(timeZone === undefined ? {} : { timeZone }) });
    kept.set(key, made);
  }
  return Object.fromEntries(made.formatToParts(at).map(({ type, value }) => [type, value]));
}

const FULL = {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  timeZoneName: 'short',
} as const;

/** Formats day, date, time and zone, by default in the reader's zone: `Thu 4 Feb 2021, 17:38 IST`. */
export function formatInstant(at: string | number, timeZone?: string): string {
  const date = new Date(at);
  const { weekday, day, month, year, hour, minute } = splitParts(date, getLocale(), timeZone);
  const dot = getLocale() === 'de' ? '.' : '';
  return `${weekday} ${day}${dot} ${month} ${year}, ${hour}:${minute} ${zoneName(date, timeZone)}`;
}

/** Formats an instant as people type it, in the reader's zone: `4 Feb 2021, 17:38`. */
export function formatTyped(at: string): string {
  const { day, month, year, hour, minute } = splitParts(new Date(at), getLocale(), undefined);
  return `${day}${getLocale() === 'de' ? '.' : ''} ${month} ${year}, ${hour}:${minute}`;
}

export function formatClock(at: string | number, timeZone?: string): string {
  const { hour, minute } = splitParts(new Date(at), 'en-GB', timeZone);
  return `${hour}:${minute}`;
}

export function formatShort(at: string | number, seconds = false): string {
  return getFormatter(seconds ? 'short with seconds' : 'short', {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    ...(seconds ? { second: '2-digit' } : {}),
    hourCycle: 'h23',
  }).format(new Date(at));
}

export function formatTime(at: number): string {
  const time = getFormatter('time', { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
  return `${time.format(at)} ${zoneName(new Date(at), undefined)}`;
}

export function formatSecond(at: string | number, timeZone: string): string {
  return getFormatter(`second ${timeZone}`, {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZone,
  }).format(new Date(at));
}

export function formatHour(at: number): string {
  return getFormatter('hour', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(at));
}

export function formatRecent(at: string | number, now: number): string {
  return formatDay(at) === formatDay(now) ? formatHour(Number(new Date(at))) : formatShort(at);
}

export function formatDay(at: string | number): string {
  return getFormatter('day', { day: 'numeric', month: 'short', year: 'numeric' }).format(new Date(at));
}

export function formatWeekday(at: string | number): string {
  return getFormatter('weekday', { weekday: 'short', day: 'numeric', month: 'short' }).format(new Date(at));
}

/** As in `Mon`. */
export function formatWeekdayName(at: string | number): string {
  return getFormatter('weekday alone', { weekday: 'short' }).format(new Date(at));
}

export function formatDayTime(at: string | number): string {
  return `${formatDay(at)}, ${formatClock(at)}`;
}

export function formatNumber(value: number): string {
  return value.toLocaleString(getLocale());
}

export function formatPercent(share: number): string {
  return new Intl.NumberFormat(getLocale(), { style: 'percent', maximumFractionDigits: 0 }).format(share);
}

export function formatRough(value: number): string {
  return new Intl.NumberFormat(getLocale(), { notation: 'compact', maximumFractionDigits: 1 }).format(value);
}

export function formatList(items: readonly string[], type: 'conjunction' | 'disjunction' = 'conjunction'): string {
  return new Intl.ListFormat(settingsStore.get().language, { type }).format(items);
}

const INSTANTS = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g;

/** Replaces UTC instants in an API sentence with times in the reader's zone. */
export function withOwnTimes(sentence: string): string {
  return sentence.replaceAll(INSTANTS, (at) => formatInstant(at));
}

/** Lowercases a label for use in a sentence, except in German. */
export function inSentence(word: string): string {
  return settingsStore.get().language === 'de' ? word : word.slice(0, 1).toLowerCase() + word.slice(1);
}

/** The name of a country or language in `by`, by default the reader's language; the code if no name is known. */
export function formatCodeName(
  code: string,
  type: 'region' | 'language',
  by: string = settingsStore.get().language,
): string {
  try {
    return new Intl.DisplayNames([by], { type }).of(code) ?? code;
  } catch {
    return code;
  }
}

export function formatCountry(code: string): string {
  // CLDR calls the world 001; a law of no single country has an asterisk.
  return formatCodeName(code === '*' ? '001' : code, 'region');
}

export function formatLanguage(code: string): string {
  return formatCodeName(code, 'language');
}
