import { keysOf } from '../keys-of.js';
import { LANE_OUTCOMES, LANE_TABLE, LANES, type Lane, type LaneOutcome } from '../target/lane.js';

/** What can have become of a target whatever its lane. */
const BESIDE_LANES = {
  failed: { named: 'always' },
  restored: { named: 'if_any' },
  /** Decided and not yet carried out. */
  pending: { named: 'if_any' },
  /** Taken up anew, and not decided yet. */
  underReview: { named: 'if_any' },
} as const;

/** What a report of effect counts a target as, each target once; every language of letters has a word for each. */
export type ReportOutcome = LaneOutcome | keyof typeof BESIDE_LANES;
export const REPORT_OUTCOMES: readonly ReportOutcome[] = [...LANE_OUTCOMES, ...keysOf(BESIDE_LANES)];

type LaneTable = typeof LANE_TABLE;
type NamedAlways =
  | { [Name in Lane]: LaneTable[Name]['named'] extends 'always' ? LaneTable[Name]['outcome'] : never }[Lane]
  | 'failed';

/** One outcome a target; they add up to `total`, which is the ledger's own count, or the letter is not made. */
export type EffectCounts = { total: number } & { [Name in NamedAlways]: number } & {
  [Name in Exclude<ReportOutcome, NamedAlways>]?: number | undefined;
};

const NAMED_ALWAYS: ReadonlySet<ReportOutcome> = new Set([
  ...LANES.filter((lane) => LANE_TABLE[lane].named === 'always').map((lane) => LANE_TABLE[lane].outcome),
  ...keysOf(BESIDE_LANES).filter((name) => BESIDE_LANES[name].named === 'always'),
]);

/** Whether the report names the outcome also where there is none of it. */
export function isNamedAlways(outcome: ReportOutcome): boolean {
  return NAMED_ALWAYS.has(outcome);
}
