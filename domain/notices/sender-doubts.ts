import type { Contact } from '../changes/contacts.js';
import type { SavedAuthority } from '../changes/entry.js';
import type { RegimeVersion } from '../rulebook/regime.js';
import { hasReference, namesAuthority, namesSomeReference, pressingWords, wrongSigners } from '../documents/signs.js';
import { MEMBER_STATES } from '../reports/member-states.js';
import { hostIn, isHostWithin } from './mail-host.js';
import { imitatedBy, isNamedLike, type ListedAuthority } from './near-sender.js';
import type { Authenticity, NoticeKind } from './notice.js';
import type { SenderPoint } from './sender-points.js';
import { SENDER_DOUBTS, type SenderDoubt } from './sender-doubt.js';
import { isVerified } from './sender.js';

/** A suspicious trait with the recorded facts behind it: addresses, names, words, numbers, instants. */
export interface Trigger {
  code: SenderDoubt;
  basis: string[];
}

export interface SenderFacts {
  authenticity: Authenticity;
  kind: NoticeKind;
  jurisdiction: string;
  receivedAtMs: number;
  issuedAtMs: number | null;
  reference: string;
  /** `id`: directory entry, or null; `email`: the address given in the document. */
  authority: { id: string | null; name: string; country: string; email: string | null };
  entry: Pick<SavedAuthority, 'kind' | 'contacts' | 'domains' | 'signers'> | null;
  law: Pick<RegimeVersion, 'id' | 'jurisdiction' | 'countries' | 'authorities'> | null;
  mail: { from: string; replyTo: readonly string[] } | null;
  subject: string;
  triaged: boolean;
  text: string;
  /** Some documents could not be read as text, so what the text lacks may be in them. */
  unread: boolean;
  /** Whether an earlier notice came from the same authority, counting only notices open to everyone. */
  seenBefore: boolean;
  called: boolean;
  /** Checklist points that the last confirmation left open. */
  openPoints: readonly SenderPoint[];
  /**
   * Numbers of earlier notices readable by the viewer: one with the same reference, one with the same words apart from
   * targets.
   */
  sameReference: string | null;
  sameWords: string | null;
  directory: readonly ListedAuthority[];
}

const DOUBTS: Record<SenderDoubt, (facts: SenderFacts) => string[]> = {
  sender_unproven: ({ authenticity }) => (isVerified(authenticity) ? [] : [authenticity]),
  sender_is_new: ({ authority, seenBefore }) =>
    authority.id === null || !seenBefore ? [authority.id ?? authority.name] : [],
  sender_near_name: (facts) => {
    const alike = namesake(facts);
    return alike === undefined ? [] : [facts.authority.name, alike.id];
  },
  sender_foreign_mail: (facts) =>
    listSenderAddresses(facts).filter((email) => !isHostWithin(hostIn(email), ownDomains(facts))),
  sender_lookalike_domain: (facts) => listSenderAddresses(facts).flatMap((email) => imitation(email, facts)),
  sender_outside_law: outsideLaw,
  sender_contact_changed: contactChanged,
  sender_not_called: ({ called, authenticity, ...facts }) =>
    !called && authenticity !== 'signer_verified' && asksForCall({ authenticity, ...facts }) ? [authenticity] : [],
  sender_check_incomplete: ({ openPoints }) => [...openPoints],
  document_presses: ({ text }) => pressingWords(text),
  document_wrong_rank: (facts) =>
    isWhole(facts) ? wrongSigners(facts.text, facts.entry?.signers ?? [], facts.issuedAtMs ?? facts.receivedAtMs) : [],
  document_no_letterhead: (facts) => {
    const { id, name, country } = facts.authority;
    return isWhole(facts) && !namesAuthority(facts.text, { id: id ?? '', name, country }) ? [name] : [];
  },
  document_no_number: (facts) => {
    if (facts.reference.trim() === '') return seemsNumbered(facts) ? [] : ['-'];
    return isWhole(facts) && !hasReference(facts.text, facts.reference) ? [facts.reference] : [];
  },
  reference_reused: ({ reference, sameReference }) => (sameReference === null ? [] : [reference, sameReference]),
  document_repeats: ({ sameWords }) => (sameWords === null ? [] : [sameWords]),
};

