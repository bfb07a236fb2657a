import { sql } from 'kysely';
import type { Outcome } from '../../domain/notices/notice.js';
import type { DecisionAction } from '../../domain/targets/decision-action.js';
import type { TargetStatus } from '../../domain/targets/target.js';
import type { Connection } from '../db.js';
import { hashed } from './imported-cases.js';

/** Newest cases listed for one target or notice. */
const MAX_CASES = 8;

export interface ImportedPrecedent {
  id: string;
  source: string;
  externalId: string;
  authority: string;
  law: string;
  receivedAt: Date;
}

export interface ImportedOnTarget extends ImportedPrecedent {
  action: DecisionAction | null;
  grounds: string[];
  countries: string[];
  note: string;
  status: TargetStatus;
  decidedAt: Date | null;
}

const CASE = sql`imported_case.id, source, external_id as "externalId", imported_case.authority_name as authority, law,
  imported_case.received_at as "receivedAt"`;

/** A case that was filed is found as its notice, with the access check of that. */
const NOT_FILED = sql`imported_case.notice_id is null`;

/**
 * Lists imported cases on the item of a target, the newest first, with what their source decided there. An erased item is
 * empty, and no precedent.
 */
export async function listImportedOnTarget(
  db: Connection,
  { noticeId, no }: { noticeId: string; no: number },
): Promise<ImportedOnTarget[]> {
  const { rows } = await sql<ImportedOnTarget>`
    select ${CASE}, item.action, item.grounds, item.countries, item.note, item.status, item.decided_at as "decidedAt"
    from ${hashed(sql`target where notice_id = ${noticeId}::uuid and no = ${no} and normalised <> ''`)} mine
    join imported_target item on item.hash = mine.hash and item.normalised = mine.normalised and item.type = mine.type
    join imported_case on imported_case.id = item.case_id and ${NOT_FILED}
    order by imported_case.received_at desc, imported_case.id, item.no limit ${MAX_CASES}`.execute(db);
  return rows;
}

export interface SimilarImported extends ImportedPrecedent {
  subject: string;
  outcome: Outcome | null;
  decisions: { action: DecisionAction; count: number }[];
}

/** Lists imported cases of the authority and law of a notice, the newest first. They name their authority in words. */
export async function listSimilarImported(
  db: Connection,
  { noticeId }: { noticeId: string },
): Promise<SimilarImported[]> {
  const { rows } = await sql<SimilarImported>`
    select ${CASE}, imported_case.subject, imported_case.outcome, coalesce(made.decisions, '[]') as decisions
    from notice mine
    join imported_case on law = mine.regime_id and imported_case.authority_country = mine.authority_country
      and lower(imported_case.authority_name) = lower(mine.authority_name) and ${NOT_FILED}
    cross join lateral (
      select jsonb_agg(jsonb_build_object('action', action, 'count', count) order by count desc, action) as decisions from (
        select action, count(*) as count from imported_target where case_id = imported_case.id and action is not null group by action
      ) by_action
    ) made
    where mine.id = ${noticeId}::uuid
    order by imported_case.received_at desc, imported_case.id limit ${MAX_CASES}`.execute(db);
  return rows;
}
