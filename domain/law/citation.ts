import type { Confidence } from './confidence.js';

/** What was read: the text as its maker publishes it, a verbatim copy of it, or something written about it. */
export const TEXT_KINDS = ['official', 'reprint', 'secondary'] as const;
export type TextKind = (typeof TEXT_KINDS)[number];

/** What was read for a fact of law. null: nobody has noted it. */
export interface Citation {
  text: TextKind;
  title: string;
  /** CELEX, ELI, gazette or statute number of the text. */
  id: string | null;
  /** Where in the text, like `rule 9(3)`. */
  pinpoint: string | null;
  /** The words themselves, short and in the language of the text. */
  clause: string | null;
  /** ISO 639-1. */
  language: string | null;
  url: string | null;
  /** SHA-256, in hex, of the text that was read there, in UTF-8. */
  sha256: string | null;
  /** ISO date. */
  read: string | null;
  by: string | null;
  /** ISO date from which it has to be looked at again. */
  reviewedUntil: string | null;
}

/** The place of a law that a fact states, by the law's own number. Says nothing of whether it was read. */
export interface Provision {
  /** CELEX, ELI, gazette, docket or statute number, with its date where it has one. */
  id: string;
  title: string;
  /** Where in the law, like `rule 13(1)`. */
  pinpoint: string;
  /** What of it is not certain, in words; null: nothing that we know of. */
  unsure: string | null;
}

/** Where a fact stands in law: as it was written down, else the text of the law that was read for it. */
export function placeOf({
  provision,
  citation,
}: {
  provision?: Provision;
  citation?: Citation;
}): Provision | undefined {
  if (provision !== undefined || citation === undefined) return provision;
  const { text, id, title, pinpoint } = citation;
  return text === 'secondary' || id === null || pinpoint === null ? undefined : { id, title, pinpoint, unsure: null };
}

/** Confidence is what a citation proves; nobody says it. */
export function confidenceOf(citation: Citation | undefined): Exclude<Confidence, 'house'> {
  if (citation === undefined) return 'from_memory';
  const { text, clause, url, sha256, read } = citation;
  const proof = [clause, url, sha256, read];
  return text === 'official' && proof.every((part) => part !== null) ? 'primary' : 'secondary';
}

/** On what a law may be said to say nothing; the last four are what it asks of an answer. */
export const SILENT_TOPICS = [
  'length',
  'start',
  'secrecy',
  'userNotice',
  'remedies',
  'penalties',
  'contents',
  'language',
  'form',
  'addressee',
  'publication',
] as const;
export type SilentTopic = (typeof SILENT_TOPICS)[number];

/** The text was read on that date and says nothing on the topic. */
export type Silence = Pick<Citation, 'text' | 'title' | 'id' | 'url'> & { read: string };

/** A topic whose text was looked for and could not be read; proves nothing but that somebody has looked. */
export interface Unread {
  /** What was looked for, in words. */
  sought: string;
  /** ISO date. */
  on: string;
}
