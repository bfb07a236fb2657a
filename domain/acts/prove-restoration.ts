import type { RestoreFacts } from '../submissions/restoring-alone.js';
import type { ProvenNotice } from './proven-notice.js';
import { isVerified } from '../notices/sender.js';

export interface ProvenBasis {
  own: ProvenNotice;
  documents: ReadonlyMap<string, ProvenNotice>;
}

/**
 * Drops restoration facts that no signed act proves, so a row written straight into the database lifts nothing. Acts of
 * the `author`, the person who restores, do not count as proof.
 */
export function filterProven(
  facts: RestoreFacts,
  { own, documents: notices }: ProvenBasis,
  { noticeId, author }: { noticeId: string; author: string },
): RestoreFacts {
  const { ended, refusedEmergency, annulledLaw, documents } = facts;
  const { effectiveUntil, regime, refusedRatifications } = own;
  const law = regime === null ? null : `${regime.id} ${regime.version}`;
  const refusal = refusedRatifications.find(({ submission }) => submission === refusedEmergency?.submission);
  return {
    ...facts,
    ended: ended !== null && provesEnd(ended, effectiveUntil, author) ? ended : null,
    documents: documents.filter(({ notice }) => provesRevocation(notices.get(notice), { noticeId, author, own })),
    annulledLaw: annulledLaw !== null && annulledLaw === law ? annulledLaw : null,
    refusedEmergency: refusal !== undefined && refusal.by !== author ? refusedEmergency : null,
  };
}

/**
 * The end of a preservation term follows from law and clock and needs no signature; an order's own end is signed by the
 * person who read it.
 */
function provesEnd(
  ended: NonNullable<RestoreFacts['ended']>,
  effectiveUntil: ProvenNotice['effectiveUntil'],
  author: string,
): boolean {
  if (ended.byTerm) return true;
  return (
    effectiveUntil !== null && Date.parse(effectiveUntil.at) === Date.parse(ended.at) && effectiveUntil.by !== author
  );
}

function provesRevocation(
  document: ProvenNotice | undefined,
  { noticeId, author, own }: { noticeId: string; author: string; own: ProvenNotice },
): boolean {
  if (document === undefined || document.receipt === null || !isVerified(document.authenticity)) return false;
  const { receipt, links, verifiedBy } = document;
  const link = links.find(({ notice, as }) => notice === noticeId && as === 'revokes');
  if (link === undefined) return false;
  const isSameAuthority =
    receipt.authority === null
      ? own.receipt?.authority == null && own.receipt?.authorityName === receipt.authorityName
      : own.receipt?.authority === receipt.authority;
  const byAuthor = receipt.by === author || link.by === author || verifiedBy.some(({ id }) => id === author);
  return !byAuthor && (receipt.kind === 'court_order' || (receipt.kind === 'revocation' && isSameAuthority));
}
