import { createHash } from 'node:crypto';
import { toCsv } from '../domain/csv.js';
import type { LetterKind } from '../domain/letter/letter.js';
import type { AnnexRow } from '../registry/letter/tables.js';

const LISTED = ['no', 'type', 'locator', 'grounds', 'note'] as const;
/** Times of effect are instants in UTC. */
const REPORTED = ['no', 'type', 'locator', 'outcome', 'countries', 'effect_at', 'grounds', 'note'] as const;

/** An annex as the file that goes along with a letter of its kind. */
export function annexCsv(kind: LetterKind, rows: readonly AnnexRow[]): string {
  return toCsv(kind === 'report_of_effect' ? REPORTED : LISTED, rows);
}

/** What the letter names its annex by. */
export function annexSha256(kind: LetterKind, rows: readonly AnnexRow[]): string {
  return createHash('sha256').update(annexCsv(kind, rows)).digest('hex');
}
