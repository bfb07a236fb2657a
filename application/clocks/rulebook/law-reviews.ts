import { z } from 'zod';
import type { PageQuery } from '../../../contract/paging.js';
import { cursorKeys } from '../../../contract/query.js';
import type { lawReviewWrite } from '../../../contract/rulebook/review.js';
import { localDateIn, parseDay } from '../../../domain/clock-arithmetic/index.js';
import type { RegimeVersion } from '../../../domain/rulebook/regime.js';
import {
  findReviewRefusal,
  computeReviewStatus,
  type ReviewRefusal,
  type ReviewedLaw,
  type ReviewStatus,
} from '../../../domain/rulebook/review.js';
import { can } from '../../../domain/people/permission.js';
import type { ClockRow } from '../../../registry/clocks/clock-views.js';
import { appendAudit } from '../../../registry/notices/audit.js';
import {
  insertReview,
  lockLaw,
  readReviewRecords,
  type ReviewRecords,
} from '../../../registry/rulebook/law-reviews.js';
import { listNamedFacts, toReviewedFacts, toReviewedLaw } from '../../../rulebook/reviewed-law.js';
import type { Rulebook } from '../../../rulebook/rulebook.js';
import type { Acting } from '../../acting.js';
import { toActor, type Caller } from '../../caller.js';
import { answerKept, readCursor } from '../../paging.js';
import { invalid, notPermitted, Refusal } from '../../refusal.js';
import type { Services } from '../../services.js';
import { compareLaws } from './law-lists.js';

/** Max validity of a law review; our own default: a stable law is read once a year. */
const HOLDS_DAYS = 365;
const DAY_MS = 24 * 3_600_000;

const named = z.object({ regime: z.string(), version: z.string(), fact: z.string().optional() });

export function needVersion(
  rulebook: Pick<Rulebook, 'regimeById'>,
  law: { regime: string; version: string },
): RegimeVersion {
  const regime = rulebook.regimeById(law.regime);
  if (regime === undefined) throw invalid('/regime', 'There is no such law; GET /v1/rulebook/regimes lists them.');
  const version = regime.versions.find((one) => one.version === law.version);
  if (version !== undefined) return version;
  throw invalid(
    '/version',
    `The versions of ${regime.id} are ${regime.versions.map((one) => one.version).join(', ')}.`,
  );
}

/** Returns the review status of a law version, or of one fact of it, at an instant. */
export function standAt(
  version: RegimeVersion,
  records: ReviewRecords,
  { atMs, reviewed = toReviewedLaw(version) }: { atMs: number; reviewed?: ReviewedLaw | undefined },
): ReviewStatus {
  const record = records({ regime: version.id, version: version.version });
  return computeReviewStatus(reviewed, record, localDateIn(version.zone, atMs));
}

/** Returns the review status of the law behind a clock; null for a clock without a law in the rulebook. */
export function standOfClock(
  { rulebook, records, nowMs }: { rulebook: Pick<Rulebook, 'regimeById'>; records: ReviewRecords; nowMs: number },
  { basis, receipt, ...row }: Pick<ClockRow, 'basis' | 'receipt' | 'kind' | 'owner' | 'form'>,
): ReviewStatus | null {
  if (basis !== 'law') return null;
  const { id, version: name } = receipt.regime;
  const version = rulebook.regimeById(id)?.versions.find((one) => one.version === name);
  if (version === undefined) return null;
  const whole = standAt(version, records, { atMs: nowMs });
  const reviewed = findFactOfClock(version, row);
  // A mistake in any fact of the version, such as its first day, marks the clock.
  return { ...standAt(version, records, { atMs: nowMs, reviewed }), mistakes: whole.mistakes };
}

/** Undefined if several rules of the version could have made the clock. */
function findFactOfClock(
  version: RegimeVersion,
  row: Pick<ClockRow, 'kind' | 'owner' | 'form'>,
): ReviewedLaw | undefined {
  const [only, another] = listNamedFacts(version).filter(
    ({ clock }) => clock?.kind === row.kind && clock.owner === row.owner && clock.form === row.form,
  );
  return only === undefined || another !== undefined ? undefined : toReviewedFacts(version).get(only.id);
}

const REFUSALS: Record<ReviewRefusal, string> = {
  reviewed_already: 'You have already reviewed it. Another counsel must review it.',
  drafted: 'You read its texts for the rulebook, and so did the other reviewer. A counsel who did not must review it.',
};

/** Returns why a person must not review a version or fact; null: nothing prevents it. Check their permission separately. */
export function whyNotReview(
  version: RegimeVersion,
  records: ReviewRecords,
  { person, atMs, reviewed }: { person: { id: string; name: string }; atMs: number; reviewed: ReviewedLaw },
): string | null {
  const record = records({ regime: version.id, version: version.version });
  const refusal = findReviewRefusal(reviewed, record, { person, today: localDateIn(version.zone, atMs) });
  return refusal === null ? null : REFUSALS[refusal];
}

