import type { Offer } from './proposal.js';

/** A time that we propose for a meeting. */
export interface Meeting {
  /** RFC 3339. */
  at: string;
  /** How long it may last. */
  minutes: number;
  /** Where, or how to join; may be empty. */
  place: string;
}

/** What an office is asked for. */
export interface Dialogue {
  /** The office. */
  with: string;
  subject: string;
  proposal: string;
  meeting?: Meeting;
  /** What is proposed in a form that can be accepted. */
  offer?: Offer;
}
