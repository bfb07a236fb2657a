import { getMailDomain } from './align.js';
import type { MailFacts, ProposedKind } from './read-mail.js';

export interface MailingAuthority {
  id: string;
  domains: readonly string[];
}

export interface MailedNotice {
  id: string;
  authority: string | null;
}

export interface ReturnedLetter {
  notice: string;
  n: number;
}

export interface SortedBy {
  from: string;
  aligned: boolean;
  /** The proving signature has been seen before, with another message. */
  replayed: boolean;
  facts: MailFacts;
  ours: boolean;
  authorities: readonly MailingAuthority[];
  answered: readonly MailedNotice[];
  numbered: { any: boolean; notices: readonly MailedNotice[] };
  returned: readonly ReturnedLetter[];
}

export type MailAct =
  | { act: 'hold' }
  | { act: 'attach'; notice: string }
  | { act: 'bounce'; letter: ReturnedLetter }
  | { act: 'open'; authority: string };

export interface SortedMail {
  kind: ProposedKind;
  notice: string | null;
  authority: string | null;
  does: MailAct;
}

const HOLD: MailAct = { act: 'hold' };

/**
 * Classifies a mail and decides the automatic act: attach a reply, record a bounce, or open a notice for a new order.
 * Only mail signed by a domain of the directory counts as that authority's; everything else is held.
 */
export function sortMail(mail: SortedBy): SortedMail {
  const { facts, ours, returned, answered, numbered } = mail;
  const authority = mail.aligned ? findNearestAuthority(mail.from, mail.authorities) : null;
  const about = answered[0] ?? (numbered.notices.length === 1 ? numbered.notices[0] : undefined);
  const found = { notice: about?.id ?? null, authority };
  if (facts.bounce !== null) {
    const [letter] = returned;
    return { ...found, kind: 'bounce', notice: letter?.notice ?? found.notice, does: buildBounce(letter) };
  }
  if (facts.automatic || ours) return { ...found, kind: 'automatic', does: HOLD };
  if (about !== undefined || numbered.any || answered.length > 0) {
    const joins =
      isOneNotice([...answered, ...numbered.notices]) && authority !== null && about?.authority === authority;
    return { ...found, kind: 'reply', does: joins && about !== undefined ? { act: 'attach', notice: about.id } : HOLD };
  }
  if (authority === null) return { ...found, kind: 'other', does: HOLD };
  return { ...found, kind: 'new_notice', does: mail.replayed ? HOLD : { act: 'open', authority } };
}

function buildBounce(letter: ReturnedLetter | undefined): MailAct {
  return letter === undefined ? HOLD : { act: 'bounce', letter };
}

function isOneNotice(notices: readonly MailedNotice[]): boolean {
  return new Set(notices.map(({ id }) => id)).size === 1;
}

/** Returns the authority with the longest matching domain; null if two match equally. */
export function findNearestAuthority(address: string, authorities: readonly MailingAuthority[]): string | null {
  const host = getMailDomain(address);
  const near = authorities
    .flatMap(({ id, domains }) => domains.map((domain) => ({ id, domain: domain.toLowerCase() })))
    .filter(({ domain }) => domain !== '' && (host === domain || host.endsWith(`.${domain}`)))
    .toSorted((one, other) => other.domain.length - one.domain.length);
  const [first] = near;
  if (first === undefined) return null;
  const others = near.filter(({ id, domain }) => domain === first.domain && id !== first.id);
  return others.length === 0 ? first.id : null;
}

const NUMBER = /(?<![A-Z0-9-])N-(\d{4})-(\d{6,12})(?![\d-])/giu;
const MAX_NUMBERS = 20;

export function numbersIn(text: string): string[] {
  const found = [...text.matchAll(NUMBER)].map(([number]) => number.toUpperCase());
  return [...new Set(found)].slice(0, MAX_NUMBERS);
}
