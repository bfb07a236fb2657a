import type { Confidence } from './confidence.js';

/** The text as its maker publishes it, a verbatim copy of it, or something written about it. */
export const TEXT_KINDS = ['official', 'reprint', 'secondary'] as const;
export type TextKind = (typeof TEXT_KINDS)[number];

/** What was read for a fact of law. null: nobody has noted it. */
export interface Citation {
  text: TextKind;
  title: string;
  /** CELEX, ELI, gazette or statute number of the text. */
  id: string | null;
  /** Place in the text, like `rule 9(3)`. */
  pinpoint: string | null;
  /** Short verbatim quotation in the language of the text. */
  clause: string | null;
  /** ISO 639-1. */
  language: string | null;
  url: string | null;
  /** SHA-256 (hex) of the text that was read there, in UTF-8. */
  sha256: string | null;
  /** Its words are kept in `rulebook/texts`, and the clause was found there. */
  stored?: true | undefined;
  /** Why they are not kept; null: they are, or nobody has said. */
  notStored: string | null;
  /** What the publisher allows; null: not noted. */
  licence: string | null;
  read: string | null;
  by: string | null;
  /** ISO date from which it has to be checked again. */
  reviewedUntil: string | null;
}

/** Place in a law that a fact states, by the law's own numbering. Does not say whether it was read. */
export interface Provision {
  /** CELEX, ELI, gazette, docket or statute number, with its date if it has one. */
  id: string;
  title: string;
  pinpoint: string;
  /** Known uncertainty, in words; null: none. */
  unsure: string | null;
}

/** Returns the place of a fact in law: as written down, otherwise from the text that was read for it. */
export function locateProvision({
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

/** Derives the confidence of a fact from what its citation proves; it is never declared. */
export function deriveConfidence(citation: Citation | undefined): Exclude<Confidence, 'policy'> {
  if (citation === undefined) return 'from_memory';
  const { text, clause, stored } = citation;
  return text === 'official' && stored === true && clause !== null ? 'primary' : 'secondary';
}

/** Topics on which a law can be recorded as silent; the last four concern what it requires of an answer. */
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

/** The text was read on that date and is silent on the topic. */
export type Silence = Pick<Citation, 'text' | 'title' | 'id' | 'url'> & { read: string };

/** A topic whose text was sought but could not be read; proves only that someone looked. */
export interface Unread {
  sought: string;
  on: string;
}
