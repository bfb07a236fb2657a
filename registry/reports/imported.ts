import { sql } from 'kysely';
import type { Outcome } from '../../domain/notices/notice.js';
import type { Connection } from '../db.js';

export interface ImportedGroupRow {
  source: string;
  authority: string;
  country: string;
  law: string;
  outcome: Outcome | null;
  cases: number;
  open: number;
  targets: number;
  restricted: number;
}

/** Groups of a report; an import names few sources and laws. */
const MAX_GROUPS = 10_000;

/**
 * Counts imported cases that their source received in a span. Those filed as notices count there. Their instants are the
 * word of the source, so that none of them is measured.
 */
export async function countImported(
  db: Connection,
  { from, to }: { from: Date; to: Date },
): Promise<ImportedGroupRow[]> {
  const { rows } = await sql<ImportedGroupRow>`
    select source, authority_name as authority, authority_country as country, law, outcome, count(*)::int as cases,
      count(*) filter (where closed_at is null)::int as open, sum(targets)::int as targets, sum(restricted)::int as restricted
    from imported_case
    where notice_id is null and received_at >= ${from}::timestamptz and received_at < ${to}::timestamptz
    group by source, authority_name, authority_country, law, outcome
    order by source, authority_name, authority_country, law, outcome limit ${MAX_GROUPS}`.execute(db);
  return rows;
}
