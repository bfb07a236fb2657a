import { z } from 'zod';
import { TARGET_TYPES, TARGET_FLAGS } from '../domain/targets/target.js';
import { GROUND_CODES } from '../domain/targets/ground.js';
import { FROZEN_ACTIONS, DECISION_ACTIONS } from '../domain/targets/decision-action.js';
import { countsByAction } from './enforcement/notice-counts.js';
import { stamp, submissionView } from './notice-view.js';
import { createPageSchema } from './paging.js';

const decision = z.object({
  action: z.enum(FROZEN_ACTIONS),
  grounds: z.array(z.enum(GROUND_CODES)),
  countries: z.array(z.string()),
  note: z.string(),
});

export const submissionHistoryView = submissionView.extend({
  at: stamp,
  byAction: countsByAction,
  targets: z.number().int(),
  letter: z
    .object({
      language: z.string(),
      fields: z.object({ salutation: z.string().optional(), remarks: z.string().optional() }),
      missing: z.array(z.string()).optional().describe('What the document lacks, as stated in the letter'),
      law: z
        .object({
          title: z.string(),
          inForceFrom: z.string(),
          power: z.string().optional().describe('Place of the power to order'),
          language: z
            .object({ code: z.string(), place: z.string().nullable() })
            .optional()
            .describe('The language that the law requires of an answer, and where'),
          provisions: z.record(z.string(), z.string()).optional().describe('What each ground rests on, by its code'),
        })
        .optional()
        .describe('The law cited in the letters; none if company policy applies instead'),
    })
    .nullable()
    .describe('also null for callers who cannot read letters'),
  comment: z.string().nullable().describe("The author's note"),
  returned: z.object({ by: z.string(), byName: z.string(), at: stamp, reason: z.string() }).nullable(),
});

const line = z.object({
  no: z.number().int(),
  type: z.enum(TARGET_TYPES),
  locator: z.string(),
  protectedClass: z.string().nullable(),
  flags: z.array(z.enum(TARGET_FLAGS)),
});

export const frozenLine = line.extend({ decision });

export const submissionChanges = createPageSchema(
  line.extend({ before: decision.nullable().describe('null: not decided before'), after: decision }),
).extend({
  against: z.number().int().nullable().describe('The earlier submission; null: none, so everything is new'),
  byAction: z.array(z.object({ action: z.enum(FROZEN_ACTIONS), before: z.number().int(), after: z.number().int() })),
  changed: z.number().int().describe('Targets decided differently, regardless of the filter'),
  groups: z
    .array(
      z.object({
        from: z.enum(DECISION_ACTIONS).nullable(),
        to: z.enum(FROZEN_ACTIONS),
        count: z.number().int(),
        protected: z.number().int(),
      }),
    )
    .describe('By action before and after, protected targets first; same action: changed grounds, countries or note'),
});
