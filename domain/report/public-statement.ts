import type { NoticeKind, Outcome } from '../notice/notice.js';

/** What everybody is told of an order in figures, as the ledger stood when the statement was written. */
export interface StatementFigures {
  kind: NoticeKind;
  authority: string;
  country: string;
  /** Title of the law, in English; null: none is known. */
  law: string | null;
  /** Days, like 2024-03-01 (UTC). */
  received: string;
  acknowledged: string | null;
  outcome: Outcome;
  /** Items that the order named. */
  items: number;
  withheld: number;
  /** Countries in which any of them is withheld. */
  countries: string[];
  removed: number;
  labelled: number;
  /** Of those acted upon, restored since. */
  restored: number;
}

/** A statement as it is published. */
export interface PublicStatement {
  title: string;
  text: string;
  figures: StatementFigures;
}
