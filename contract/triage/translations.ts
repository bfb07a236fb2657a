import { z } from 'zod';
import { documentHash } from '../fields.js';
import { languageTag } from '../notice-create.js';
import { stamp } from '../notice-view.js';

export const translationWrite = z
  .strictObject({
    document: documentHash.optional().describe('A document of the notice, by SHA-256; absent: its text'),
    language: languageTag,
    text: z.string().trim().min(1, 'Enter the translation.').max(200_000),
  })
  .meta({ id: 'TranslationWrite' });

export const translationView = z.object({
  n: z.number().int(),
  document: z.string().nullable().describe('null: the text of the notice'),
  language: z.string(),
  text: z.string(),
  by: z.string().describe('Person id of the translator'),
  byName: z.string(),
  at: stamp,
  checked: z
    .object({ by: z.string(), byName: z.string(), at: stamp })
    .nullable()
    .describe('Another person compared it with the original; null: nobody has'),
});
