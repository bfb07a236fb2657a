/** How much is measured. Every loop of every benchmark is bounded by these. */
export interface BenchOptions {
  pairs: number;
  /** Workflows kept in memory by `memory`. */
  workflows: number;
  /** Targets of the order that `enforcement` and `events` carry out. */
  targets: number;
  /** Clocks that fall due in one round of `timer-lag-1k` and `timer-lag-10k`; open are as many, or ten times as many. */
  due: number;
  /** Lines that `clock-compute` computes. */
  cases: number;
  say: (text: string) => void;
}

export const DEFAULT_OPTIONS = { pairs: 7, workflows: 2_000, targets: 1_178, due: 1_000, cases: 30_000 } as const;
