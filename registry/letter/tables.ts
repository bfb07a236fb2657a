import type { LetterKind, LetterState } from '../../domain/letter/letter.js';
import type { JsonOrNull, QueuedMail, Stamp } from '../columns.js';

/** An item of an annex, in the columns of its kind of letter (letters/annex.ts): number, type and locator first. */
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
  /** All items, where the text names the first of them only. */
  annex: JsonOrNull<AnnexRow[]>;
  state: LetterState;
  message_id: string | null;
  smtp_reply: string | null;
  submission: number | null;
  created_at: Stamp;
  sent_at: Date | null;
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

/** An interim status letter that is to leave; the letter itself is written under the same key when it does. */
export interface StatusUpdateTable extends QueuedMail {
  key: string;
  notice_id: string;
  due_at: Date;
  next_due_at: Date;
}

/** Tables of this aggregate by name. */
export interface LetterTables {
  letter: LetterTable;
  status_update: StatusUpdateTable;
  staff_message: StaffMessageTable;
}
