import { canonicalJson } from '../canonical-json.js';
import type { SavedAuthority } from './entry.js';

/**
 * Whether an entry names a domain or a signer that it did not name before, or one for longer: mail and signatures count as the
 * authority's by these. Taking one away lets nobody do more.
 */
export function provesMore({ before, after }: { before: SavedAuthority; after: SavedAuthority }): boolean {
  const domains = before.domains.map((domain) => domain.toLowerCase());
  const signers = before.signers.map(canonicalJson);
  return (
    after.domains.some((domain) => !domains.includes(domain.toLowerCase())) ||
    after.signers.some((signer) => !signers.includes(canonicalJson(signer)))
  );
}
