import type { SentTarget } from '../../domain/target/target.js';

/** One target as the list names it. Whether its locator is sound is the domain's to say. */
export interface ListRow extends SentTarget {
  /** Line of the file, from 1; row of a sheet; line of a page of print. */
  line: number;
}

/** A line that is no row at all. */
export interface ListProblem {
  line: number;
  reason: string;
}

export type ListItem = ListRow | ListProblem;

export function isProblem(item: object): item is ListProblem {
  return 'reason' in item;
}

/** A row of cells as read from a table, or why the line cannot be read. */
export type TableLine = { line: number; cells: string[] } | ListProblem;

/** A list that cannot be read at all. The message says what to do. */
export class ListRefused extends Error {
  override name = 'ListRefused';
}

/** Rows a list may have (docs/interface.md, Intake). */
export const MOST_ROWS = 100_000;

/** A cell or line longer than this is no locator and no remark; in bytes of text. */
export const LONGEST_CELL = 64 * 1024;

/** The longest note kept, in characters, as at intake. */
export const LONGEST_NOTE = 4_000;
