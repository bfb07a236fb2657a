/**
 * How far counsel have confirmed a version of a law: not compared with its texts, by one counsel, by two, or the
 * reading has expired (`until`, or `reviewedUntil` of a citation).
 */
export const REVIEW_STATES = ['draft', 'reviewed_once', 'reviewed_twice', 'expired'] as const;
export type ReviewState = (typeof REVIEW_STATES)[number];

/** One counsel's comparison of a version, as it then read, with its texts. */
export interface Review {
  by: { id: string; name: string };
  atMs: number;
  digest: string;
  /** ISO date from which it has to be compared again. */
  until: string;
}

/** A fact of a version that proved wrong; it invalidates earlier comparisons of that version. */
export interface Mistake {
  number: number;
  atMs: number;
  isCorrected: boolean;
}

export interface ReviewedLaw {
  digest: string;
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
  by: { id: string; name: string; at: string; until: string }[];
  mistakes: number[];
}

/** Returns each counsel's latest reading of the current version; a mistake found since cancels earlier ones. */
function listValidReviews({ reviews, mistakes }: ReviewRecord, digest: string): Review[] {
  const wrongMs = Math.max(-Infinity, ...mistakes.map(({ atMs }) => atMs));
  const holding = reviews.filter((review) => review.digest === digest && review.atMs > wrongMs);
  const last = new Map<string, Review>();
  for (const review of holding.toSorted((one, other) => one.atMs - other.atMs)) last.set(review.by.id, review);
  return [...last.values()].toSorted((one, other) => (one.until < other.until ? 1 : one.until > other.until ? -1 : 0));
}

/**
 * Returns the review state of a version on a date (ISO, in its own zone). The two readings that are valid longest
 * count.
 */
export function computeReviewStatus(law: ReviewedLaw, record: ReviewRecord, today: string): ReviewStatus {
  const counted = listValidReviews(record, law.digest).slice(0, 2);
  const ends = [...counted.map(({ until }) => until), ...(law.citedUntil === null ? [] : [law.citedUntil])].sort();
  const until = ends[0] ?? null;
  const reviewed = (['draft', 'reviewed_once', 'reviewed_twice'] as const)[counted.length] ?? 'draft';
  return {
    state: until !== null && until <= today ? 'expired' : reviewed,
    until,
    by: counted.map(toStatus),
    mistakes: record.mistakes.flatMap(({ number, isCorrected }) => (isCorrected ? [] : [number])),
  };
}

function toStatus({ by, atMs, until }: Review): ReviewStatus['by'][number] {
  return { ...by, at: new Date(atMs).toISOString(), until };
}

/** Why a person may not review: their own reading is still valid, or both readings would come from drafters. */
export type ReviewRefusal = 'reviewed_already' | 'drafted';

export function findReviewRefusal(
  { drafters, digest }: ReviewedLaw,
  record: ReviewRecord,
  { person, today }: { person: { id: string; name: string }; today: string },
): ReviewRefusal | null {
  const holding = listValidReviews(record, digest).filter(({ until }) => until > today);
  if (holding.some(({ by }) => by.id === person.id)) return 'reviewed_already';
  const names = new Set(drafters.map(plain));
  const isDrafter = ({ name }: { name: string }) => names.has(plain(name));
  return isDrafter(person) && holding.some(({ by }) => isDrafter(by)) ? 'drafted' : null;
}

function plain(name: string): string {
  return name.trim().toLowerCase();
}
