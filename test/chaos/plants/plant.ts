/** A known bug, put into a copy of the compiled desk. The desk itself has no switch for bugs. */
export interface Plant {
  name: string;
  /** What is broken. */
  what: string;
  /** The campaign that has to find it, and the size and seed that it is run with. */
  campaign: string;
  run: readonly string[];
  /** The checker, or the end of the path of the test, that has to find it; others may find more. */
  caughtBy: string;
  edits: Edit[];
}

export interface Edit {
  /** Compiled, below `dist/`, for a campaign of processes; a source from the root of the checkout for one of tests. */
  file: string;
  /** Has to be there exactly once. */
  find: string;
  put: string;
}
