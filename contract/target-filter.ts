import { z } from 'zod';
import { PROOF_STATES } from '../domain/targets/proof.js';
import { DECISION_ACTIONS } from '../domain/targets/decision-action.js';
import { REMARK_CHARACTERS, TARGET_FLAGS, TARGET_STATUSES, TARGET_TYPES } from '../domain/targets/target.js';
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
  remark: queryText(REMARK_CHARACTERS)
    .optional()
    .describe('Remark of the authority, by its first 200 characters; `none`: without one'),
  language: queryText(35).optional().describe("Language of the target's owner as the platform knows it, or `none`"),
  seen: z.enum(['yes', 'no']).optional().describe('Whether an earlier notice that everyone may read names the target'),
  decidedBefore: z
    .enum([...DECISION_ACTIONS, 'none'])
    .optional()
    .describe('Latest decision on the target in an earlier notice that everyone may read, or `none`'),
  q: queryText(300).optional().describe('Part of the locator, case-insensitive'),
};
