import { sql } from 'kysely';
import { NSL_REGIME } from '../../domain/reports/bands.js';
import type { Connection } from '../db.js';

/**
 * Counts national security letters of a span and the selectors they named, including secret ones: publish these numbers
 * in bands only (`domain/reports/bands.ts`).
 */
export async function countSecurityLetters(
  db: Connection,
  { from, to }: { from: Date; to: Date },
): Promise<{ letters: number; selectors: number }> {
  const { rows } = await sql<{ letters: number; selectors: number }>`
    select count(*)::integer as letters, coalesce(sum(targets), 0)::integer as selectors from notice
    where regime_id = ${NSL_REGIME} and secrecy_level <> 'canary'
      and received_at >= ${from}::timestamptz and received_at < ${to}::timestamptz`.execute(db);
  return rows[0] ?? { letters: 0, selectors: 0 };
}
