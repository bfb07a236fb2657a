import { standAt } from '../../../../application/clocks/rulebook/law-reviews.js';
import type { Services } from '../../../../application/services.js';
import type { RegimeVersion } from '../../../../domain/rulebook/regime.js';
import type { ReviewState } from '../../../../domain/rulebook/review.js';
import { readReviewRecords } from '../../../../registry/rulebook/law-reviews.js';
import { listFacts } from '../../../../rulebook/facts.js';
import type { StoredText } from '../../../../rulebook/proof-schema.js';
import { toPublicContent } from '../../../../rulebook/public-law.js';
import { makeRulebook, type Placeholder, type Regime, type Rulebook } from '../../../../rulebook/rulebook.js';
import { RulebookError } from '../../../../rulebook/rulebook-error.js';
import { readTexts } from '../../../../rulebook/texts.js';

export interface PublicBook {
  rulebook: Rulebook;
  placeholders: readonly Placeholder[];
  /** Stored texts that facts of the edition in effect cite, by path. */
  texts: ReadonlyMap<string, StoredText>;
  pathBySha256: ReadonlyMap<string, string>;
}

/** What the public may know of a review: not who made it. */
export interface PublicReview {
  state: ReviewState;
  until: string | null;
  wrongFacts: number;
}

const known = new WeakMap<Rulebook['regimes'], PublicBook>();

/** Returns the law in effect as the public sees it. */
export function readPublicBook({ regimes, calendars, placeholders }: Rulebook, dir: string): PublicBook {
  const book = known.get(regimes) ?? buildBook({ regimes, calendars, placeholders }, dir);
  known.set(regimes, book);
  return book;
}

function buildBook(
  { placeholders, ...law }: Pick<Rulebook, 'regimes' | 'calendars' | 'placeholders'>,
  dir: string,
): PublicBook {
  const rulebook = makeRulebook(toPublicContent(law));
  const cited = new Set(
    rulebook
      .listRegimes()
      .flatMap(listFacts)
      .flatMap(({ citation }) => (citation?.stored === true ? (citation.sha256 ?? []) : [])),
  );
  const texts = new Map([...readStoredTexts(dir)].filter(([, { sha256 }]) => cited.has(sha256)));
  const pathBySha256 = new Map([...texts].map(([path, { sha256 }]) => [sha256, path]));
  return { rulebook, placeholders, texts, pathBySha256 };
}

/** An unusable folder is reported elsewhere; the edition in effect stays readable without it. */
function readStoredTexts(dir: string): ReadonlyMap<string, StoredText> {
  try {
    return readTexts(dir);
  } catch (error) {
    if (error instanceof RulebookError) return new Map();
    throw error;
  }
}

/** Returns the version that governs now; otherwise the last one. */
export function findCurrent({ rulebook }: PublicBook, { id, versions }: Regime, now: Date): RegimeVersion | undefined {
  return rulebook.regimeAt(id, now.getTime()) ?? versions.at(-1);
}

/** Returns the version that now holds the day on which a former version began, otherwise the current one. */
export function findReplacement(book: PublicBook, regime: Regime, day: string, now: Date): RegimeVersion | undefined {
  const covering = regime.versions.find(
    ({ inForceFrom, inForceTo }) => inForceFrom <= day && (inForceTo === null || day < inForceTo),
  );
  return covering ?? findCurrent(book, regime, now);
}

export type ReadReview = (version: Pick<RegimeVersion, 'id' | 'version'>) => PublicReview;

/** Reads the reviews of all laws, or of one. */
export async function readPublicReviews(
  { db, rulebook, now }: Pick<Services, 'db' | 'rulebook' | 'now'>,
  of: { regime?: string } = {},
): Promise<ReadReview> {
  const records = await readReviewRecords(db, of);
  const nowMs = now().getTime();
  return ({ id, version: name }) => {
    // As reviewed, with all its fields: the public version has another digest.
    const version = rulebook.regimeById(id)?.versions.find((one) => one.version === name);
    if (version === undefined) return { state: 'draft', until: null, wrongFacts: 0 };
    const { state, until, mistakes } = standAt(version, records, nowMs);
    return { state, until, wrongFacts: mistakes.length };
  };
}
