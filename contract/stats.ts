import { z } from 'zod';
import { PURPOSES } from '../domain/submissions/submission.js';
import { CLOCK_KINDS } from '../domain/clocks/clock.js';
import { ownClockFields } from './fields.js';
import { stamp } from './notice-view.js';
import { coverView } from './people/roster.js';

/** Max clocks listed in the forecast; `willMiss` counts all. */
export const MAX_FORECASTS = 100;

const whole = z.number().int();
const seconds = z.number().nullable();

export const paceView = z
  .object({
    targetsPerDay: z
      .number()
      .nullable()
      .describe('Targets decided in 24 hours, counting only times when any were waiting'),
    approvalSeconds: seconds.describe('From submitting to the last approval, median'),
    enforcementSeconds: seconds.describe('From the last approval to the end of enforcement, median'),
    metSeconds: z.record(z.string(), z.number()).describe('From start to met by kind of clock, median'),
  })
  .describe("The desk's speed over the last seven days; null or missing if there is too little data");

const forecastView = z.object({
  at: stamp,
  willMiss: whole.describe('Our clocks that will be missed at this speed'),
  items: z
    .array(
      z.object({
        ...ownClockFields,
        expectedAt: stamp.describe('The earliest time possible at this speed'),
        why: z.string().describe('In plain words, with figures'),
        cover: coverView.nullable().describe("Who could still save it; null: the next step is no person's"),
      }),
    )
    .describe(`Nearest deadline first, at most ${MAX_FORECASTS}`),
  unknown: z
    .array(z.enum(['drafting', 'approval', 'enforcement', ...CLOCK_KINDS]))
    .describe('Speeds that open clocks depend on but have too little data for: their time is not counted'),
});

export const statsView = z.object({
  notices: whole,
  byStage: z.record(z.string(), whole),
  overdue: whole.describe('Notices with a missed deadline of ours'),
  dueWithin: z
    .object({ '1h': whole, '4h': whole, '24h': whole })
    .describe('Notices whose nearest deadline of ours falls within this time'),
  alert: whole.nullable().describe('Open alerts; null for callers without permission to read them'),
  lastEnforced: z
    .object({
      notice: z.string(),
      number: z.string(),
      purpose: z.enum(PURPOSES),
      done: whole.describe('Targets enforced or restored by the platform'),
      at: stamp,
    })
    .nullable()
    .optional()
    .describe('The submission whose enforcement ended last; null if none'),
  pace: paceView.optional(),
  forecast: forecastView.optional(),
});

const allowed = whole.nullable();

export const countsView = z.object({
  notices: z
    .array(allowed)
    .describe(
      'Notices that match each query of `notices`, in its order; null: `GET /v1/notices` would reject the query',
    ),
  unread: whole.describe('Unread items of `GET /v1/me/inbox`; counting them records no read of a notice'),
  alerts: allowed.describe(
    'Open alerts, those of one kind about one notice once; here and below, null for callers without permission to read them',
  ),
  mail: allowed.describe('Inbound mail that is waiting for a person'),
  appeals: allowed.describe('Open appeals'),
  changes: allowed.describe('Changes that are waiting for a second person'),
  secondReviews: allowed.describe('Targets that are waiting for a blind second review by the caller'),
});
