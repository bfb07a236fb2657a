import { canonicalJson } from '../canonical-json.js';
import type { SavedAuthority } from './entry.js';

/**
 * Whether an entry gains a domain or signer, or extends one's validity: these make mail and signatures count as the
 * authority's. Removing one grants no power.
 */
export function provesMore({ before, after }: { before: SavedAuthority; after: SavedAuthority }): boolean {
  const domains = before.domains.map((domain) => domain.toLowerCase());
  const signers = before.signers.map(canonicalJson);
  return (
    after.domains.some((domain) => !domains.includes(domain.toLowerCase())) ||
    after.signers.some((signer) => !signers.includes(canonicalJson(signer)))
  );
}
