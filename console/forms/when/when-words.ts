const LANGUAGES = ['en', 'de', 'fr'] as const;

/** Normalizes a word so that `Févr.`, `fevr` and `FÉVR` are equal. */
export function toPlainWord(word: string): string {
  return word
    .normalize('NFD')
    .replace(/[\u0300-\u036F.]/g, '')
    .toLowerCase();
}

/** The names of months or weekdays in each language, with their numbers from 1. */
function numberNames(part: 'month' | 'weekday', dates: readonly Date[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const language of LANGUAGES)
    for (const length of ['long', 'short'] as const) {
      const format = new Intl.DateTimeFormat(language, { [part]: length, timeZone: 'UTC' });
      for (const [place, date] of dates.entries()) found.set(toPlainWord(format.format(date)), place + 1);
    }
  return found;
}

const PREFIX = 3;
function findByWord(known: Map<string, number>, word: string): number | undefined {
  const exact = known.get(toPlainWord(word));
  if (exact !== undefined || word.length < PREFIX) return exact;
  const fitting = new Set([...known].filter(([name]) => name.startsWith(toPlainWord(word))).map(([, place]) => place));
  return fitting.size === 1 ? [...fitting][0] : undefined;
}

const listDates = (count: number, at: (place: number) => number) =>
  Array.from({ length: count }, (_, place) => new Date(at(place)));
const MONTHS = numberNames(
  'month',
  listDates(12, (month) => Date.UTC(2021, month, 15)),
);
// 4 January 2021 was a Monday.
const WEEKDAYS = numberNames(
  'weekday',
  listDates(7, (day) => Date.UTC(2021, 0, 4 + day)),
);

/** 1 is January. */
export const parseMonth = (word: string) => findByWord(MONTHS, word);
/** 1 is Monday. */
export const parseWeekday = (word: string) => findByWord(WEEKDAYS, word);

const byWord = <Value>(rows: readonly (readonly [Value, words: string])[]) =>
  new Map(rows.flatMap(([value, words]) => words.split(' ').map((word) => [word, value] as const)));

const DAYS = byWord([
  [0, "today heute aujourd'hui"],
  [-1, 'yesterday gestern hier'],
  [-2, 'vorgestern'],
  [1, 'tomorrow morgen demain'],
]);
const UNITS = byWord([
  [1, 'm min mins minute minutes minuten'],
  [60, 'h hr hrs hour hours std stunde stunden heure heures'],
  [24 * 60, 'd day days tag tage tagen j jour jours'],
]);
const TIMES = byWord([
  ['12:00', 'noon midday mittag midi'],
  ['00:00', 'midnight mitternacht minuit'],
]);

/** Days from today; undefined if the word is none. */
export const parseDayOffset = (word: string) => DAYS.get(toPlainWord(word));
export const parseUnitMinutes = (word: string) => UNITS.get(toPlainWord(word));
export const parseNamedTime = (word: string) => TIMES.get(toPlainWord(word));

const FILLERS = new Set(['at', 'on', 'the', 'of', 'um', 'uhr', 'am', 'den', 'le', 'a', 'and', 'und', 'et']);

export const isFiller = (word: string) => FILLERS.has(toPlainWord(word));
