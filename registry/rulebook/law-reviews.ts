import { sql, type Insertable } from 'kysely';
import type { Mistake, Review, ReviewRecord } from '../../domain/rulebook/review.js';
import type { Connection } from '../db.js';
import type { LawReviewTable } from './tables.js';

export interface LawKey {
  regime: string;
  version: string;
}

const formatLawKey = ({ regime, version }: LawKey) => `${regime} ${version}`;

export type ReviewRecords = (law: LawKey) => ReviewRecord;

const NONE: ReviewRecord = { reviews: [], mistakes: [] };

/** Reads the records of all laws, or of one. There are a few hundred rows in total. */
export async function readReviewRecords(db: Connection, { regime }: { regime?: string } = {}): Promise<ReviewRecords> {
  const some = regime === undefined ? sql`true` : sql`law.regime = ${regime}`;
  const reviews = await sql<LawKey & Review>`
    select law.regime, law.version, law.fact, law.digest, law.scope, law.until, (extract(epoch from law.reviewed_at) * 1000)::float8 as "atMs",
      jsonb_build_object('id', person.id, 'name', person.name, 'barAdmission', law.bar_admission,
        'jurisdiction', law.jurisdiction) as by
    from law_review law join person on person.id = law.reviewer where ${some}`.execute(db);
  const mistakes = await sql<LawKey & Mistake>`
    select law.regime, law.version, law.number, law.fact, (extract(epoch from law.recorded_at) * 1000)::float8 as "atMs",
      law.corrected_at is not null as "isCorrected"
    from law_incident law where ${some} order by law.number`.execute(db);
  const records = new Map<string, { reviews: Review[]; mistakes: Mistake[] }>();
  const getRecord = (law: LawKey) => {
    const record = records.get(formatLawKey(law)) ?? { reviews: [], mistakes: [] };
    records.set(formatLawKey(law), record);
    return record;
  };
  for (const row of reviews.rows) getRecord(row).reviews.push(row);
  for (const row of mistakes.rows) getRecord(row).mistakes.push(row);
  return (law) => records.get(formatLawKey(law)) ?? NONE;
}

/** Serialises writes about a version of a law. */
export async function lockLaw(trx: Connection, law: LawKey): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`law ${formatLawKey(law)}`}, 0))`.execute(trx);
}

export async function insertReview(trx: Connection, review: Insertable<LawReviewTable>): Promise<void> {
  await trx.insertInto('law_review').values(review).execute();
}
