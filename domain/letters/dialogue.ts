import type { LetterLaw } from './letter-law.js';
import type { RequestedLetterKind } from './letter.js';
import type { Offer } from './proposal.js';

export interface Meeting {
  at: string;
  minutes: number;
  place: string;
}

export interface Dialogue {
  with: string;
  subject: string;
  proposal: string;
  meeting?: Meeting;
  offer?: Offer;
  /** Absent: a request for dialogue. */
  kind?: RequestedLetterKind;
  law?: LetterLaw | undefined;
}
