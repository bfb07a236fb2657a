import { z } from 'zod';
import { NECESSITY_QUESTIONS, NECESSITY_REASONS } from '../../domain/submissions/necessity.js';
import { reason } from '../fields.js';
import { stamp } from '../notice-view.js';
import { wholeNumber } from '../whole-number.js';

const answer = z.strictObject({ answer: z.enum(['yes', 'no']), reason: reason.max(1_000).trim() });

export const necessityWrite = z
  .strictObject({ less_intrusive: answer, narrowest: answer, outweighed: answer })
  .meta({ id: 'NecessityWrite' });

export const necessityFilter = z.strictObject({
  submission: wholeNumber(1, 2_147_483_647).optional().describe('Default: the drafts'),
});

export const necessityView = z
  .object({
    required: z
      .array(
        z.object({
          because: z.enum(NECESSITY_REASONS).describe('The rule that requires answers'),
          targets: z.number().int(),
          source: z.string().nullable(),
        }),
      )
      .describe('Empty: nothing has to be answered'),
    current: z.boolean().describe('Nothing is required, or no decision concerned changed after the answers'),
    answered: z
      .object({
        answers: z
          .array(z.object({ question: z.enum(NECESSITY_QUESTIONS), ...answer.shape }))
          .describe('Empty once erased'),
        by: z.string().describe('Person id'),
        byName: z.string(),
        at: stamp,
      })
      .nullable(),
  })
  .meta({ id: 'Necessity' });
