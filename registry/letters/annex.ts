import { createHash } from 'node:crypto';
import { setImmediate as breathe } from 'node:timers/promises';
import { toCsvRows } from '../../domain/csv.js';
import type { LetterKind } from '../../domain/letters/letter.js';
import type { AnnexRow } from './tables.js';

const LISTED = ['no', 'type', 'locator', 'grounds', 'note'] as const;
/** Times of effect are instants in UTC. */
const REPORTED = ['no', 'type', 'locator', 'outcome', 'countries', 'effect_at', 'grounds', 'note'] as const;

const ROW_BATCH_SIZE = 1_000;

export function annexCsv(kind: LetterKind, rows: readonly AnnexRow[]): string {
  return [...annexParts(kind, rows)].join('');
}

/** Like `annexCsv`, but yields to the event loop: 100,000 items take a sixth of a second. */
export async function annexCsvWithBreaks(kind: LetterKind, rows: readonly AnnexRow[]): Promise<string> {
  const parts: string[] = [];
  for (const part of annexParts(kind, rows)) {
    parts.push(part);
    await breathe();
  }
  return parts.join('');
}

function* annexParts(kind: LetterKind, rows: readonly AnnexRow[]): Generator<string> {
  yield toCsvRows([kind === 'report_of_effect' ? REPORTED : LISTED]);
  for (let at = 0; at < rows.length; at += ROW_BATCH_SIZE) yield toCsvRows(rows.slice(at, at + ROW_BATCH_SIZE));
}

export async function annexSha256(kind: LetterKind, rows: readonly AnnexRow[]): Promise<string> {
  return createHash('sha256')
    .update(await annexCsvWithBreaks(kind, rows))
    .digest('hex');
}
