import type { Contact } from '../administration/contacts.js';
import type { SavedAuthority } from '../administration/entry.js';
import type { RegimeVersion } from '../law/regime.js';
import { hasReference, namesAuthority, namesSomeReference, pressingWords, wrongSigners } from '../paper/signs.js';
import { MEMBER_STATES } from '../report/member-states.js';
import { hostIn, isHostWithin } from './mail-host.js';
import { imitatedBy, isNamedLike, type ListedAuthority } from './near-sender.js';
import type { Authenticity, NoticeKind } from './notice.js';
import type { SenderPoint } from './sender-points.js';
import { SENDER_DOUBTS, type SenderDoubt } from './sender-doubt.js';
import { isVerified } from './sender.js';

/** A doubt, and the facts that it is based on: addresses, names, words, numbers, instants, as they stand on record. */
export interface Trigger {
  code: SenderDoubt;
  basis: string[];
}

/** What is known of a notice, its sender and its papers. */
export interface SenderFacts {
  authenticity: Authenticity;
  kind: NoticeKind;
  jurisdiction: string;
  receivedAtMs: number;
  issuedAtMs: number | null;
  reference: string;
  /** `id`: its entry in the directory; null where it has none. `email`: the address that the paper gave. */
  authority: { id: string | null; name: string; country: string; email: string | null };
  /** Its entry, as the directory has it now. */
  entry: Pick<SavedAuthority, 'kind' | 'contacts' | 'domains' | 'signers'> | null;
  /** The law that it counts under; null where the rulebook has none. */
  law: Pick<RegimeVersion, 'id' | 'jurisdiction' | 'countries' | 'authorities'> | null;
  /** The mail that it came by. */
  mail: { from: string; replyTo: readonly string[] } | null;
  subject: string;
  /** A person has confirmed what the paper says of the notice, its reference too. */
  triaged: boolean;
  /** Its text; empty where it has none, or none any more. */
  text: string;
  /** Papers came that are not read as text: what the text lacks may stand there. */
  unread: boolean;
  /** Whether an earlier notice came from the same authority, among those that everybody may know of. */
  seenBefore: boolean;
  /** A call back was answered with a confirmation. */
  called: boolean;
  /** What the last confirmation has left open of its checklist; empty where there is none. */
  openPoints: readonly SenderPoint[];
  /** Numbers of earlier notices that the reader may know of: with its reference, with its words but for the targets. */
  sameReference: string | null;
  sameWords: string | null;
  directory: readonly ListedAuthority[];
}

/** What holds of each doubt: the facts that it is based on, none where it does not. */
const DOUBTS: Record<SenderDoubt, (facts: SenderFacts) => string[]> = {
  sender_unproven: ({ authenticity }) => (isVerified(authenticity) ? [] : [authenticity]),
  sender_is_new: ({ authority, seenBefore }) =>
    authority.id === null || !seenBefore ? [authority.id ?? authority.name] : [],
  sender_near_name: (facts) => {
    const alike = namesake(facts);
    return alike === undefined ? [] : [facts.authority.name, alike.id];
  },
  sender_foreign_mail: (facts) => addressesOf(facts).filter((email) => !isHostWithin(hostIn(email), ownDomains(facts))),
  sender_lookalike_domain: (facts) => addressesOf(facts).flatMap((email) => imitation(email, facts)),
  sender_outside_law: outsideLaw,
  sender_contact_changed: contactChanged,
  sender_not_called: ({ called, authenticity, ...facts }) =>
    !called && authenticity !== 'signer_verified' && asksForCall({ authenticity, ...facts }) ? [authenticity] : [],
  sender_check_incomplete: ({ openPoints }) => [...openPoints],
  paper_presses: ({ text }) => pressingWords(text),
  paper_wrong_rank: (facts) =>
    isWhole(facts) ? wrongSigners(facts.text, facts.entry?.signers ?? [], facts.issuedAtMs ?? facts.receivedAtMs) : [],
  paper_no_letterhead: (facts) => {
    const { id, name, country } = facts.authority;
    return isWhole(facts) && !namesAuthority(facts.text, { id: id ?? '', name, country }) ? [name] : [];
  },
  paper_no_number: (facts) => {
    if (facts.reference.trim() === '') return seemsNumbered(facts) ? [] : ['-'];
    return isWhole(facts) && !hasReference(facts.text, facts.reference) ? [facts.reference] : [];
  },
  reference_reused: ({ reference, sameReference }) => (sameReference === null ? [] : [reference, sameReference]),
  paper_repeats: ({ sameWords }) => (sameWords === null ? [] : [sameWords]),
};

