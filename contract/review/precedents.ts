import { z } from 'zod';
import { OUTCOMES, STAGES } from '../../domain/notices/notice.js';
import { TARGET_STATUSES } from '../../domain/targets/target.js';
import { decisionFields } from '../fields.js';
import { stamp } from '../notice-view.js';

const noticeFields = {
  notice: z.string(),
  number: z.string(),
  authority: z.string(),
  receivedAt: stamp,
};

const importedFields = {
  id: z.string(),
  source: z.string(),
  externalId: z.string(),
  authority: z.string(),
  law: z.string(),
  receivedAt: stamp,
};

const BY_SOURCE =
  'Imported cases, by the word of their source; the newest only. Empty for people who may not read documents';

export const targetContextView = z
  .object({
    platform: z
      .object({
        exists: z.boolean().nullable().describe('null: not looked up'),
        checkedAt: stamp.nullable().describe('When the look-up of the list was over'),
        id: z.string().nullable(),
        language: z.string().nullable().describe('Of the owner'),
      })
      .describe('What the platform knows of it; links are never opened'),
    total: z.number().int().describe('Number of other notices on it; only the newest are listed'),
    notices: z.array(
      z.object({
        ...noticeFields,
        regime: z.string(),
        stage: z.enum(STAGES),
        decision: z
          .object({ ...decisionFields, status: z.enum(TARGET_STATUSES), at: stamp.nullable() })
          .nullable()
          .describe('null unless an approver has agreed'),
      }),
    ),
    imported: z
      .array(
        z.object({
          ...importedFields,
          decision: z
            .object({
              action: decisionFields.action,
              grounds: z.array(z.string()),
              countries: z.array(z.string()),
              note: z.string(),
              status: z.enum(TARGET_STATUSES),
              at: stamp.nullable(),
            })
            .nullable(),
        }),
      )
      .describe(BY_SOURCE),
  })
  .meta({ id: 'TargetContext' });

export const precedentsView = z
  .object({
    items: z.array(
      z.object({
        ...noticeFields,
        subject: z.string(),
        outcome: z.enum(OUTCOMES).nullable(),
        because: z.enum(['law', 'wording']).describe('Same authority and law, or a similar subject'),
        decisions: z.array(
          z.object({
            action: decisionFields.action,
            count: z.number().int(),
            grounds: decisionFields.grounds,
            note: z.string().describe('One of the notes to the approver'),
          }),
        ),
      }),
    ),
    imported: z
      .array(
        z.object({
          ...importedFields,
          subject: z.string(),
          outcome: z.enum(OUTCOMES).nullable(),
          decisions: z.array(z.object({ action: decisionFields.action, count: z.number().int() })),
        }),
      )
      .describe(BY_SOURCE),
  })
  .meta({ id: 'Precedents' });