/** Returns every suspicious trait of a sender and document in table order, each with its facts. */
export function listTriggers(facts: SenderFacts): Trigger[] {
  return SENDER_DOUBTS.map((code) => ({ code, basis: DOUBTS[code](facts) })).filter(({ basis }) => basis.length > 0);
}

export function doubtsOfSender(facts: SenderFacts): SenderDoubt[] {
  return listTriggers(facts).map(({ code }) => code);
}

function isWhole({ text, unread }: SenderFacts): boolean {
  return !unread && text.trim() !== '';
}

function seemsNumbered({ subject, text, unread, triaged }: SenderFacts): boolean {
  return namesSomeReference(`${subject}\n${text}`) || (unread && !triaged);
}

function namesake({ authority, directory }: SenderFacts): ListedAuthority | undefined {
  return authority.id === null ? directory.find((listed) => isNamedLike(authority.name, listed)) : undefined;
}

function listSenderAddresses({ authority, mail }: SenderFacts): string[] {
  const all = [authority.email ?? '', mail?.from ?? '', ...(mail?.replyTo ?? [])];
  return [...new Set(all.filter((email) => email !== ''))];
}

function ownDomains(facts: SenderFacts): readonly string[] {
  if (facts.entry !== null) return facts.entry.domains;
  return namesake(facts)?.domains ?? facts.directory.flatMap(({ domains }) => domains);
}

function imitation(email: string, { entry, directory }: SenderFacts): string[] {
  const host = hostIn(email);
  const domains = [...(entry?.domains ?? []), ...directory.flatMap((listed) => listed.domains)];
  const meant = imitatedBy(host, domains);
  if (meant !== undefined) return [host, meant];
  // DNS encodes non-Latin names this way.
  return host.split('.').some((label) => label.startsWith('xn--')) ? [host] : [];
}

/** Whether the authority's country is outside the law or, for a national law, the authority is not named in it. */
function outsideLaw({ authority, entry, law, jurisdiction }: SenderFacts): string[] {
  const reach = law === null || law.countries.length === 0 ? jurisdiction : law.jurisdiction;
  const countries: readonly string[] = reach === 'EU' ? [...MEMBER_STATES, 'EU'] : [reach, ...(law?.countries ?? [])];
  if (!countries.includes(authority.country)) return [authority.country, law?.id ?? jurisdiction];
  const isNational = law !== null && law.countries.length === 1 && law.authorities.length > 0;
  // A law names only the highest courts.
  if (!isNational || authority.id === null || entry?.kind === 'court') return [];
  return law.authorities.includes(authority.id) ? [] : [authority.id, law.id];
}

/** A contact added this recently may be the forger's own. */
const NEW_CONTACT_MS = 30 * 86_400_000;

function contactChanged({ entry, receivedAtMs }: SenderFacts): string[] {
  const isNew = ({ validFrom }: Contact) =>
    validFrom !== undefined && Date.parse(validFrom) > receivedAtMs - NEW_CONTACT_MS;
  return (entry?.contacts ?? []).filter(isNew).flatMap(({ phone, email, validFrom }) => {
    const reached = [phone ?? '', email ?? ''].filter((reach) => reach !== '');
    return [...reached, validFrom ?? ''];
  });
}

/** A channel proves the mailbox, not the person: mail, and any request for personal data, needs a call-back anyway. */
function asksForCall({ authenticity, mail, kind }: Pick<SenderFacts, 'authenticity' | 'mail' | 'kind'>): boolean {
  return !isVerified(authenticity) || mail !== null || kind === 'information_order';
}
