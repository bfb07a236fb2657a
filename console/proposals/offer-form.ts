import type { OfferBody } from '../../contract/proposals.js';
import type { OfferKind } from '../../domain/letters/proposal.js';
import { readNumbers } from '../enforcement/numbers.js';
import { splitTexts } from '../parts/texts.js';

/** An offer as the form holds it; `none` if nothing is proposed. */
export interface OfferForm {
  kind: OfferKind | 'none';
  /** Target numbers such as `1-20, 31`; empty: all. */
  targets: string;
  /** Country codes such as `IN, PK`; empty: unchanged. */
  countries: string;
  /** RFC 3339; null if the typed time cannot be parsed. */
  until: string | null;
  words: string;
}

export const noOffer: OfferForm = { kind: 'none', targets: '', countries: '', until: null, words: '' };

const MAX_TARGETS = 10_000;

/** Returns the request body; undefined if nothing is proposed, null if it cannot be sent yet. */
export function toOffer({ kind, targets, countries, until, words }: OfferForm): OfferBody | undefined | null {
  const said = words.trim() === '' ? {} : { words: words.trim() };
  if (kind === 'none') return undefined;
  if (kind === 'other') return words.trim() === '' ? null : { kind, words: words.trim() };
  if (kind === 'later') return until === null ? null : { kind, until, ...said };
  const numbers = targets.trim() === '' ? [] : readNumbers(targets, MAX_TARGETS);
  const codes = splitTexts(countries.toUpperCase());
  if (numbers === null || (numbers.length === 0 && codes.length === 0)) return null;
  return {
    kind,
    ...(numbers.length === 0 ? {} : { targets: numbers }),
    ...(codes.length === 0 ? {} : { countries: codes }),
    ...said,
  };
}
