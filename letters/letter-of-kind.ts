import type { LetterEffect } from '../domain/command/effect.js';
import type { Connection } from '../registry/db.js';
import type { LetterContext } from '../registry/letter/letters.js';
import type { AnnexRow } from '../registry/letter/tables.js';
import type { LetterTexts } from '../rulebook/letter-texts.js';
import type { LetterSender } from '../domain/letter/letter-sender.js';
import type { LetterBase } from './base.js';

/** One letter to be written. */
export interface Writing {
  noticeId: string;
  effect: Pick<LetterEffect, 'letter' | 'submission' | 'dialogue'>;
  context: LetterContext;
  sender: LetterSender;
  nowMs: number;
  /** Before it is sent: as if everything that is decided had been done, drafts too where the effect names no submission. */
  ahead?: boolean;
}

/** What the registry has for a letter. */
export interface Gathered<Data> {
  data: Data;
  /** Kept with the letter, by what each target is counted as. */
  counts?: Record<string, number>;
  /** All items in the language of the letter, where its text names the first of them only. */
  annex?: (texts: LetterTexts) => Promise<AnnexRow[]>;
}

/** One kind of letter: what it needs beside the base, and what its template sees of that. */
export interface LetterOfKind<Data> {
  gather(db: Connection, writing: Writing): Promise<Gathered<Data>>;
  view(data: LetterBase & Data, texts: LetterTexts): Record<string, unknown>;
}
