import { OFFER_KINDS, type OfferKind } from '../../domain/letters/proposal.js';
import { parseOneOf, parseNumbers } from '../arguments.js';
import { UsageError } from '../exit.js';
import { given, option } from '../options.js';

export interface OfferOptions {
  offer?: OfferKind;
  offerTargets?: number[];
  offerCountries?: string;
  offerUntil?: string;
  offerWords?: string;
}

export function offerOptions() {
  return [
    option('--offer <kind>', `formal offer that can be accepted: ${OFFER_KINDS.join(', ')}`, parseOneOf(OFFER_KINDS)),
    option('--offer-targets <numbers>', 'narrower: limited to these targets, e.g. 1-20,31', parseNumbers),
    option('--offer-countries <codes>', 'narrower: limited to these countries, e.g. IN,PK'),
    option('--offer-until <time>', 'later: the proposed deadline, with offset'),
    option('--offer-words <text>', 'description; required for other'),
  ];
}

export function buildOffer({ offer: kind, offerTargets, offerCountries, offerUntil, offerWords }: OfferOptions) {
  const parts = given({
    targets: offerTargets,
    countries: offerCountries?.split(','),
    until: offerUntil,
    words: offerWords,
  });
  if (kind !== undefined) return { kind, ...parts };
  if (Object.keys(parts).length > 0) throw new UsageError('These options need --offer with the kind of proposal.');
  return undefined;
}
