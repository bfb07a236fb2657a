import { toCsv } from '../domain/csv.js';

/** An annex as the file that goes along with the letter. */
export function annexCsv(rows: readonly (readonly (string | number)[])[]): string {
  return toCsv(['no', 'type', 'locator', 'grounds', 'note'], rows);
}
