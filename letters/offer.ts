import type { Offer } from '../domain/letters/proposal.js';
import { isOneOf } from '../domain/is-one-of.js';
import { toRanges } from '../domain/targets/target-numbers.js';
import { TARGET_TYPES } from '../domain/targets/target.js';
import type { Connection } from '../registry/db.js';
import { listNumberedTargets } from '../registry/letters/proposals.js';
import type { LetterTexts } from '../rulebook/letter-texts.js';
import { dateWords } from './date-words.js';

const NAMED = 50;

export interface WrittenOffer extends Offer {
  items?: readonly { no: number; type: string; locator: string }[];
}

export async function gatherOffer(
  db: Connection,
  noticeId: string,
  offer: Offer | undefined,
): Promise<WrittenOffer | null> {
  if (offer?.targets === undefined) return offer ?? null;
  const items = await listNumberedTargets(db, { noticeId, numbers: offer.targets.slice(0, NAMED) });
  return { ...offer, items };
}

export function offerView(offer: WrittenOffer | null, texts: LetterTexts, zone: string): Record<string, unknown> {
  const { words } = texts;
  const names = new Intl.DisplayNames(texts.language, { type: 'region' });
  return {
    offer: offer?.kind ?? '',
    offer_items: (offer?.items ?? []).map(({ no, type, locator }) => ({
      no: String(no),
      type: isOneOf(TARGET_TYPES, type) ? words.targetTypes[type] : type,
      locator,
    })),
    offer_numbers: formatRanges(offer?.targets ?? []),
    offer_countries: (offer?.countries ?? []).map((code) => names.of(code) ?? code).join(', '),
    offer_until: offer?.until === undefined ? '' : dateWords(texts, zone).full(Date.parse(offer.until)),
    offer_words: offer?.words ?? '',
  };
}

export function formatRanges(numbers: readonly number[]): string {
  return toRanges(numbers)
    .map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`))
    .join(', ');
}