/** Everything odd about a sender and a paper, in the order of the table, with what each is based on. */
export function triggersOf(facts: SenderFacts): Trigger[] {
  return SENDER_DOUBTS.map((code) => ({ code, basis: DOUBTS[code](facts) })).filter(({ basis }) => basis.length > 0);
}

/** The same by name alone. */
export function doubtsOfSender(facts: SenderFacts): SenderDoubt[] {
  return triggersOf(facts).map(({ code }) => code);
}

/** Whether all that came can be read, so that what is not there is missing. */
function isWhole({ text, unread }: SenderFacts): boolean {
  return !unread && text.trim() !== '';
}

/** Whether a paper of which nobody has entered the number names one, or may: until triage nobody has looked at what is no text. */
function seemsNumbered({ subject, text, unread, triaged }: SenderFacts): boolean {
  return namesSomeReference(`${subject}\n${text}`) || (unread && !triaged);
}

/** The entry of the directory that an authority without one is named like. */
function namesake({ authority, directory }: SenderFacts): ListedAuthority | undefined {
  return authority.id === null ? directory.find((listed) => isNamedLike(authority.name, listed)) : undefined;
}

function addressesOf({ authority, mail }: SenderFacts): string[] {
  const all = [authority.email ?? '', mail?.from ?? '', ...(mail?.replyTo ?? [])];
  return [...new Set(all.filter((email) => email !== ''))];
}

/** Where its mail may come from: of an unknown authority the domains of its namesake, else all of the directory. */
function ownDomains(facts: SenderFacts): readonly string[] {
  if (facts.entry !== null) return facts.entry.domains;
  return namesake(facts)?.domains ?? facts.directory.flatMap(({ domains }) => domains);
}

function imitation(email: string, { entry, directory }: SenderFacts): string[] {
  const host = hostIn(email);
  const domains = [...(entry?.domains ?? []), ...directory.flatMap((listed) => listed.domains)];
  const meant = imitatedBy(host, domains);
  if (meant !== undefined) return [host, meant];
  // A name in other letters than Latin ones stands so in DNS.
  return host.split('.').some((label) => label.startsWith('xn--')) ? [host] : [];
}

/** Whether the law reaches the authority's country, and, of a law of one country, whether it names the authority. */
function outsideLaw({ authority, entry, law, jurisdiction }: SenderFacts): string[] {
  const reach = law === null || law.countries.length === 0 ? jurisdiction : law.jurisdiction;
  const countries: readonly string[] = reach === 'EU' ? [...MEMBER_STATES, 'EU'] : [reach, ...(law?.countries ?? [])];
  if (!countries.includes(authority.country)) return [authority.country, law?.id ?? jurisdiction];
  const isNational = law !== null && law.countries.length === 1 && law.authorities.length > 0;
  // Of courts a law names the highest alone.
  if (!isNational || authority.id === null || entry?.kind === 'court') return [];
  return law.authorities.includes(authority.id) ? [] : [authority.id, law.id];
}

/** A contact that began so lately may be the forger's own. */
const NEW_CONTACT_MS = 30 * 86_400_000;

function contactChanged({ entry, receivedAtMs }: SenderFacts): string[] {
  const isNew = ({ validFrom }: Contact) =>
    validFrom !== undefined && Date.parse(validFrom) > receivedAtMs - NEW_CONTACT_MS;
  return (entry?.contacts ?? []).filter(isNew).flatMap(({ phone, email, validFrom }) => {
    const reached = [phone ?? '', email ?? ''].filter((reach) => reach !== '');
    return [...reached, validFrom ?? ''];
  });
}

/** A channel proves the mailbox and not the person: mail, and whatever asks for people's data, is called back all the same. */
function asksForCall({ authenticity, mail, kind }: Pick<SenderFacts, 'authenticity' | 'mail' | 'kind'>): boolean {
  return !isVerified(authenticity) || mail !== null || kind === 'information_order';
}
