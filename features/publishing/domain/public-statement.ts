import type { NoticeKind, Outcome } from '../../../domain/notices/notice.js';

/** Public figures of an order, from the ledger at the time the statement was written. */
export interface PublicFigures {
  kind: NoticeKind;
  authority: string;
  country: string;
  law: string | null;
  received: string;
  acknowledged: string | null;
  outcome: Outcome;
  items: number;
  withheld: number;
  countries: string[];
  removed: number;
  labelled: number;
  restored: number;
}

export interface PublicStatement {
  title: string;
  text: string;
  figures: PublicFigures;
}
