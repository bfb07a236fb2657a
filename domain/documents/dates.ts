import { dayNumber } from '../clock-arithmetic/calendar-date.js';

/** A date found in a text. If day and month are ambiguous, both readings are offered and neither is chosen. */
export interface FoundDate {
  from: number;
  to: number;
  value: string;
  choices: string[];
}

const MONTHS = [
  'january jan januar jänner janvier janv',
  'february feb februar février févr fevrier',
  'march mar märz mrz mars',
  'april apr avril avr',
  'may mai',
  'june jun juni juin',
  'july jul juli juillet juil',
  'august aug août aout',
  'september sept sep septembre',
  'october oct oktober okt octobre',
  'november nov novembre',
  'december dec dezember dez décembre déc decembre',
].map((names) => names.split(' '));

const DAY_FIRST = /(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|\.)? ?(?:day of |of )?(\p{L}{3,9})\.?,? (\d{4})(?!\d)/giu;
const MONTH_FIRST = /(?<!\p{L})(\p{L}{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?!\d)/giu;
const YEAR_FIRST = /(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)/g;
const DIGITS = /(?<![\d./-])(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?![\d./-]\d|\d)/g;

type Whole = { year: number; month: number; day: number };

const pad = (value: number, digits = 2) => String(value).padStart(digits, '0');

function iso(date: Whole): string | null {
  return dayNumber(date) === undefined ? null : `${pad(date.year, 4)}-${pad(date.month)}-${pad(date.day)}`;
}

const parseMonth = (word: string) => MONTHS.findIndex((names) => names.includes(word.toLowerCase())) + 1;

type Read = Pick<FoundDate, 'value' | 'choices'> | null;

function certain(date: Whole): Read {
  const value = iso(date);
  return value === null ? null : { value, choices: [] };
}

function inDigits(one: number, other: number, year: number): Read {
  const choices = [iso({ year, month: other, day: one }), iso({ year, month: one, day: other })].filter(
    (choice) => choice !== null,
  );
  const [first, second] = choices;
  if (first === undefined) return null;
  if (second === undefined || first === second) return { value: first, choices: [] };
  return { value: `${pad(one)}/${pad(other)}/${year}`, choices };
}

const FORMS: [RegExp, (parts: string[]) => Read][] = [
  [DAY_FIRST, ([day, month = '', year]) => certain({ year: Number(year), month: parseMonth(month), day: Number(day) })],
  [
    MONTH_FIRST,
    ([month = '', day, year]) => certain({ year: Number(year), month: parseMonth(month), day: Number(day) }),
  ],
  [YEAR_FIRST, ([year, month, day]) => certain({ year: Number(year), month: Number(month), day: Number(day) })],
  [DIGITS, ([one, , other, year]) => inDigits(Number(one), Number(other), Number(year))],
];

export function findDate(text: string): FoundDate | null {
  let first: FoundDate | null = null;
  for (const [form, read] of FORMS) {
    for (const match of text.matchAll(form)) {
      const [whole, ...parts] = match;
      if (first !== null && match.index >= first.from) break;
      const date = read(parts);
      if (date !== null) first = { ...date, from: match.index, to: match.index + whole.length };
    }
  }
  return first;
}

const TIME =
  /^[,;]? ?(?:(?:at|um|à|by|-) )?(\d{1,2})(?:[:.h] ?(\d{2})(?!\d)(?::\d{2})?)? ?(hrs\b|hours\b|uhr\b|h\b|am\b|pm\b|a\.m\.|p\.m\.)?/i;
const FOUR_DIGITS = /^[,;]? ?(?:at )?(\d{2})(\d{2}) ?(?:hrs|hours)\b/i;
const ZONE = /^[ ,(]{0,2}([A-Z]{3,4})\b/;
/** Zone abbreviations found in documents. Their meaning is left to the reader: IST alone may be three of them. */
const ZONES: Record<string, string> = { MEZ: 'CET', MESZ: 'CEST' };
for (const zone of 'UTC GMT IST CET CEST WET WEST EET EEST BST MSK TRT PKT BDT NPT SGT MYT WIB JST KST AEST AEDT EST EDT CST CDT PST PDT BRT EAT WAT'.split(
  ' ',
))
  ZONES[zone] = zone;

export function readTime(text: string): { value: string; length: number } | null {
  const four = FOUR_DIGITS.exec(text);
  const [whole, hour, minute, mark] = four === null ? (TIME.exec(text) ?? []) : [four[0], four[1], four[2], 'hrs'];
  if (whole === undefined || (minute === undefined && mark === undefined)) return null;
  const half = (mark ?? '').replaceAll('.', '').toLowerCase();
  const isHalf = half === 'am' || half === 'pm';
  const hours = Number(hour);
  if (hours > (isHalf ? 12 : 23) || (isHalf && hours === 0) || Number(minute ?? 0) > 59) return null;
  const full = isHalf ? (hours % 12) + (half === 'pm' ? 12 : 0) : hours;
  const zone = ZONE.exec(text.slice(whole.length));
  const named = zone === null || !Object.hasOwn(ZONES, zone[1] ?? '') ? undefined : ZONES[zone[1] ?? ''];
  return {
    value: `${pad(full)}:${minute ?? '00'}${named === undefined ? '' : ` ${named}`}`,
    length: whole.length + (named === undefined ? 0 : (zone?.[0].length ?? 0)),
  };
}

export function withTime({ value, choices }: Pick<FoundDate, 'value' | 'choices'>, time: string | undefined) {
  const put = (date: string) => (time === undefined ? date : `${date} ${time}`);
  return { value: put(value), choices: choices.map(put) };
}
