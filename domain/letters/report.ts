import { ACTION_OUTCOMES, type ActionOutcome } from '../targets/decision-action.js';

const BESIDE_ACTIONS = ['failed', 'restored', 'pending', 'underReview'] as const;

/** Outcomes counted in a report of effect, one per target; every letter language has a word for each. */
export type ReportOutcome = ActionOutcome | (typeof BESIDE_ACTIONS)[number];
export const REPORT_OUTCOMES: readonly ReportOutcome[] = [...ACTION_OUTCOMES, ...BESIDE_ACTIONS];

/** Counts that add up to `total`, the ledger's own count; otherwise the letter is not written. */
export type EffectCounts = { total: number } & { [Name in ReportOutcome]?: number | undefined };