/** Checks first whether the caller may review this version, then the permission (docs/integrating/interface.md, HTTP conventions). */
export async function needReviewer(
  { db, rulebook, now }: Pick<Services, 'db' | 'rulebook' | 'now'>,
  { person, roles }: Caller,
  body: unknown,
): Promise<void> {
  const wanted = named.safeParse(body);
  const version = wanted.success
    ? rulebook.regimeById(wanted.data.regime)?.versions.find((one) => one.version === wanted.data.version)
    : undefined;
  const reviewed = version && findReviewed(version, wanted.data?.fact);
  if (version !== undefined && reviewed !== undefined) {
    const records = await readReviewRecords(db, { regime: version.id });
    const why = whyNotReview(version, records, { person, atMs: now().getTime(), reviewed });
    if (why !== null) throw new Refusal('four_eyes', why);
  }
  if (!can(roles, 'law.review')) throw notPermitted('law.review');
}

function findReviewed(version: RegimeVersion, fact: string | undefined): ReviewedLaw | undefined {
  return fact === undefined ? toReviewedLaw(version) : toReviewedFacts(version).get(fact);
}

export async function pageLawReviews(
  { db, rulebook, now }: Pick<Services, 'db' | 'rulebook' | 'now'>,
  { cursor, state, ...paging }: PageQuery & { state?: ReviewStatus['state'] | undefined },
) {
  const records = await readReviewRecords(db);
  const nowMs = now().getTime();
  const all = rulebook
    .listRegimes()
    .filter(({ inForce }) => inForce.confidence !== 'policy')
    .map((version) => ({ version, stand: standAt(version, records, { atMs: nowMs }) }))
    .filter(({ stand }) => state === undefined || stand.state === state)
    .toSorted((one, other) => compareLaws(toSortKey(one.version), toSortKey(other.version)));
  const after = readCursor(cursor, z.tuple([cursorKeys.text, cursorKeys.text]));
  const rest = after === null ? all : all.filter(({ version }) => compareLaws(toSortKey(version), after) > 0);
  return answerKept(paging, {
    all,
    rest,
    view: ({ version }) => viewReview(version, records, nowMs),
    key: ({ version }) => toSortKey(version),
  });
}

const toSortKey = ({ id, version }: RegimeVersion): [string, string] => [id, version];

function viewReview(version: RegimeVersion, records: ReviewRecords, atMs: number) {
  const { digest, drafters } = toReviewedLaw(version);
  const { id, version: name, title } = version;
  const parts = toReviewedFacts(version);
  const facts = listNamedFacts(version).map(({ id: fact, says }) => ({
    id: fact,
    says,
    ...standAt(version, records, { atMs, reviewed: parts.get(fact) }),
  }));
  const stand = standAt(version, records, { atMs });
  return { id, version: name, title, ...stand, digest, drafters: [...drafters], facts };
}

/** Records that counsel has compared a version, or one fact of it, with the digest they saw, with its sources. */
export async function reviewLaw({ trx, services, caller }: Acting, review: z.output<typeof lawReviewWrite>) {
  const { fact, digest, reviewedUntil, barAdmission, jurisdiction, scope, note, ...law } = review;
  const { rulebook, newId } = services;
  const [actor, at] = [toActor(caller), services.now()];
  const version = needVersion(rulebook, law);
  const reviewed = findReviewed(version, fact);
  if (reviewed === undefined) throw unknownFact(version);
  if (reviewed.digest !== digest)
    throw new Refusal(
      'digest_mismatch',
      'The law has changed in the meantime. GET /v1/rulebook/reviews shows its digest.',
    );
  await lockLaw(trx, law);
  const before = await readReviewRecords(trx, law);
  const why = whyNotReview(version, before, { person: actor, atMs: at.getTime(), reviewed });
  if (why !== null) throw new Refusal('four_eyes', why);
  const until = checkUntil(version.zone, at, reviewedUntil);
  await insertReview(trx, {
    ...law,
    id: newId(),
    fact: fact ?? null,
    digest: reviewed.fact?.digest ?? digest,
    reviewer: actor.id,
    bar_admission: barAdmission,
    jurisdiction,
    scope,
    reviewed_at: at,
    until,
    note,
  });
  const records = await readReviewRecords(trx, law);
  const { state } = standAt(version, records, { atMs: at.getTime(), reviewed });
  const detail = { ...law, ...(fact === undefined ? {} : { fact }), digest, jurisdiction, scope, until, state };
  await appendAudit(trx, [{ at, noticeId: null, actor, action: 'law_reviewed', detail }]);
  return viewReview(version, records, at.getTime());
}

export function unknownFact(version: RegimeVersion): Refusal {
  const names = listNamedFacts(version).map(({ id }) => id);
  return invalid('/fact', `Its facts are ${names.join(', ')}.`);
}

function checkUntil(zone: string, at: Date, until: string): string {
  const last = localDateIn(zone, at.getTime() + HOLDS_DAYS * DAY_MS);
  if (parseDay(until) === undefined || until <= localDateIn(zone, at.getTime()) || until > last)
    throw invalid('/reviewedUntil', `Give a date after today and no later than ${last}.`);
  return until;
}
