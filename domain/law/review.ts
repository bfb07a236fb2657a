/**
 * How far counsel stand behind a version of a law: nobody has compared it with its texts; one counsel has; two have; or the
 * time of a reading is over (`until`, and `reviewedUntil` of a citation).
 */
export const REVIEW_STATES = ['draft', 'reviewed_once', 'reviewed_twice', 'expired'] as const;
export type ReviewState = (typeof REVIEW_STATES)[number];

/** One counsel has compared a version, as it read by then, with its texts. */
export interface Review {
  by: { id: string; name: string };
  atMs: number;
  /** Of the version as it was compared. */
  digest: string;
  /** ISO date from which it has to be compared anew. */
  until: string;
}

/** A fact of a version was found to be wrong. What was compared before that proves nothing of the version any more. */
export interface Mistake {
  number: number;
  atMs: number;
  isCorrected: boolean;
}

/** What of a version a review is about and is judged by. */
export interface ReviewedLaw {
  digest: string;
  /** Who read the texts behind it (`by`). */
  drafters: readonly string[];
  /** The first `reviewedUntil` of its citations; null: none says one. */
  citedUntil: string | null;
}

/** What is on record of a version. */
export interface ReviewRecord {
  reviews: readonly Review[];
  mistakes: readonly Mistake[];
}

export interface ReviewStand {
  state: ReviewState;
  /** From that date it has to be reviewed anew; null: nothing says when. */
  until: string | null;
  /** Whose readings hold up the state, at most two. */
  by: { id: string; name: string; at: string; until: string }[];
  /** Numbers of incidents that are not corrected yet. */
  mistakes: number[];
}

/** Of each counsel the last reading of the version as it is now; a mistake found since undoes those before it. */
function standing({ reviews, mistakes }: ReviewRecord, digest: string): Review[] {
  const wrongMs = Math.max(-Infinity, ...mistakes.map(({ atMs }) => atMs));
  const holding = reviews.filter((review) => review.digest === digest && review.atMs > wrongMs);
  const last = new Map<string, Review>();
  for (const review of holding.toSorted((one, other) => one.atMs - other.atMs)) last.set(review.by.id, review);
  return [...last.values()].toSorted((one, other) => (one.until < other.until ? 1 : one.until > other.until ? -1 : 0));
}

/** How a version stands on a date (ISO, in its own zone). The two readings that hold longest count. */
export function standOf(law: ReviewedLaw, record: ReviewRecord, today: string): ReviewStand {
  const counted = standing(record, law.digest).slice(0, 2);
  const ends = [...counted.map(({ until }) => until), ...(law.citedUntil === null ? [] : [law.citedUntil])].sort();
  const until = ends[0] ?? null;
  const reviewed = (['draft', 'reviewed_once', 'reviewed_twice'] as const)[counted.length] ?? 'draft';
  return {
    state: until !== null && until <= today ? 'expired' : reviewed,
    until,
    by: counted.map(toStanding),
    mistakes: record.mistakes.flatMap(({ number, isCorrected }) => (isCorrected ? [] : [number])),
  };
}

function toStanding({ by, atMs, until }: Review): ReviewStand['by'][number] {
  return { ...by, at: new Date(atMs).toISOString(), until };
}

/** Why a person may not review: their own reading still holds, or both readings would be those of who drafted. */
export type ReviewRefusal = 'reviewed_already' | 'drafted';

export function refusalOf(
  { drafters, digest }: ReviewedLaw,
  record: ReviewRecord,
  { person, today }: { person: { id: string; name: string }; today: string },
): ReviewRefusal | null {
  const holding = standing(record, digest).filter(({ until }) => until > today);
  if (holding.some(({ by }) => by.id === person.id)) return 'reviewed_already';
  const names = new Set(drafters.map(plain));
  const isDrafter = ({ name }: { name: string }) => names.has(plain(name));
  return isDrafter(person) && holding.some(({ by }) => isDrafter(by)) ? 'drafted' : null;
}

function plain(name: string): string {
  return name.trim().toLowerCase();
}
