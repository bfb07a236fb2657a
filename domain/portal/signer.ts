import type { SavedAuthority } from '../administration/entry.js';
import { isValidAt } from '../notice/sender.js';
import type { Actor } from '../people/actor.js';
import type { SessionLimits } from '../people/session.js';

/** How long a link to the portal waits to be opened, in minutes (house number): long enough for a mail that is slow. */
export const LINK_MINUTES = 30;
/** Links mailed to one address within an hour (house number): nobody fills an office's mailbox by asking. */
export const LINKS_AN_HOUR = 20;
/** How long somebody is signed in to the portal (house numbers): the time of writing an order, and a working morning. */
export const PORTAL_SESSION: SessionLimits = { idleMinutes: 60, lengthMinutes: 240 };

/** Who signs for an authority, as the directory has it. */
export interface Signer {
  name: string;
  rank: string;
}

/** What of an entry of the directory says who may use the portal. */
export type PortalAuthority = Pick<SavedAuthority, 'id' | 'name' | 'country' | 'contacts' | 'signers' | 'verification'>;

/** Who signs for a verified authority at an instant. */
export function signersAt({ verification, signers }: PortalAuthority, atMs: number): Signer[] {
  if (verification !== 'verified') return [];
  return signers.filter((signer) => isValidAt(signer, atMs)).map(({ name, rank }) => ({ name, rank }));
}

/** The directory's own spelling of an address by which letters reach an authority for which somebody signs; else null. */
export function addressAt(
  authority: PortalAuthority,
  { address, atMs }: { address: string; atMs: number },
): string | null {
  if (signersAt(authority, atMs).length === 0) return null;
  const asked = address.toLowerCase();
  const reached = authority.contacts.find(
    (contact) => contact.purpose === 'letters' && contact.email?.toLowerCase() === asked && isValidAt(contact, atMs),
  );
  return reached?.email ?? null;
}

/** A signer as who did something. */
export function actorOfSigner({ id }: Pick<PortalAuthority, 'id'>, { name }: Signer): Actor {
  return { kind: 'authority', id, name, roles: [] };
}
