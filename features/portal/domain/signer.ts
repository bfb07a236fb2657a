import type { SavedAuthority } from '../../../domain/changes/entry.js';
import { isValidAt } from '../../../domain/notices/sender.js';
import type { Actor } from '../../../domain/people/actor.js';
import type { SessionLimits } from '../../../domain/people/session.js';

/** Company default: minutes that a portal link stays valid, enough for slow mail. */
export const LINK_MINUTES = 30;
/** Company default: links mailed to one address per hour, so that requests cannot flood an office's mailbox. */
export const LINKS_AN_HOUR = 20;
/** Company default: portal session limits, long enough to write an order, and at most a working morning. */
export const PORTAL_SESSION: SessionLimits = { idleMinutes: 60, lengthMinutes: 240 };

export interface Signer {
  name: string;
  rank: string;
}

export type PortalAuthority = Pick<SavedAuthority, 'id' | 'name' | 'country' | 'contacts' | 'signers' | 'verification'>;

/** Returns the signers of a verified authority at an instant; none if it is unverified. */
export function signersAt({ verification, signers }: PortalAuthority, atMs: number): Signer[] {
  if (verification !== 'verified') return [];
  return signers.filter((signer) => isValidAt(signer, atMs)).map(({ name, rank }) => ({ name, rank }));
}

/**
 * Returns the directory's spelling of an address that receives an authority's letters, if the authority has a signer;
 * otherwise null.
 */
export function addressAt(
  authority: PortalAuthority,
  { address, atMs }: { address: string; atMs: number },
): string | null {
  if (signersAt(authority, atMs).length === 0) return null;
  const normalized = address.toLowerCase();
  const reached = authority.contacts.find(
    (contact) =>
      contact.purpose === 'letters' && contact.email?.toLowerCase() === normalized && isValidAt(contact, atMs),
  );
  return reached?.email ?? null;
}

export function actorOfSigner({ id }: Pick<PortalAuthority, 'id'>, { name }: Signer): Actor {
  return { kind: 'authority', id, name, roles: [] };
}
