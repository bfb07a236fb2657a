import { z } from 'zod';
import { OUTCOMES } from '../../domain/notices/notice.js';
import { instant } from '../notice-create.js';

/** Query of `GET /v1/reports/imported`. */
export const importedQuery = z.strictObject({
  from: instant.describe('Received at its source at or after this time'),
  to: instant.describe('Received before this time'),
});

export const importedReport = z
  .object({
    items: z.array(
      z.object({
        source: z.string(),
        authority: z.object({ name: z.string(), country: z.string() }),
        law: z.string(),
        outcome: z.enum(OUTCOMES).nullable().describe('null: none stated'),
        cases: z.number().int(),
        open: z.number().int().describe('Of them not closed at their source'),
        targets: z.number().int(),
        restricted: z.number().int().describe('Targets that the source says it restricted'),
      }),
    ),
  })
  .meta({ id: 'ImportedReport' });
