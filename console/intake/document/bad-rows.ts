import { isFormula } from '../../../domain/csv.js';
import type { DraftList } from '../draft.js';

/** Escapes a CSV cell so that no spreadsheet reads it as a formula. */
function cell(value: string | number): string {
  const text = String(value);
  const safe = isFormula(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Counts lines that could not be parsed and rows that have a problem. */
export function countBad({ rows, problems }: DraftList): number {
  return problems.length + rows.filter(({ problem }) => problem !== null).length;
}

/** Returns only the bad rows, as CSV, to be corrected at their source. */
export function badRowsCsv({ rows, problems }: DraftList): string {
  const bad = [
    ...problems.map(({ line, reason }) => ({ line, type: '', locator: '', note: '', reason })),
    ...rows.flatMap(({ line, type, locator, note, problem }) =>
      problem === null ? [] : [{ line, type, locator, note, reason: problem }],
    ),
  ].toSorted((one, other) => one.line - other.line);
  const lines = bad.map(({ line, type, locator, note, reason }) =>
    [line, type, locator, note, reason].map(cell).join(','),
  );
  return ['line,type,locator,note,reason', ...lines, ''].join('\r\n');
}
