import type { OfferBody } from '../../../contract/proposals.js';
import type { Offer, ProposalSide } from '../../../domain/letters/proposal.js';
import type { Connection } from '../../../registry/db.js';
import { findMissingTargets } from '../../../registry/letters/proposals.js';
import type { NoticeRow } from '../../../registry/notices/notices.js';
import { invalid } from '../../refusal.js';
import { CURES } from '../../../domain/commands/cures.js';

export function toDomainOffer(offer: OfferBody): Offer {
  const { kind, words } = offer;
  const said = words === undefined || words === '' ? {} : { words };
  if (kind === 'later') return { kind, until: new Date(offer.until).toISOString(), ...said };
  if (kind === 'other') return { kind, ...said };
  const { targets, countries } = offer;
  return {
    kind,
    ...(targets === undefined ? {} : { targets: [...targets].sort((one, other) => one - other) }),
    ...(countries === undefined ? {} : { countries: [...new Set(countries)].sort() }),
    ...said,
  };
}

export async function checkOffer(
  trx: Connection,
  {
    row,
    offer,
    by,
    now,
    at = '/offer',
  }: { row: NoticeRow; offer: OfferBody; by: ProposalSide; now: Date; at?: string },
): Promise<void> {
  if (by === 'us' && offer.kind === 'later' && Date.parse(offer.until) <= now.getTime())
    throw invalid(`${at}/until`, CURES.timePassed);
  if (offer.kind !== 'narrower' || offer.targets === undefined) return;
  const targets = await findMissingTargets(trx, { noticeId: row.id, targets: offer.targets });
  if (targets.length > 0) throw invalid(`${at}/targets`, `The notice has no target ${targets.join(', ')}.`);
}
