import { isValidAt } from '../notice/sender.js';
import { findAuthorities, type KnownAuthority } from './authorities.js';
import { readPaperFacts } from './facts.js';
import { bareWords, toPassages, type PaperLine } from './lines.js';

/** Whoever may sign for an authority, as the directory lists them. */
export interface ListedSigner {
  name: string;
  rank: string;
  validFrom?: string;
  validTo?: string;
}

/**
 * Words that press for haste or against asking, as forged emergency requests have them (FBI, Private Industry Notification of
 * November 2024). `immediately` and `emergency` are not among them: laws and honest orders use both.
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
const MOST_QUOTED = 3;

/** Words in a text that press for haste, as they stand there. */
export function pressingWords(text: string): string[] {
  const found = PRESSING.flatMap((words) => words.exec(text)?.[0].toLowerCase() ?? []);
  return [...new Set(found)].slice(0, MOST_QUOTED);
}

/** Whether a text names the authority that it is said to be of: in its head, its signature, or anywhere. */
export function namesAuthority(text: string, authority: KnownAuthority): boolean {
  return findAuthorities(toPassages(linesOf(text)), [authority]).length > 0 || has(text, authority.name);
}

/** Whether a text gives itself a number, whichever: the one that is proposed to whoever triages. */
export function namesSomeReference(text: string): boolean {
  return readPaperFacts(linesOf(text), { laws: [], authorities: [] }).some(({ path }) => path === '/reference');
}

function linesOf(text: string): PaperLine[] {
  return text.split('\n').map((line, index) => ({ page: 1, line: index + 1, text: line }));
}

/** Whether a text has a reference in it, however it is spaced and punctuated. */
export function hasReference(text: string, reference: string): boolean {
  return has(text, reference);
}

/** What stands where somebody has signed. */
const SIGNED =
  /(?<![\p{L}\p{N}])(?:sd ?[/.]-?|s\/|signed|gez\.|gezeichnet|unterzeichnet|signé|firmado|assinado|हस्ता)/iu;

/**
 * What is wrong with who signed, by name: it is signed by nobody whom the directory lists, or by somebody whose time it was not, or
 * with another rank. Empty where somebody fits, and where the directory lists nobody or the text says of nobody that they signed.
 */
export function wrongSigners(text: string, signers: readonly ListedSigner[], atMs: number): string[] {
  if (signers.length === 0) return [];
  const named = signers.filter(({ name }) => has(text, name));
  if (named.length === 0 && !SIGNED.test(text)) return [];
  if (named.length === 0) return signers.map(({ name, rank }) => `${name}, ${rank}`).slice(0, MOST_QUOTED);
  const fits = (signer: ListedSigner) => isValidAt(signer, atMs) && has(text, signer.rank);
  return named.some(fits) ? [] : named.map(({ name, rank }) => `${name}, ${rank}`).slice(0, MOST_QUOTED);
}

function has(text: string, words: string): boolean {
  const bare = bareWords(words);
  return bare.trim() === '' || bareWords(text).includes(bare);
}
