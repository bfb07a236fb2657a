import type { GroundCode } from '../domain/target/ground.js';
import type { Stage } from '../domain/notice/notice.js';

/** What every letter says. No field takes a person: letters are signed by the service, never by staff. */
export interface LetterBase {
  serviceName: string;
  authorityName: string;
  /** The authority's own reference; may be empty. */
  reference: string;
  /** Ours, `N-2021-000001`. */
  number: string;
  receivedAtMs: number;
  /** The issuer's zone, from the regime. */
  zone: string;
  fields?: { salutation?: string | undefined; remarks?: string | undefined } | undefined;
  /** Sentences on what the paper lacks, from the regime's checklist; letters that refuse or ask name them. */
  missing?: string[] | undefined;
}

export interface LetterTarget {
  no: number;
  type: string;
  locator: string;
  grounds: GroundCode[];
  /** Shown only beside the ground `other`, which says nothing by itself. */
  note?: string | null | undefined;
}

/** One outcome a target; they add up to `total`, which is the ledger's own count, or the letter is not made. */
export interface EffectCounts {
  total: number;
  withheld: number;
  removed: number;
  labelled: number;
  preserved: number;
  disclosed?: number | undefined;
  refused: number;
  clarificationAsked: number;
  notFound: number;
  notTheTarget: number;
  alreadyActioned: number;
  failed: number;
  restored?: number | undefined;
  /** Decided and not yet carried out. */
  pending?: number | undefined;
  /** Taken up anew, and not decided yet. */
  underReview?: number | undefined;
}

export interface ListedTargets {
  /** The first of them; those beyond stand in the annex. */
  targets: LetterTarget[];
  /** How many there are in all. */
  total: number;
  /** Every ground that any of them has, to be explained once; absent: those of the ones given. */
  grounds?: GroundCode[] | undefined;
}

export interface LetterDataByKind {
  acknowledgement: LetterBase & { targetCount: number };
  push_back: LetterBase & ListedTargets;
  clarification: LetterBase & ListedTargets;
  report_of_effect: LetterBase & {
    counts: EffectCounts;
    /** Countries in which items are withheld. */
    countries: string[];
    /** Whether each of the withheld ones is withheld in all of them. */
    sameCountries: boolean;
    /** Of the failed ones, those that are not tried any more. */
    givenUp?: number | undefined;
    /** When the report left whose place this one takes. */
    correctsSentAtMs?: number | undefined;
    /** Of the removed ones, those that broke the service's own rules. */
    removedUnderOwnRules?: number | undefined;
  };
  dialogue_request: LetterBase & { with: string; subject: string; proposal: string };
  status_update: LetterBase & { stage: Stage; targetCount: number; decidedCount: number };
}
export type RenderedLetterKind = keyof LetterDataByKind;
export type LetterData<K extends RenderedLetterKind = RenderedLetterKind> = LetterDataByKind[K];
