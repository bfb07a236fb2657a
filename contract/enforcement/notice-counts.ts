import { z } from 'zod';
import { SECRECY_LEVELS } from '../../domain/notices/notice.js';
import { DECISION_ACTIONS } from '../../domain/targets/decision-action.js';

/** Number of targets per decided action; actions without targets are absent. */
export const countsByAction = z.partialRecord(z.enum(DECISION_ACTIONS), z.number().int());

export const counts = z.object({
  targets: z.number().int(),
  undecided: z.number().int(),
  byAction: countsByAction.describe('Decisions as approved, also after a restoration'),
  applied: z.number().int().describe('In force because of this notice'),
  failed: z.number().int().describe('Given up on or stopped'),
  restored: z.number().int().describe('No longer held by this notice'),
});

export const intakeCounts = {
  targetsAccepted: z.number().int().describe('Rows kept, bad ones included'),
  targetsMerged: z.number().int().describe('Exact duplicates dropped'),
  targetsFlagged: z.number().int().describe('Kept rows with flags or a problem'),
  raised: z
    .object({ from: z.enum(SECRECY_LEVELS), to: z.enum(SECRECY_LEVELS), regime: z.string() })
    .optional()
    .describe('Where the law, or the notice that it follows, asks for more secrecy than was said'),
};
