import { z } from 'zod';
import { ANSWER_DUTIES } from '../domain/duties/duty.js';

export const answerView = z
  .object({
    language: z.string().describe('Language of its letters if people choose none: that of the law, else of the notice'),
    duties: z.array(z.object({ name: z.enum(ANSWER_DUTIES), text: z.string(), place: z.string().nullable() })),
  })
  .describe('What the law says of the answer: its language, form and addressee');
