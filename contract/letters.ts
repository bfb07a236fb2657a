import { z } from 'zod';
import { ANSWER_DUTIES } from '../domain/letters/letter-law.js';
import { CONFIDENCES } from '../domain/rulebook/confidence.js';
import { CHECKLIST_ANSWERS, LACKS } from '../domain/rulebook/regime.js';
import { citationView } from './rulebook/citation.js';

export const answerView = z
  .object({
    language: z.string().describe('Language of its letters if people choose none: that of the law, else of the notice'),
    duties: z.array(z.object({ name: z.enum(ANSWER_DUTIES), text: z.string(), place: z.string().nullable() })),
  })
  .describe('What the law says of the answer: its language, form and addressee');

export const checklistView = z
  .array(
    z.object({
      id: z.string(),
      asks: z.string(),
      answer: z.enum(CHECKLIST_ANSWERS).nullable(),
      sentence: z.string().describe('What the push-back letter says if it is missing'),
      lack: z.enum(LACKS),
      source: z.string(),
      confidence: z.enum(CONFIDENCES),
      citation: citationView.optional().describe('Sources read for it; absent: none'),
    }),
  )
  .describe('What the regime requires the document to contain, and what triage found');
