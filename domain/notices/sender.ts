import type { Contact } from '../changes/contacts.js';
import type { SavedAuthority } from '../changes/entry.js';
import type { Rejection } from '../commands/rejection.js';
import type { MailSignature } from '../mail/read-mail.js';
import { hostIn, isHostWithin } from './mail-host.js';
import type { Authenticity } from './notice.js';

/**
 * Ways to prove a sender: calling a contact of the directory, a signature that the desk has checked, or a document
 * known from elsewhere.
 */
export const SENDER_METHODS = ['call_back', 'signature', 'known_document'] as const;
export type SenderMethod = (typeof SENDER_METHODS)[number];

/** `no_answer` changes nothing but stays on record. */
export const SENDER_OUTCOMES = ['confirmed', 'denied', 'no_answer'] as const;
export type SenderOutcome = (typeof SENDER_OUTCOMES)[number];

/** A person who confirmed the sender, and the notice's authenticity before. */
export interface Verifier {
  id: string;
  from: Authenticity;
}

/** The directory contact that was called, as listed at that time. */
export interface CalledContact {
  authority: string;
  purpose: 'letters' | 'callback';
  email?: string;
  phone?: string;
}

const PROOF: Record<Authenticity, number> = { rejected: 0, unverified: 1, channel_verified: 2, signer_verified: 3 };

/** Whether a channel or a person has confirmed the sender. */
export function isVerified(authenticity: Authenticity): boolean {
  return authenticity === 'channel_verified' || authenticity === 'signer_verified';
}

/** Returns why reading a document cannot verify its sender, or null if the change does not raise authenticity. */
export function refuseRaising(from: Authenticity, to: Authenticity): Rejection | null {
  if (PROOF[to] <= PROOF[from]) return null;
  return {
    code: 'illegal_transition',
    cure: `Triage cannot raise the authenticity: the notice is ${from}. Verify the sender with verify-sender, by calling back a contact from the directory.`,
  };
}

export function authenticityAfter(before: Authenticity, outcome: SenderOutcome): Authenticity {
  if (outcome === 'no_answer') return before;
  return outcome === 'confirmed' ? 'signer_verified' : 'rejected';
}

/**
 * Returns the people whose sender confirmation a submission relies on; at least one approval must come from someone
 * else. Everyone who confirmed, if the sender was unproven before or the submission discloses data.
 */
export function listVerifiers(
  { purpose, disclosed }: { purpose: 'decision' | 'restoration'; disclosed: number },
  verifiedBy: readonly Verifier[] = [],
): string[] {
  const rests = disclosed > 0 || verifiedBy.some(({ from }) => !isVerified(from));
  return purpose === 'decision' && rests ? [...new Set(verifiedBy.map(({ id }) => id))] : [];
}

/**
 * Returns the called contact by its index in the entry (from 0), mail address or telephone number; null if the entry
 * has no such contact at that instant.
 */
export function contactCalled(
  { id, contacts }: { id: string; contacts: readonly Contact[] },
  contactRef: number | string,
  atMs: number,
): CalledContact | null {
  const place = typeof contactRef === 'number' ? contactRef : /^\d{1,3}$/.test(contactRef) ? Number(contactRef) : null;
  const found =
    place === null ? contacts.find((contact) => isReachedBy(contact, String(contactRef), atMs)) : contacts[place];
  if (found === undefined || !isValidAt(found, atMs)) return null;
  const { purpose, email, phone } = found;
  return {
    authority: id,
    purpose,
    ...(email === undefined ? {} : { email }),
    ...(phone === undefined ? {} : { phone }),
  };
}

function isReachedBy(contact: Contact, address: string, atMs: number): boolean {
  const { email, phone } = contact;
  const isIt =
    email?.toLowerCase() === address.toLowerCase() || (phone !== undefined && digits(phone) === digits(address));
  return isIt && isValidAt(contact, atMs);
}

export function isValidAt({ validFrom, validTo }: Pick<Contact, 'validFrom' | 'validTo'>, atMs: number): boolean {
  return (
    (validFrom === undefined || Date.parse(validFrom) <= atMs) && (validTo === undefined || Date.parse(validTo) > atMs)
  );
}

const digits = (phone: string) => phone.replaceAll(/[^0-9+]/g, '');

/**
 * Whether a valid signature belongs to the authority: its address is in a domain of the entry, or the signer is listed
 * at that instant.
 */
export function isOfAuthority(
  { valid, signer }: Pick<MailSignature, 'valid' | 'signer'>,
  { domains, signers }: Pick<SavedAuthority, 'domains' | 'signers'>,
  atMs: number,
): boolean {
  if (!valid || signer === null) return false;
  const [, name = '', email = ''] = /^(.*?)\s*<([^<>]+)>$/.exec(signer) ?? [signer, signer, signer];
  if (email.includes('@') && isHostWithin(hostIn(email), domains)) return true;
  const same = (listed: string) => listed.trim().toLowerCase() === name.trim().toLowerCase();
  return signers.some((one) => same(one.name) && isValidAt(one, atMs));
}
