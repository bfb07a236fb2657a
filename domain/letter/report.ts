import { LANE_OUTCOMES, type LaneOutcome } from '../target/lane.js';

/** What can have become of a target whatever its lane: `pending` is decided and not yet carried out, `underReview` taken up anew. */
const BESIDE_LANES = ['failed', 'restored', 'pending', 'underReview'] as const;

/** What a report of effect counts a target as, each target once; every language of letters has a word for each. */
export type ReportOutcome = LaneOutcome | (typeof BESIDE_LANES)[number];
export const REPORT_OUTCOMES: readonly ReportOutcome[] = [...LANE_OUTCOMES, ...BESIDE_LANES];

/** One outcome a target; they add up to `total`, which is the ledger's own count, or the letter is not made. */
export type EffectCounts = { total: number } & { [Name in ReportOutcome]?: number | undefined };
