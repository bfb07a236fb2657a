import type { Contact } from '../administration/contacts.js';
import type { SavedAuthority } from '../administration/entry.js';
import type { Rejection } from '../command/rejection.js';
import type { MailSignature } from '../mail/read-mail.js';
import { hostIn, isHostWithin } from './mail-host.js';
import type { Authenticity } from './notice.js';

/**
 * How a person proves who sent a notice: a call to a contact of the directory, a signature that the desk has checked, a
 * paper that is known from elsewhere.
 */
export const SENDER_METHODS = ['call_back', 'signature', 'known_paper'] as const;
export type SenderMethod = (typeof SENDER_METHODS)[number];

/** What came of it. `no_answer` changes nothing and stays on record. */
export const SENDER_OUTCOMES = ['confirmed', 'denied', 'no_answer'] as const;
export type SenderOutcome = (typeof SENDER_OUTCOMES)[number];

/** Somebody's confirmation of the sender, and what the notice was until then. */
export interface Verifier {
  id: string;
  from: Authenticity;
}

/** A contact of the directory that was called, as it stood there then. */
export interface CalledContact {
  /** Id of the entry that it stands in. */
  authority: string;
  purpose: 'letters' | 'callback';
  email?: string;
  phone?: string;
}

/** How far a sender is proven, the least first. */
const PROOF: Record<Authenticity, number> = { rejected: 0, unverified: 1, channel_verified: 2, signer_verified: 3 };

/** Whether a channel or a person has confirmed the sender. */
export function isVerified(authenticity: Authenticity): boolean {
  return authenticity === 'channel_verified' || authenticity === 'signer_verified';
}

/** Why a reading of the paper does not make its sender genuine, or null where it lowers what was known or leaves it. */
export function refuseRaising(from: Authenticity, to: Authenticity): Rejection | null {
  if (PROOF[to] <= PROOF[from]) return null;
  return {
    code: 'illegal_transition',
    cure: `Triage cannot raise the authenticity: the notice is ${from}. Verify the sender with verify-sender, by calling back a contact from the directory.`,
  };
}

/** What the notice is after a check of its sender. */
export function authenticityAfter(before: Authenticity, outcome: SenderOutcome): Authenticity {
  if (outcome === 'no_answer') return before;
  return outcome === 'confirmed' ? 'signer_verified' : 'rejected';
}

/**
 * Whose word a submission rests on: not every yes to it may be theirs. Everybody's who confirmed a sender that nothing had
 * proven before, and in a disclosure everybody's who confirmed the signer.
 */
export function verifiersOf(
  { purpose, disclosed }: { purpose: 'decision' | 'restoration'; disclosed: number },
  verifiedBy: readonly Verifier[] = [],
): string[] {
  const rests = disclosed > 0 || verifiedBy.some(({ from }) => !isVerified(from));
  return purpose === 'decision' && rests ? [...new Set(verifiedBy.map(({ id }) => id))] : [];
}

/**
 * The contact that was called: by its place in the entry (from 0), its mail address or its telephone number; null where
 * the entry has no such contact at that instant.
 */
export function contactCalled(
  { id, contacts }: { id: string; contacts: readonly Contact[] },
  asked: number | string,
  atMs: number,
): CalledContact | null {
  const place = typeof asked === 'number' ? asked : /^\d{1,3}$/.test(asked) ? Number(asked) : null;
  const found =
    place === null ? contacts.find((contact) => isReachedBy(contact, String(asked), atMs)) : contacts[place];
  if (found === undefined || !isValidAt(found, atMs)) return null;
  const { purpose, email, phone } = found;
  return {
    authority: id,
    purpose,
    ...(email === undefined ? {} : { email }),
    ...(phone === undefined ? {} : { phone }),
  };
}

function isReachedBy(contact: Contact, asked: string, atMs: number): boolean {
  const { email, phone } = contact;
  const isIt = email?.toLowerCase() === asked.toLowerCase() || (phone !== undefined && digits(phone) === digits(asked));
  return isIt && isValidAt(contact, atMs);
}

/** Whether a contact or a signer of the directory holds at an instant. */
export function isValidAt({ validFrom, validTo }: Pick<Contact, 'validFrom' | 'validTo'>, atMs: number): boolean {
  return (
    (validFrom === undefined || Date.parse(validFrom) <= atMs) && (validTo === undefined || Date.parse(validTo) > atMs)
  );
}

const digits = (phone: string) => phone.replaceAll(/[^0-9+]/g, '');

/**
 * Whether a signature that holds is of the authority: by an address in a domain of its entry, or by somebody whom the entry lists as
 * a signer at that instant.
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
