import { isValidAt } from '../notices/sender.js';
import { findAuthorities, type KnownAuthority } from './authorities.js';
import { readDocumentFacts } from './facts.js';
import { bareWords, toPassages, type DocumentLine } from './lines.js';

export interface ListedSigner {
  name: string;
  rank: string;
  validFrom?: string;
  validTo?: string;
}

/**
 * Words that press for haste or against checking, as forged emergency requests use them (FBI, Private Industry
 * Notification of November 2024). `immediately` and `emergency` are excluded: laws and honest orders use both.
 */
const PRESSING: readonly RegExp[] = [
  /\burgent(?:ly)?\b/iu,
  /\bexigent\b/iu,
  /\bimminent\b/iu,
  /\blife[- ](?:or[- ]death|threatening)\b/iu,
  /\btime is of the essence\b/iu,
  /\bwithin the hour\b/iu,
  /\b(?:do not|don't|must not) (?:call|contact|verify|phone)\b/iu,
  /\bno time (?:to|for)\b/iu,
  /(?<!\p{L})(?:äußerst |höchst )?dringend(?!\p{L})/iu,
  /(?<!\p{L})lebensgefahr(?!\p{L})/iu,
  /(?<!\p{L})(?:rufen sie nicht|nicht zurückrufen|von rückfragen (?:ist )?abzusehen)(?!\p{L})/iu,
  /(?<!\p{L})(?:très |extrêmement )?urgente?(?!\p{L})/iu,
  /(?<!\p{L})danger de mort(?!\p{L})/iu,
  /(?<!\p{L})(?:ne pas (?:appeler|contacter|rappeler))(?!\p{L})/iu,
  /(?<!\p{L})(?:peligro inminente|riesgo de vida|risco de vida|perigo iminente)(?!\p{L})/iu,
  /अत्यावश्यक|तत्काल ख़तरा/u,
];
const MAX_QUOTED = 3;

export function pressingWords(text: string): string[] {
  const found = PRESSING.flatMap((words) => words.exec(text)?.[0].toLowerCase() ?? []);
  return [...new Set(found)].slice(0, MAX_QUOTED);
}

export function namesAuthority(text: string, authority: KnownAuthority): boolean {
  return findAuthorities(toPassages(splitLines(text)), [authority]).length > 0 || has(text, authority.name);
}

export function namesSomeReference(text: string): boolean {
  return readDocumentFacts(splitLines(text), { laws: [], authorities: [] }).some(({ path }) => path === '/reference');
}

function splitLines(text: string): DocumentLine[] {
  return text.split('\n').map((line, index) => ({ page: 1, line: index + 1, text: line }));
}

/** Whether a text contains a reference, ignoring spacing and punctuation. */
export function hasReference(text: string, reference: string): boolean {
  return has(text, reference);
}

const SIGNED =
  /(?<![\p{L}\p{N}])(?:sd ?[/.]-?|s\/|signed|gez\.|gezeichnet|unterzeichnet|signé|firmado|assinado|हस्ता)/iu;

/**
 * Returns the listed signers if the signature does not fit: signed by no one listed, outside their dates, or with
 * another rank. Empty if one fits, if the directory lists none, or if the text shows no signature.
 */
export function wrongSigners(text: string, signers: readonly ListedSigner[], atMs: number): string[] {
  if (signers.length === 0) return [];
  const named = signers.filter(({ name }) => has(text, name));
  if (named.length === 0 && !SIGNED.test(text)) return [];
  if (named.length === 0) return signers.map(({ name, rank }) => `${name}, ${rank}`).slice(0, MAX_QUOTED);
  const fits = (signer: ListedSigner) => isValidAt(signer, atMs) && has(text, signer.rank);
  return named.some(fits) ? [] : named.map(({ name, rank }) => `${name}, ${rank}`).slice(0, MAX_QUOTED);
}

/** Returns the signer of the list whom a text names with the rank, if it names one alone. */
export function findNamedSigner(text: string, signers: readonly ListedSigner[], atMs: number): ListedSigner | null {
  const [named, ...others] = signers.filter(
    (signer) => isValidAt(signer, atMs) && has(text, signer.name) && has(text, signer.rank),
  );
  return named === undefined || others.length > 0 ? null : named;
}

function has(text: string, words: string): boolean {
  const bare = bareWords(words);
  return bare.trim() === '' || bareWords(text).includes(bare);
}
