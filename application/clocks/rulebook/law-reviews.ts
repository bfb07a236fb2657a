import type { Transaction } from 'kysely';
import { localDateIn, parseDay } from '../../../domain/clock-arithmetic/index.js';
import type { RegimeVersion } from '../../../domain/rulebook/regime.js';
import {
  findReviewRefusal,
  computeReviewStatus,
  type ReviewRefusal,
  type ReviewStatus,
} from '../../../domain/rulebook/review.js';
import type { Actor } from '../../../domain/people/actor.js';
import type { ClockRow } from '../../../registry/clocks/clock-views.js';
import { appendAudit } from '../../../registry/notices/audit.js';
import { correctIncident, findIncident, insertIncident } from '../../../registry/rulebook/law-incidents.js';
import {
  insertReview,
  lockLaw,
  readReviewRecords,
  type ReviewRecords,
} from '../../../registry/rulebook/law-reviews.js';
import type { Tables } from '../../../registry/tables.js';
import { listNamedFacts, toReviewedLaw } from '../../../rulebook/reviewed-law.js';
import type { Rulebook } from '../../../rulebook/rulebook.js';
import { invalid, Refusal } from '../../refusal.js';

/** Default and max validity of a law review; our own default: a stable law is read once a year. */
const HOLDS_DAYS = 365;
const DAY_MS = 24 * 3_600_000;

interface Reviewing {
  trx: Transaction<Tables>;
  rulebook: Pick<Rulebook, 'regimeById'>;
  actor: Actor;
  at: Date;
  newId: () => string;
}

function needVersion(rulebook: Pick<Rulebook, 'regimeById'>, law: { regime: string; version: string }): RegimeVersion {
  const regime = rulebook.regimeById(law.regime);
  if (regime === undefined) throw invalid('/regime', 'There is no such law; GET /v1/rulebook/regimes lists them.');
  const version = regime.versions.find((one) => one.version === law.version);
  if (version !== undefined) return version;
  throw invalid(
    '/version',
    `The versions of ${regime.id} are ${regime.versions.map((one) => one.version).join(', ')}.`,
  );
}

/** Returns the review status of a law version at an instant. */
export function standAt(version: RegimeVersion, records: ReviewRecords, atMs: number): ReviewStatus {
  const record = records({ regime: version.id, version: version.version });
  return computeReviewStatus(toReviewedLaw(version), record, localDateIn(version.zone, atMs));
}

/** Returns the review status of the law behind a clock; null for a clock without a law in the rulebook. */
export function standOfClock(
  { rulebook, records, nowMs }: { rulebook: Pick<Rulebook, 'regimeById'>; records: ReviewRecords; nowMs: number },
  { basis, receipt }: Pick<ClockRow, 'basis' | 'receipt'>,
): ReviewStatus | null {
  if (basis !== 'law') return null;
  const { id, version: name } = receipt.regime;
  const version = rulebook.regimeById(id)?.versions.find((one) => one.version === name);
  return version === undefined ? null : standAt(version, records, nowMs);
}

const REFUSALS: Record<ReviewRefusal, string> = {
  reviewed_already: 'You have already reviewed this version. Another counsel must review it.',
  drafted: 'You read its texts for the rulebook, and so did the other reviewer. A counsel who did not must review it.',
};

/** Returns why a person must not review a version; null: nothing prevents it. Check their permission separately. */
export function whyNotReview(
  version: RegimeVersion,
  records: ReviewRecords,
  { person, atMs }: { person: { id: string; name: string }; atMs: number },
): string | null {
  const record = records({ regime: version.id, version: version.version });
  const refusal = findReviewRefusal(toReviewedLaw(version), record, { person, today: localDateIn(version.zone, atMs) });
  return refusal === null ? null : REFUSALS[refusal];
}

/** Records that counsel has compared a version, with the digest they saw, with its sources. */
export async function reviewLaw(
  { trx, rulebook, actor, at, newId }: Reviewing,
  { digest, until, note, ...law }: { regime: string; version: string; digest: string; until?: string; note: string },
): Promise<ReviewStatus> {
  const version = needVersion(rulebook, law);
  if (toReviewedLaw(version).digest !== digest)
    throw new Refusal(
      'digest_mismatch',
      'The law has changed in the meantime. GET /v1/rulebook/reviews shows its digest.',
    );
  await lockLaw(trx, law);
  const why = whyNotReview(version, await readReviewRecords(trx, law), { person: actor, atMs: at.getTime() });
  if (why !== null) throw new Refusal('four_eyes', why);
  const holds = holdsUntil(version.zone, at, until);
  await insertReview(trx, { ...law, id: newId(), digest, reviewer: actor.id, at, until: holds, note });
  const stand = standAt(version, await readReviewRecords(trx, law), at.getTime());
  const detail = { ...law, digest, until: holds, state: stand.state };
  await appendAudit(trx, [{ at, noticeId: null, actor, action: 'law_reviewed', detail }]);
  return stand;
}

function holdsUntil(zone: string, at: Date, until: string | undefined): string {
  const last = localDateIn(zone, at.getTime() + HOLDS_DAYS * DAY_MS);
  if (until === undefined) return last;
  if (parseDay(until) === undefined || until <= localDateIn(zone, at.getTime()) || until > last)
    throw invalid('/until', `Give a date after today and no later than ${last}.`);
  return until;
}

/** Records that a fact of a version is wrong: its reviews no longer count. */
export async function recordIncident(
  { trx, rulebook, actor, at }: Omit<Reviewing, 'newId'>,
  { regime, version: name, fact: wanted, found, source }: IncidentToRecord,
): Promise<number> {
  const law = { regime, version: name };
  const facts = listNamedFacts(needVersion(rulebook, law));
  const fact = facts.find(({ id }) => id === wanted);
  if (fact === undefined) throw invalid('/fact', `Its facts are ${facts.map(({ id }) => id).join(', ')}.`);
  const { id, says: said, clock } = fact;
  await lockLaw(trx, law);
  const row = { ...law, fact: id, clock, said, found, source, by: actor.id, at };
  const incident = await insertIncident(trx, row);
  const detail = { ...law, incident, fact: id, said, found };
  await appendAudit(trx, [{ at, noticeId: null, actor, action: 'law_incident_recorded', detail }]);
  return incident;
}

export interface IncidentToRecord {
  regime: string;
  version: string;
  fact: string;
  found: string;
  source: string;
}

export function noSuchIncident(): Refusal {
  return new Refusal('missing', 'There is no such incident. GET /v1/rulebook/incidents lists them.');
}

/** Records that the rulebook is corrected; notices received from now on are unaffected. */
export async function closeIncident(
  { trx, actor, at }: Pick<Reviewing, 'trx' | 'actor' | 'at'>,
  { number, correction }: { number: number; correction: string },
): Promise<void> {
  const incident = await findIncident(trx, number);
  if (incident === undefined) throw noSuchIncident();
  if ((await correctIncident(trx, { number, by: actor.id, at, correction })) === undefined)
    throw new Refusal('illegal_transition', `Incident ${number} has already been corrected.`);
  const { regime, version } = incident;
  const detail = { regime, version, incident: number, correction };
  await appendAudit(trx, [{ at, noticeId: null, actor, action: 'law_incident_corrected', detail }]);
}
