import { LANE_OUTCOMES, type LaneOutcome } from '../target/lane.js';

const BESIDE_LANES = ['failed', 'restored', 'pending', 'underReview'] as const;

/** Outcomes counted in a report of effect, one per target; every letter language has a word for each. */
export type ReportOutcome = LaneOutcome | (typeof BESIDE_LANES)[number];
export const REPORT_OUTCOMES: readonly ReportOutcome[] = [...LANE_OUTCOMES, ...BESIDE_LANES];

/** Counts that add up to `total`, the ledger's own count; otherwise the letter is not written. */
export type EffectCounts = { total: number } & { [Name in ReportOutcome]?: number | undefined };
