import { localTimeIn } from '../domain/clock-arithmetic/index.js';
import type { LetterTexts } from '../rulebook/letter-texts.js';

export interface DateWords {
  day(atMs: number): string;
  local(atMs: number): string;
  /** `31 January 2021, 18:15 (UTC+05:30; 2021-01-31 12:45 UTC)`. */
  full(atMs: number): string;
}

const LOCALES: Readonly<Record<string, string>> = { en: 'en-GB' };

const FIRST_DAYS: Readonly<Record<string, string>> = { fr: '1er', pt: '1º' };

const MAX_KEPT = 64;
const kept = new Map<string, DateWords>();

/**
 * Returns formatters that write instants in a language and in the issuer's zone. The last few are kept: making them
 * took a third of the time of a letter.
 */
export function dateWords({ language }: Pick<LetterTexts, 'language'>, zone: string): DateWords {
  const name = `${language} ${zone}`;
  const known = kept.get(name);
  if (known !== undefined) return known;
  const made = makeDateWords(language, zone);
  const [oldest] = kept.keys();
  if (kept.size >= MAX_KEPT && oldest !== undefined) kept.delete(oldest);
  kept.set(name, made);
  return made;
}

function makeDateWords(language: string, zone: string): DateWords {
  const locale = LOCALES[language] ?? language;
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: zone });
  const times = new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: zone,
  });
  const day = (atMs: number) => days.format(atMs).replace(/^1(?= )/, FIRST_DAYS[language] ?? '1');
  const local = (atMs: number) => `${day(atMs)}, ${times.format(atMs)}`;
  return {
    day,
    local,
    full(atMs) {
      const offset = /[+-]\d\d:\d\d$/.exec(localTimeIn(zone, atMs))?.[0] ?? '+00:00';
      if (offset === '+00:00') return `${local(atMs)} (UTC)`;
      return `${local(atMs)} (UTC${offset}; ${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')} UTC)`;
    },
  };
}
