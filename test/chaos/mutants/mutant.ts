/** A known bug, inserted into a copy of the compiled desk. The desk itself has no switch for bugs. */
export interface Mutant {
  name: string;
  what: string;
  /** The campaign that must find it, and its size and seed. */
  campaign: string;
  run: readonly string[];
  /** The checker, or the end of the test's path, that must find it; others may too. */
  caughtBy: string;
  edits: Edit[];
}

export interface Edit {
  /**
   * For a campaign of processes: compiled, below `dist/`; for one of tests: a source, from the root of the checkout.
   */
  file: string;
  /** Must occur exactly once. */
  find: string;
  put: string;
}
