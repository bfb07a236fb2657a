import { hostOf } from './align.js';
import type { MailFacts, ProposedKind } from './read-mail.js';

/** An entry of the directory, as far as mail is told by it. */
export interface MailingAuthority {
  id: string;
  domains: readonly string[];
}

/** A notice that a mail may be about. */
export interface MailedNotice {
  id: string;
  authority: string | null;
}

/** A letter of ours that came back. */
export interface ReturnedLetter {
  notice: string;
  n: number;
}

export interface SortedBy {
  /** The one address of From; empty where there is not one. */
  from: string;
  aligned: boolean;
  /** The signature that proves it has come before, with another message. */
  replayed: boolean;
  facts: MailFacts;
  /** Our own sender came back to us. */
  ours: boolean;
  /** Verified entries of the directory. */
  authorities: readonly MailingAuthority[];
  /** Notices whose letters it names in In-Reply-To or References, the nearest first. */
  answered: readonly MailedNotice[];
  /** Whether the subject has a number of ours in it, and the notices that have them. */
  numbered: { any: boolean; notices: readonly MailedNotice[] };
  returned: readonly ReturnedLetter[];
}

/** What the desk does with a mail by itself. */
export type MailAct =
  | { act: 'hold' }
  | { act: 'join'; notice: string }
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
 * What a mail is and what the desk does with it by itself: joins what an authority answers, notes what came back, opens a notice
 * for what an authority sends anew. Only what a domain of the directory signs counts as that authority's; the rest is held.
 */
export function sortMail(mail: SortedBy): SortedMail {
  const { facts, ours, returned, answered, numbered } = mail;
  const authority = mail.aligned ? authorityOf(mail.from, mail.authorities) : null;
  const about = answered[0] ?? (numbered.notices.length === 1 ? numbered.notices[0] : undefined);
  const found = { notice: about?.id ?? null, authority };
  if (facts.bounce !== null) {
    const [letter] = returned;
    return { ...found, kind: 'bounce', notice: letter?.notice ?? found.notice, does: bounceOf(letter) };
  }
  if (facts.automatic || ours) return { ...found, kind: 'automatic', does: HOLD };
  if (about !== undefined || numbered.any || answered.length > 0) {
    const joins =
      isOneNotice([...answered, ...numbered.notices]) && authority !== null && about?.authority === authority;
    return { ...found, kind: 'reply', does: joins && about !== undefined ? { act: 'join', notice: about.id } : HOLD };
  }
  if (authority === null) return { ...found, kind: 'other', does: HOLD };
  return { ...found, kind: 'new_notice', does: mail.replayed ? HOLD : { act: 'open', authority } };
}

function bounceOf(letter: ReturnedLetter | undefined): MailAct {
  return letter === undefined ? HOLD : { act: 'bounce', letter };
}

/** Two notices in one mail are a person's to tell apart. */
function isOneNotice(notices: readonly MailedNotice[]): boolean {
  return new Set(notices.map(({ id }) => id)).size === 1;
}

/** The entry whose domain an address is in: the nearest one, and nobody where two are as near. */
export function authorityOf(address: string, authorities: readonly MailingAuthority[]): string | null {
  const host = hostOf(address);
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
const MOST_NUMBERS = 20;

/** Numbers of notices in a text, as they are written on our letters. */
export function numbersIn(text: string): string[] {
  const found = [...text.matchAll(NUMBER)].map(([number]) => number.toUpperCase());
  return [...new Set(found)].slice(0, MOST_NUMBERS);
}
