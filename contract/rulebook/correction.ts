import { z } from 'zod';
import { stamp } from '../notice-view.js';

const person = z.object({ id: z.string(), name: z.string() });
const text = (max: number, missing: string) =>
  z
    .string()
    .trim()
    .min(1, missing)
    .max(max)
    .refine((given) => !/\bN-\d{4}-\d{6}\b/.test(given), 'Leave out numbers of notices: corrections leave the desk.');

export const lawCorrectionWrite = z
  .strictObject({
    regime: z.string().max(100),
    version: z.string().max(100),
    fact: z.string().max(200),
    text: text(4_000, 'Say what is right.').describe('The correct fact in words'),
    source: text(1_000, 'Give the source.').describe('Law and article'),
    url: z
      .url({ protocol: /^https?$/, error: 'Give an http or https address.' })
      .max(2_000)
      .optional(),
    clause: text(4_000, 'Quote the clause.').optional().describe('The words of the source'),
    note: text(4_000, 'Write a note or leave it out.').optional(),
    mayName: z.boolean().default(false).describe('Exports may name the proposer'),
  })
  .meta({ id: 'LawCorrectionWrite' });

export const lawCorrectionSettlement = z
  .strictObject({ answer: z.string().trim().min(1, 'Say what became of it.').max(4_000) })
  .meta({ id: 'LawCorrectionSettlement' });

export const lawCorrectionView = z.object({
  number: z.number().int(),
  regime: z.string(),
  version: z.string(),
  fact: z.string(),
  said: z.string().describe('What the rulebook said when it was proposed'),
  text: z.string(),
  source: z.string(),
  url: z.string().nullable(),
  clause: z.string().nullable(),
  note: z.string().nullable(),
  mayName: z.boolean(),
  state: z.enum(['proposed', 'withdrawn', 'settled']),
  proposedBy: person,
  proposedAt: stamp,
  decidedBy: person.nullable(),
  decidedAt: stamp.nullable(),
  answer: z.string().nullable(),
});
