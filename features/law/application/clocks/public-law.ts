import { standAt } from '../../../../application/clocks/rulebook/law-reviews.js';
import type { Services } from '../../../../application/services.js';
import type { SilentTopic } from '../../../../domain/rulebook/citation.js';
import { getKeys } from '../../../../domain/record-keys.js';
import type { RegimeVersion, Sourced } from '../../../../domain/rulebook/regime.js';
import type { ReviewState } from '../../../../domain/rulebook/review.js';
import { readReviewRecords } from '../../../../registry/rulebook/law-reviews.js';
import { listFacts } from '../../../../rulebook/facts.js';
import { BUILT_IN_RULEBOOK } from '../../../../rulebook/load.js';
import {
  describeConfidence,
  formatInForce,
  formatSilence,
  rateVersionConfidence,
} from '../../../../rulebook/in-words.js';
import type { StoredText } from '../../../../rulebook/proof-schema.js';
import { toPublicContent } from '../../../../rulebook/public-law.js';
import { listNamedFacts } from '../../../../rulebook/reviewed-law.js';
import { makeRulebook, type Regime, type Rulebook } from '../../../../rulebook/rulebook.js';
import { RulebookError } from '../../../../rulebook/rulebook-error.js';
import { readTexts } from '../../../../rulebook/texts.js';

export interface FactView {
  /** As in `listNamedFacts`; a part of its permanent address. */
  id: string;
  says: string;
  fact: Sourced;
  confidence: string;
}

export interface VersionView {
  version: RegimeVersion;
  /** `from 2021-02-25 until 2023-01-01` */
  period: string;
  facts: readonly FactView[];
  /** The lowest confidence of its facts. */
  leastSure: string;
  silences: readonly (readonly [SilentTopic, string])[];
}

export interface LawView extends Pick<Regime, 'id' | 'title' | 'family' | 'jurisdictions'> {
  versions: readonly VersionView[];
}

export interface PublicBook extends Pick<Rulebook, 'placeholders' | 'regimeAt'> {
  laws: ReadonlyMap<string, LawView>;
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
export function readPublicBook({ regimes, calendars, placeholders }: Rulebook, dir: string | null): PublicBook {
  const book = known.get(regimes) ?? buildBook({ regimes, calendars, placeholders }, dir ?? BUILT_IN_RULEBOOK);
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
  const laws = new Map(rulebook.regimes.map((regime) => [regime.id, viewLaw(regime)]));
  return { laws, regimeAt: rulebook.regimeAt, placeholders, texts, pathBySha256 };
}

function viewLaw({ id, title, family, jurisdictions, versions }: Regime): LawView {
  return { id, title, family, jurisdictions, versions: versions.map(viewVersion) };
}

function viewVersion(version: RegimeVersion): VersionView {
  return {
    version,
    period: formatInForce(version),
    facts: viewFacts(version),
    leastSure: describeConfidence(rateVersionConfidence(version)),
    silences: getKeys(version.silent).flatMap((topic) => {
      const silence = version.silent[topic];
      return silence === undefined ? [] : [[topic, formatSilence(silence)] as const];
    }),
  };
}

export function viewFacts(version: RegimeVersion): FactView[] {
  return listNamedFacts(version).map(({ id, says, fact }) => ({
    id,
    says,
    fact,
    confidence: describeConfidence(fact.confidence),
  }));
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
export function findCurrent({ regimeAt }: PublicBook, { id, versions }: LawView, now: Date): VersionView | undefined {
  const governing = regimeAt(id, now.getTime())?.version;
  return versions.find(({ version }) => version.version === governing) ?? versions.at(-1);
}

/** Returns the version that now holds the day on which a former version began, otherwise the current one. */
export function findReplacement(book: PublicBook, law: LawView, day: string, now: Date): VersionView | undefined {
  const covering = law.versions.find(
    ({ version: { inForceFrom, inForceTo } }) => inForceFrom <= day && (inForceTo === null || day < inForceTo),
  );
  return covering ?? findCurrent(book, law, now);
}

export type ReadReview = (version: Pick<RegimeVersion, 'id' | 'version'>) => PublicReview;

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
    const { state, until, mistakes } = standAt(version, records, { atMs: nowMs });
    return { state, until, wrongFacts: mistakes.length };
  };
}
