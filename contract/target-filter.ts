import { z } from 'zod';
import { PROOF_STATES } from '../domain/targets/proof.js';
import { DECISION_ACTIONS } from '../domain/targets/decision-action.js';
import { TARGET_FLAGS, TARGET_STATUSES, TARGET_TYPES } from '../domain/targets/target.js';
import { queryText } from './query.js';
import { wholeNumber } from './whole-number.js';

const name = queryText(100);

export const targetFilter = {
  action: z.enum(DECISION_ACTIONS).optional(),
  status: z.enum(TARGET_STATUSES).optional(),
  type: z.enum(TARGET_TYPES).optional(),
  flag: z
    .enum([...TARGET_FLAGS, 'any', 'none'])
    .optional()
    .describe('A flag, `any`, or `none`: only targets without one'),
  problem: name.optional().describe('A problem of the target, `any`, or `none`'),
  protected: z
    .union([name, z.array(name).min(1).max(20)])
    .optional()
    .describe('One or more protected classes, `any`, or `none`'),
  proof: z
    .enum(PROOF_STATES)
    .optional()
    .describe("Result of reading back the platform's state, for restrictions that are or were in force"),
  draftedSince: wholeNumber(0, 2_147_483_647)
    .optional()
    .describe('Only targets drafted after this draft revision, as in `last` of `/v1/notices/{id}/look`'),
  q: queryText(300).optional().describe('Part of the locator, case-insensitive'),
};
