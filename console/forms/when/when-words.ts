const LANGUAGES = ['en', 'de', 'fr'] as const;

/** Normalizes a word so that `Févr.`, `fevr` and `FÉVR` are equal. */
export function toPlainWord(word: string): string {
  return word
    .normalize('NFD')
    .replace(/[\u0300-\u036F.]/g, '')
    .toLowerCase();
}

const names = (
  count: number,
  { at, part }: { at: (place: number) => Date; part: 'month' | 'weekday' },
): Map<string, number> => {
  const found = new Map<string, number>();
  for (const language of LANGUAGES)
    for (const length of ['long', 'short'] as const) {
      const format = new Intl.DateTimeFormat(language, { [part]: length, timeZone: 'UTC' });
      for (let place = 0; place < count; place += 1) found.set(toPlainWord(format.format(at(place))), place);
    }
  return found;
};

const PREFIX = 3;
function findByWord(known: Map<string, number>, word: string): number | undefined {
  const exact = known.get(toPlainWord(word));
  if (exact !== undefined || word.length < PREFIX) return exact;
  const fitting = new Set([...known].filter(([name]) => name.startsWith(toPlainWord(word))).map(([, place]) => place));
  return fitting.size === 1 ? [...fitting][0] : undefined;
}

const MONTHS = names(12, { at: (month) => new Date(Date.UTC(2021, month, 15)), part: 'month' });
// 4 January 2021 was a Monday.
const WEEKDAYS = names(7, { at: (day) => new Date(Date.UTC(2021, 0, 4 + day)), part: 'weekday' });

/** 1 is January. */
export function parseMonth(word: string): number | undefined {
  const place = findByWord(MONTHS, word);
  return place === undefined ? undefined : place + 1;
}

/** 1 is Monday. */
export function parseWeekday(word: string): number | undefined {
  const place = findByWord(WEEKDAYS, word);
  return place === undefined ? undefined : place + 1;
}

const DAYS: Record<string, number> = {
  today: 0,
  yesterday: -1,
  tomorrow: 1,
  heute: 0,
  gestern: -1,
  vorgestern: -2,
  morgen: 1,
  "aujourd'hui": 0,
  hier: -1,
  demain: 1,
};

/** Days from today; undefined if the word is none. */
export function parseDayOffset(word: string): number | undefined {
  return Object.hasOwn(DAYS, toPlainWord(word)) ? DAYS[toPlainWord(word)] : undefined;
}

const UNITS: Record<string, 'm' | 'h' | 'd'> = {
  m: 'm',
  min: 'm',
  mins: 'm',
  minute: 'm',
  minutes: 'm',
  minuten: 'm',
  h: 'h',
  hr: 'h',
  hrs: 'h',
  hour: 'h',
  hours: 'h',
  std: 'h',
  stunde: 'h',
  stunden: 'h',
  heure: 'h',
  heures: 'h',
  d: 'd',
  day: 'd',
  days: 'd',
  tag: 'd',
  tage: 'd',
  tagen: 'd',
  j: 'd',
  jour: 'd',
  jours: 'd',
};

export function parseUnitMinutes(word: string): number | undefined {
  const unit = Object.hasOwn(UNITS, toPlainWord(word)) ? UNITS[toPlainWord(word)] : undefined;
  return unit === undefined ? undefined : { m: 1, h: 60, d: 24 * 60 }[unit];
}

const OF_DAY: Record<string, string> = {
  noon: '12:00',
  midday: '12:00',
  mittag: '12:00',
  midi: '12:00',
  midnight: '00:00',
  mitternacht: '00:00',
  minuit: '00:00',
};

export function parseNamedTime(word: string): string | undefined {
  return Object.hasOwn(OF_DAY, toPlainWord(word)) ? OF_DAY[toPlainWord(word)] : undefined;
}

const FILLERS = new Set(['at', 'on', 'the', 'of', 'um', 'uhr', 'am', 'den', 'le', 'a', 'and', 'und', 'et']);

export function isFiller(word: string): boolean {
  return FILLERS.has(toPlainWord(word));
}
