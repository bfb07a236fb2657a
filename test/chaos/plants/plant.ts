/** A known bug, put into a copy of the compiled desk. The desk itself has no switch for bugs. */
export interface Plant {
  name: string;
  /** What is broken. */
  what: string;
  /** The checker that has to find it; others may find more. */
  caughtBy: string;
  edits: Edit[];
}

export interface Edit {
  /** Below `dist/`. */
  file: string;
  /** Has to be there exactly once. */
  find: string;
  put: string;
}
