import type { LetterEffect } from '../domain/commands/effect.js';
import type { Connection } from '../registry/db.js';
import type { LetterContext } from '../registry/letters/letter-context.js';
import type { AnnexRow } from '../registry/letters/tables.js';
import type { LetterTexts } from '../rulebook/letter-texts.js';
import type { LetterSender } from '../domain/letters/letter-sender.js';
import type { LetterBase } from './base.js';

export interface Writing {
  noticeId: string;
  effect: Pick<LetterEffect, 'letter' | 'submission' | 'dialogue'>;
  context: LetterContext;
  sender: LetterSender;
  nowMs: number;
  /** Previews a letter as if every decision had been enforced, including drafts if the effect names no submission. */
  ahead?: boolean;
}

export interface Gathered<Data> {
  data: Data;
  counts?: Record<string, number>;
  /** All items in the letter's language, if its text lists only the first of them. */
  annex?: (texts: LetterTexts) => Promise<AnnexRow[]>;
}

export interface LetterOfKind<Data> {
  gather(db: Connection, writing: Writing): Promise<Gathered<Data>>;
  view(data: LetterBase & Data, texts: LetterTexts): Record<string, unknown>;
}
