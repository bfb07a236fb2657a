import type { ColumnType, Generated } from 'kysely';
import type { OfferKind, ProposalSide, ProposalState } from '../../domain/letters/proposal.js';
import type { LetterKind, LetterState } from '../../domain/letters/letter.js';
import type { JsonOrNull, QueuedMail, Stamp } from '../columns.js';

/** An item of an annex, in the columns of its letter kind (registry/letters/annex.ts): number, type and locator first. */
export type AnnexRow = [number, string, string, ...string[]];

export interface LetterTable {
  notice_id: string;
  n: number;
  key: string;
  kind: LetterKind;
  language: string;
  to_address: string | null;
  subject: string;
  text: string;
  counts: JsonOrNull<Record<string, number>>;
  annex: JsonOrNull<AnnexRow[]>;
  state: LetterState;
  message_id: string | null;
  smtp_reply: string | null;
  submission: number | null;
  created_at: Stamp;
  sent_at: Date | null;
  resends: ColumnType<number | null, number | null | undefined, never>;
  /** Proves that the desk wrote the letter (registry/letters/letter-seal.ts). */
  seal: ColumnType<string | null, string | null | undefined, string | null>;
  signature: JsonOrNull<LetterSignature>;
}

/** The signature of the PDF that was sent, with what puts it on the same print again. */
export interface LetterSignature {
  printed: string;
  /** Shown by readers beside the signature. `reason` may be empty; `at`: time of the letter, RFC 3339. */
  words: { name: string; contact: string; reason: string; at: string };
  room: number;
  cms: string;
}

export interface StaffMessageTable {
  key: string;
  notice_id: string;
  channel: 'mail' | 'page';
  person_id: string | null;
  subject: string;
  message_id: string | null;
  reply: string | null;
  created_at: Stamp;
  accepted_at: Date | null;
}

export interface StatusUpdateTable extends QueuedMail {
  key: string;
  notice_id: string;
  due_at: Date;
  next_due_at: Date;
}

export interface ProposalTable {
  notice_id: string;
  n: number;
  key: string;
  by: ProposalSide;
  kind: OfferKind;
  made_at: Date;
  targets: number[] | null;
  countries: string[] | null;
  until: Date | null;
  words: string;
  letter: number | null;
  reply: number | null;
  document: string | null;
  recorded_by: string | null;
  state: Generated<ProposalState>;
  settled_at: ColumnType<Date | null, never, Date>;
  settled_by: ColumnType<string | null, never, string>;
  settled_reply: ColumnType<number | null, never, number | null>;
  settled_document: ColumnType<string | null, never, string | null>;
  reason: Generated<string>;
}

export interface ReturnedLetterTable {
  notice_id: string;
  submission: number;
  kind: LetterKind;
  language: string;
  subject: string;
  text: string;
}

export interface LetterWordsTable {
  notice_id: string;
  n: number;
  words: string;
}

export interface LetterTables {
  letter_words: LetterWordsTable;
  returned_letter: ReturnedLetterTable;
  letter: LetterTable;
  status_update: StatusUpdateTable;
  proposal: ProposalTable;
  staff_message: StaffMessageTable;
}
