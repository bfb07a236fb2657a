/**
 * How far counsel have confirmed a version of a law: not compared with its texts, by one counsel, by two, or the
 * reading has expired (`until`, or `reviewedUntil` of a citation).
 */
export const REVIEW_STATES = ['draft', 'reviewed_once', 'reviewed_twice', 'expired'] as const;
export type ReviewState = (typeof REVIEW_STATES)[number];

/** One counsel's comparison of a version, or of one fact of it, as it then read, with its texts. */
export interface Review {
  by: Reviewer & { barAdmission: string; jurisdiction: string };
  atMs: number;
  /** The fact it covers, whose digest this is; null: the whole version. */
  fact: string | null;
  digest: string;
  scope: string;
  /** ISO date from which it has to be compared again. */
  until: string;
}

interface Reviewer {
  id: string;
  name: string;
}

/** A fact of a version that proved wrong; it invalidates earlier comparisons of that fact and of the version. */
export interface Mistake {
  number: number;
  fact: string;
  atMs: number;
  isCorrected: boolean;
}

export interface ReviewedLaw {
  digest: string;
  /** The one fact that is meant; null: the whole version. */
  fact: { id: string; digest: string } | null;
  /** People who read the texts behind it (`by` of the citations). */
  drafters: readonly string[];
  citedUntil: string | null;
}

export interface ReviewRecord {
  reviews: readonly Review[];
  mistakes: readonly Mistake[];
}

export interface ReviewStatus {
  state: ReviewState;
  until: string | null;
  by: (Review['by'] & Pick<Review, 'fact' | 'scope' | 'until'> & { at: string })[];
  mistakes: number[];
}

/** A review of the whole version counts for each of its facts, one of a fact for that fact alone. */
function covers({ fact, digest }: Review, law: ReviewedLaw): boolean {
  return fact === null ? digest === law.digest : fact === law.fact?.id && digest === law.fact.digest;
}

/** Returns each counsel's latest reading of the current text; a mistake found since cancels earlier ones. */
function listValidReviews({ reviews, mistakes }: ReviewRecord, law: ReviewedLaw): Review[] {
  const isStale = ({ fact, atMs }: Review) =>
    mistakes.some((mistake) => mistake.atMs >= atMs && (fact === null || fact === mistake.fact));
  const holding = reviews.filter((review) => covers(review, law) && !isStale(review));
  const last = new Map<string, Review>();
  for (const review of holding.toSorted((one, other) => one.atMs - other.atMs)) last.set(review.by.id, review);
  return [...last.values()].toSorted((one, other) => (one.until < other.until ? 1 : one.until > other.until ? -1 : 0));
}

/**
 * Returns the review state of a version or fact on a date (ISO, in its own zone). The two readings that are valid longest
 * count.
 */
export function computeReviewStatus(law: ReviewedLaw, record: ReviewRecord, today: string): ReviewStatus {
  const counted = listValidReviews(record, law).slice(0, 2);
  const ends = [...counted.map(({ until }) => until), ...(law.citedUntil === null ? [] : [law.citedUntil])].sort();
  const until = ends[0] ?? null;
  const reviewed = (['draft', 'reviewed_once', 'reviewed_twice'] as const)[counted.length] ?? 'draft';
  return {
    state: until !== null && until <= today ? 'expired' : reviewed,
    until,
    by: counted.map(toStatus),
    mistakes: record.mistakes
      .filter(({ isCorrected, fact }) => !isCorrected && (law.fact === null || fact === law.fact.id))
      .map(({ number }) => number),
  };
}

function toStatus({ by, atMs, until, fact, scope }: Review): ReviewStatus['by'][number] {
  return { ...by, at: new Date(atMs).toISOString(), until, fact, scope };
}

/** Why a person may not review: their own reading is still valid, or both readings would come from drafters. */
export type ReviewRefusal = 'reviewed_already' | 'drafted';

export function findReviewRefusal(
  law: ReviewedLaw,
  record: ReviewRecord,
  { person, today }: { person: Reviewer; today: string },
): ReviewRefusal | null {
  const holding = listValidReviews(record, law).filter(({ until }) => until > today);
  if (holding.some(({ by }) => by.id === person.id)) return 'reviewed_already';
  const names = new Set(law.drafters.map(plain));
  const isDrafter = ({ name }: { name: string }) => names.has(plain(name));
  return isDrafter(person) && holding.some(({ by }) => isDrafter(by)) ? 'drafted' : null;
}

function plain(name: string): string {
  return name.trim().toLowerCase();
}
