import { z } from 'zod';
import { ANSWER_DUTIES } from '../domain/duties/duty.js';
import { INTAKE_DUTIES } from '../domain/duties/intake.js';
import { CONFIDENCES } from '../domain/rulebook/confidence.js';
import { CHECKLIST_ANSWERS, LACKS } from '../domain/rulebook/regime.js';
import { citationView } from './rulebook/citation.js';

export const closingView = z
  .array(z.object({ duty: z.enum(ANSWER_DUTIES), text: z.string(), source: z.string(), contested: z.boolean() }))
  .describe('What its law requires of an answer, confirmed at closing; a contested duty blocks nothing');

export const checklistView = z
  .array(
    z.object({
      id: z.string(),
      asks: z.string(),
      answer: z.enum(CHECKLIST_ANSWERS).nullable(),
      sentence: z.string().describe('What the push-back letter says if it is missing'),
      lack: z.enum(LACKS),
      about: z.enum(INTAKE_DUTIES).optional().describe('Absent: the content of the document'),
      suggested: z
        .enum(CHECKLIST_ANSWERS)
        .nullable()
        .describe('Answer that the facts of the notice give, for the person in triage; null: only a person can tell'),
      source: z.string(),
      confidence: z.enum(CONFIDENCES),
      citation: citationView.optional().describe('Sources read for it; absent: none'),
    }),
  )
  .describe('What the regime requires the document to contain, and what triage found');
