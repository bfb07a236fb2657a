import { findAuthorities, type KnownAuthority } from './authorities.js';
import { findDate, readTime, withTime } from './dates.js';
import { findDeadlines } from './deadlines.js';
import { findLaws, marksOfLaws, type KnownLaw } from './laws.js';
import { quoteAround, toPassages, type DocumentLine, type Passage } from './lines.js';

export const FACT_PATHS = [
  '/reference',
  '/subject',
  '/authority',
  '/jurisdiction',
  '/regime',
  '/issuedAt',
  '/orderedDeadline/within',
  '/orderedDeadline/at',
  '/orderedDeadline/immediately',
  '/secrecy/level',
] as const;
export type FactPath = (typeof FACT_PATHS)[number];

/** A fact that a document seems to state about the notice: a proposal that a person checks against the quoted words. */
export interface DocumentFact {
  path: FactPath;
  value: string;
  /** All readings if the document is ambiguous; the value is then the original text. */
  choices: string[];
  quote: string;
  page: number;
  line: number;
}

export const MAX_OF_A_KIND = 3;

type Found = { path: FactPath; value: string; choices?: string[]; from: number; to?: number };

/** Extracts facts from a document's text, in the order of the form. Nothing in it is trusted. */
export function readDocumentFacts(
  lines: readonly DocumentLine[],
  known: { laws: readonly KnownLaw[]; authorities: readonly KnownAuthority[] },
): DocumentFact[] {
  const passages = toPassages(lines);
  const laws = marksOfLaws(known.laws);
  const facts: DocumentFact[] = [];
  const keep = (passage: Passage, { path, value, choices = [], from, to = from }: Found) => {
    const same = facts.filter((fact) => fact.path === path);
    if (value === '' || same.length >= MAX_OF_A_KIND || same.some((fact) => fact.value === value)) return;
    const { page, line, text, run, wide } = passage;
    const quoted = to <= text.length ? text : to <= run.length ? run : wide;
    facts.push({ path, value, choices, quote: quoteAround(quoted, from), page, line });
  };
  for (const passage of passages) {
    for (const read of READERS) for (const found of read(passage)) keep(passage, found);
  }
  const named = passages.map((passage) => findLaws(passage, laws));
  for (const [index, passage] of passages.entries()) {
    // If the passage matches even without its first line, the next passage quotes it more tightly.
    const tight = (named[index] ?? []).filter((id) => named[index + 1]?.includes(id) !== true);
    for (const id of tight) keep(passage, { path: '/regime', value: id, from: 0, to: passage.wide.length });
  }
  for (const { authority, at } of findAuthorities(passages, known.authorities)) {
    keep(at, { path: '/authority', value: authority.id, from: 0 });
    keep(at, { path: '/jurisdiction', value: authority.country, from: 0 });
  }
  return facts
    .filter(({ path }) => path !== '/orderedDeadline/immediately' || !facts.some(isBounded))
    .toSorted((one, other) => FACT_PATHS.indexOf(one.path) - FACT_PATHS.indexOf(other.path));
}

const isBounded = ({ path }: DocumentFact) => path === '/orderedDeadline/within' || path === '/orderedDeadline/at';

const REFERENCE =
  /(?<![\p{L}\p{N}])(?<!(?:your|ihr|votre) )(?:f\. ?no\.?|file no\.?|our ref(?:erence)?(?: no)?\.?|ref(?:erence)?(?: no)?\.?|order no\.?|aktenzeichen|az\.|geschäftszeichen|gz\.|réf(?:érence)?\.?|n° de dossier) ?[:.]? ?([\p{L}\p{N}].{0,99})/iu;
// "No." alone also numbers houses and lists: what follows must be written like a file number.
const NUMBER = /^(?:no\.?|nr\.?|n[°º]|№|sayı|ofício n[°º]) ?[:.]? ?(?=\S*\d)(?=\S*[/(-])([\p{L}\p{N}].{0,99})/iu;
const ENDS_REFERENCE = /[,;]? (?:dated?\b|dt\.|datum\b|vom\b|du \d|subject\b|[(]?hereinafter\b).*$|[;|].*$/iu;
const MAX_REFERENCE = 60;

function reference({ text }: Passage): Found[] {
  const match = REFERENCE.exec(text) ?? NUMBER.exec(text);
  if (match === null) return [];
  const value = (match[1] ?? '').replace(ENDS_REFERENCE, '').replace(/[\s.,:;]+$/, '');
  // A reference without digits, or of many words, is a sentence.
  if (!/\d/.test(value) || value.length > MAX_REFERENCE || value.split(' ').length > 6) return [];
  return [{ path: '/reference', value, from: match.index }];
}

const SUBJECT = /^(?:subject|subj|sub|betreff|betr|objet|sujet)\.? ?[:–-] ?(.+)$/iu;
const NO_SUBJECT =
  /^(?:\p{L}[\p{L}. ]{0,24}:|dear |sir|madam|to |whereas|sehr geehrte|guten tag|madame|monsieur|\d{1,2}[.)] )/iu;
const WRAPS_FROM = 50;
const MAX_SUBJECT = 300;

function subject({ text, run, endsParagraph }: Passage): Found[] {
  const first = SUBJECT.exec(text)?.[1];
  if (first === undefined) return [];
  const second = run.slice(text.length + 1);
  const mayGoOn = !endsParagraph && text.length >= WRAPS_FROM && !/[.:;]$/.test(text);
  const goesOn = mayGoOn && second !== '' && !NO_SUBJECT.test(second);
  const value = (goesOn ? `${first} ${second}` : first)
    .slice(0, MAX_SUBJECT)
    .toWellFormed()
    .replace(/[\s.]+$/, '');
  return [{ path: '/subject', value, from: 0, to: goesOn ? run.length : text.length }];
}

/** Capitalized it heads the document; "your letter dated" refers to another one. */
const DATED =
  /(?<!\p{L})(?:Dated|DATED|Dt\.|Date of issue|Date|DATE|Datum|Ausgestellt am|Date d['’]émission)(?: the)? ?:?,? ?(?:the |le |den )?/u;
const PLACE_AND_DATE = /^\p{Lu}[\p{L} .-]{1,40}, (?:den|le|the) /u;

function issuedAt({ text }: Passage): Found[] {
  for (const label of [DATED, PLACE_AND_DATE]) {
    const match = label.exec(text);
    if (match === null) continue;
    const start = match.index + match[0].length;
    const rest = text.slice(start, start + 60);
    const date = findDate(rest);
    if (date === null || date.from > 1) continue;
    return [{ path: '/issuedAt', ...withTime(date, readTime(rest.slice(date.to))?.value), from: match.index }];
  }
  return [];
}

function deadlines({ text, run }: Passage): Found[] {
  return findDeadlines(run).filter(({ from }) => from < text.length);
}

const SECRET =
  /(?<!\p{L})(?:(?:strictly |streng |strictement )?(?:confidential|vertraulich|confidentiel(?:le)?)|(?:shall|must|may|should) not be disclosed|geheim zu halten|nicht offenbart|ne (?:doit|peut)(?: pas)? être divulguée?)(?!\p{L})|^(?:top )?secret$|^(?:streng )?geheim$/iu;

function secrecy({ text, run }: Passage): Found[] {
  const match = SECRET.exec(run);
  if (match === null || match.index >= text.length) return [];
  return [{ path: '/secrecy/level', value: 'restricted', from: match.index, to: match.index + match[0].length }];
}

const READERS = [reference, subject, issuedAt, deadlines, secrecy];
