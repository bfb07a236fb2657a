import { findDate, readTime, withTime } from './dates.js';

export interface FoundDeadline {
  path: '/orderedDeadline/within' | '/orderedDeadline/at' | '/orderedDeadline/immediately';
  value: string;
  choices: string[];
  from: number;
  to: number;
}

const IN_WORDS: Record<string, number> = {
  ...counted('a an one ein eine einer eines un une', 1),
  ...counted('two zwei deux', 2),
  ...counted('three drei trois', 3),
  ...counted('four vier quatre', 4),
  ...counted('five fünf cinq', 5),
  ...counted('six sechs', 6),
  ...counted('seven sieben sept', 7),
  ...counted('eight acht huit', 8),
  ...counted('ten zehn dix', 10),
  ...counted('twelve zwölf douze', 12),
  ...counted('fourteen vierzehn quatorze', 14),
  ...counted('fifteen quinze', 15),
  ...counted('twenty-four vierundzwanzig vingt-quatre', 24),
  ...counted('thirty dreißig trente', 30),
  ...counted('thirty-six sechsunddreißig trente-six', 36),
  ...counted('forty-eight achtundvierzig quarante-huit', 48),
  ...counted('seventy-two zweiundsiebzig', 72),
};

function counted(words: string, count: number): Record<string, number> {
  return Object.fromEntries(words.split(' ').map((word) => [word, count]));
}

// Excludes working days: the document does not say which days these are.
const UNITS: [RegExp, (count: number) => string][] = [
  [/^(?:min|minute)/i, (count) => `PT${count}M`],
  [/^(?:h|stunde)/i, (count) => `PT${count}H`],
  [/^(?:day|tag|jour)/i, (count) => `P${count}D`],
  [/^(?:week|woche|semaine)/i, (count) => `P${count * 7}D`],
];

const WITHIN =
  /(?<!\p{L})(?:within|not later than|no later than|innerhalb|binnen|dans|sous) (?:(?:a period of|a maximum of|the next|at most|von|einer frist von|der nächsten|höchstens|les|un délai (?:maximum |maximal )?(?:de|d['’])) ?)?(\d{1,3}|\p{L}[\p{L}-]{0,20})(?: ?\((\d{1,3}|\p{L}[\p{L} -]{0,20})\))? (hours?|hrs?|stunden?|heures?|minutes?|minuten?|days?|tage?n?|jours?|weeks?|wochen?|semaines?)(?!\p{L})(?! (?:ouvr|franc))/giu;

function* within(text: string): Generator<FoundDeadline> {
  for (const match of text.matchAll(WITHIN)) {
    const [whole, outer = '', inner = '', unit = ''] = match;
    const count = toCount(outer) ?? toCount(inner);
    // A number stated twice with different values is not guessed.
    const other = toCount(inner) ?? count;
    const form = UNITS.find(([name]) => name.test(unit))?.[1];
    if (count === undefined || count === 0 || other !== count || form === undefined) continue;
    const at = { from: match.index, to: match.index + whole.length };
    yield { path: '/orderedDeadline/within', value: form(count), choices: [], ...at };
  }
}

function toCount(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text);
  const word = text.toLowerCase().replaceAll(' ', '-');
  return Object.hasOwn(IN_WORDS, word) ? IN_WORDS[word] : undefined;
}

const BY =
  /(?<!\p{L})(?:by|before|until|on or before|not later than|no later than|bis spätestens|bis zum|bis|spätestens bis zum|spätestens bis|spätestens am|avant le|avant|au plus tard le|au plus tard|jusqu['’]au) /giu;
const BETWEEN =
  /^,? ?(?:(?:on|the|am|dem|den|le|zum) )?(?:\p{L}{2,8}(?:day|tag|woch|di),? )?(?:(?:the|den|dem|le) )?$/iu;
const LOOK_AHEAD = 70;

function* byTime(text: string): Generator<FoundDeadline> {
  for (const match of text.matchAll(BY)) {
    const start = match.index + match[0].length;
    const rest = text.slice(start, start + LOOK_AHEAD);
    const before = readTime(rest);
    const skipped = before?.length ?? 0;
    const date = findDate(rest.slice(skipped));
    if (date === null || !BETWEEN.test(rest.slice(skipped, skipped + date.from).replace(/^ /, ''))) continue;
    const after = before === null ? readTime(rest.slice(date.to)) : null;
    const to = start + skipped + date.to + (after?.length ?? 0);
    const when = withTime(date, (before ?? after)?.value);
    yield { path: '/orderedDeadline/at', ...when, from: match.index, to };
  }
}

const CONCURRENCY =
  /(?<!\p{L})(?:immediately|forthwith|without delay|unverzüglich|umgehend|sans délai|immédiatement)(?!\p{L})/iu;
const ACTS = /(?:block|remov|disabl|compl[iy]|withhold|take down|sperr|entfern|lösch|retir|bloqu|supprim)/iu;

/** Returns the deadlines that a text sets. "Immediately" counts only without a length or hour beside it. */
export function findDeadlines(text: string): FoundDeadline[] {
  const bounded = [...within(text), ...byTime(text)];
  if (bounded.length > 0) return bounded;
  const match = CONCURRENCY.exec(text);
  if (match === null || !ACTS.test(text)) return [];
  const at = { from: match.index, to: match.index + match[0].length };
  return [{ path: '/orderedDeadline/immediately', value: 'true', choices: [], ...at }];
}
