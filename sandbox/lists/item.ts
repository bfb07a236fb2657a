import type { SentTarget } from '../../domain/targets/target.js';

export interface ListRow extends SentTarget {
  /** Line of the file, from 1; row of a sheet; line of a printed page. */
  line: number;
}

export interface ListProblem {
  line: number;
  reason: string;
}

export type ListItem = ListRow | ListProblem;

export function isProblem(item: object): item is ListProblem {
  return 'reason' in item;
}

export type TableLine = { line: number; cells: string[] } | ListProblem;

/** Thrown when a list cannot be read at all. The message says what to do. */
export class ListRefused extends Error {
  override name = 'ListRefused';
}

/** Max rows of a list (docs/integrating/interface.md, Intake). */
export const MAX_LIST_ROWS = 100_000;

export const tooManyRows = () => new ListRefused(`A list can have at most ${MAX_LIST_ROWS} rows. Split it.`);
export const noRows = () => new ListRefused('The list has no rows.');

/** Max bytes of a cell or line; longer text is neither a locator nor a note. */
export const MAX_CELL = 64 * 1024;
export const CELL_TOO_LONG = 'A cell is longer than 64 kB.';

export const MAX_NOTE = 4_000;
