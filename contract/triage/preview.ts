import { z } from 'zod';
import { CLOCK_BASES, CLOCK_FORMS, CLOCK_KINDS, CLOCK_OWNERS, CLOCK_STATES } from '../../domain/clocks/clock.js';
import { CONFIDENCES } from '../../domain/rulebook/confidence.js';
import { START_FACTS } from '../../domain/rulebook/regime.js';
import { ASKED_DATES } from '../../domain/rulebook/asked-dates.js';
import { checklistView } from '../duty-views.js';
import { documentTimes, orderedDeadline } from '../notice-create.js';
import { stamp, stampOrNull } from '../notice-view.js';

/** The answers that decide which clocks start. */
export const triageQuestion = z.strictObject({
  regime: z.string().max(100).optional().describe('Default: the law on record'),
  facts: documentTimes.optional(),
  orderedDeadline: orderedDeadline.nullish().describe('Default: the one on record'),
});

export const triagePreview = z.object({
  regime: z.object({ id: z.string(), version: z.string(), title: z.string(), jurisdiction: z.string() }),
  dates: z.array(z.enum(ASKED_DATES)).describe('Only these dates start or guard a clock under this law'),
  checklist: checklistView,
  clocks: z.array(
    z.object({
      kind: z.enum(CLOCK_KINDS),
      owner: z.enum(CLOCK_OWNERS),
      basis: z.enum(CLOCK_BASES),
      form: z.enum(CLOCK_FORMS),
      state: z.enum(CLOCK_STATES),
      confirmed: z.boolean(),
      startsAt: stamp,
      dueAt: stampOrNull,
      confidence: z.enum(CONFIDENCES),
      receipt: z.record(z.string(), z.unknown()),
    }),
  ),
  waiting: z
    .array(z.object({ kind: z.enum(CLOCK_KINDS), owner: z.enum(CLOCK_OWNERS), for: z.enum(START_FACTS) }))
    .describe('Clocks of the law that do not start yet, and the fact that would start them'),
  problems: z.array(z.string()),
  undercut: z.array(z.string()).describe('How the order gives less time than the law guarantees'),
});
