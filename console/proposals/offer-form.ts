import type { OfferBody } from '../../contract/proposals.js';
import type { OfferKind } from '../../domain/letter/proposal.js';
import { readRanges } from '../enforcement/numbers.js';

/** An offer as a form holds it; `none`: nothing is proposed. */
export interface OfferForm {
  kind: OfferKind | 'none';
  /** `1-20, 31`; empty: all. */
  targets: string;
  /** `IN, PK`; empty: as it is. */
  countries: string;
  /** RFC 3339; null: none that can be read. */
  until: string | null;
  words: string;
}

export const noOffer: OfferForm = { kind: 'none', targets: '', countries: '', until: null, words: '' };

const MOST_TARGETS = 10_000;

/** What is sent; undefined where nothing is proposed, null where it cannot be sent yet. */
export function toOffer({ kind, targets, countries, until, words }: OfferForm): OfferBody | undefined | null {
  const said = words.trim() === '' ? {} : { words: words.trim() };
  if (kind === 'none') return undefined;
  if (kind === 'other') return words.trim() === '' ? null : { kind, words: words.trim() };
  if (kind === 'later') return until === null ? null : { kind, until, ...said };
  const numbers = targets.trim() === '' ? [] : numbersOf(targets);
  const codes = countries
    .toUpperCase()
    .split(/[\s,;]+/)
    .filter((code) => code !== '');
  if (numbers === null || (numbers.length === 0 && codes.length === 0)) return null;
  return {
    kind,
    ...(numbers.length === 0 ? {} : { targets: numbers }),
    ...(codes.length === 0 ? {} : { countries: codes }),
    ...said,
  };
}

function numbersOf(text: string): number[] | null {
  const ranges = readRanges(text);
  const count = ranges?.reduce((sum, [from, to]) => sum + to - from + 1, 0) ?? 0;
  if (ranges === null || count > MOST_TARGETS) return null;
  const numbers = ranges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, at) => from + at));
  return [...new Set(numbers)];
}
