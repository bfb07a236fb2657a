/** How much is measured. Every loop of every benchmark is bounded by these. */
export interface BenchOptions {
  pairs: number;
  /** Workflows kept in memory by `memory`. */
  workflows: number;
  /** Targets of the order that `enforcement` and `events` carry out. */
  targets: number;
  say: (text: string) => void;
}

export const DEFAULT_OPTIONS = { pairs: 7, workflows: 2_000, targets: 1_178 } as const;
