import { z } from 'zod';
import { TARGET_TYPES, TARGET_FLAGS } from '../domain/target/target.js';
import { GROUND_CODES } from '../domain/target/ground.js';
import { FROZEN_LANES, LANES } from '../domain/target/lane.js';
import { countsByLane, stamp, submissionView } from './notice-view.js';
import { pageOf } from './paging.js';

const decision = z.object({
  lane: z.enum(FROZEN_LANES),
  grounds: z.array(z.enum(GROUND_CODES)),
  countries: z.array(z.string()),
  note: z.string(),
});

export const submissionHistoryView = submissionView.extend({
  at: stamp,
  byLane: countsByLane,
  targets: z.number().int(),
  letter: z
    .object({
      language: z.string(),
      fields: z.object({ salutation: z.string().optional(), remarks: z.string().optional() }),
      missing: z.array(z.string()).optional().describe('What the paper lacks, as the letter says it'),
      law: z
        .object({ title: z.string(), inForceFrom: z.string() })
        .optional()
        .describe('The law that the letters cite; none where the house rules stand in for it'),
    })
    .nullable()
    .describe('null also for those who may not read letters'),
  comment: z.string().nullable().describe('What the author wrote beside it'),
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

export const submissionChanges = pageOf(
  line.extend({ before: decision.nullable().describe('null: not decided before'), after: decision }),
).extend({
  against: z.number().int().nullable().describe('The earlier submission; null: there is none, and all of it is new'),
  byLane: z.array(z.object({ lane: z.enum(FROZEN_LANES), before: z.number().int(), after: z.number().int() })),
  changed: z.number().int().describe('Targets decided otherwise, whatever the filter'),
  groups: z
    .array(
      z.object({
        from: z.enum(LANES).nullable(),
        to: z.enum(FROZEN_LANES),
        count: z.number().int(),
        protected: z.number().int(),
      }),
    )
    .describe(
      'By lane before and after, those of protected targets first; the same lane: its grounds, countries or note',
    ),
});
