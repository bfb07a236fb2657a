import { z } from 'zod';
import { PURPOSES } from '../domain/submission/submission.js';
import { CLOCK_KINDS } from '../domain/clock/clock.js';
import { ownClockFields } from './fields.js';
import { stamp } from './notice-view.js';

/** Max clocks listed in the forecast; `willMiss` counts all. */
export const MOST_FORECASTS = 100;

const whole = z.number().int();
const seconds = z.number().nullable();

export const paceView = z
  .object({
    targetsPerDay: z.number().nullable().describe('Targets decided in 24 hours in which any waited'),
    approvalSeconds: seconds.describe('From submitting to the last approval, median'),
    enforcementSeconds: seconds.describe('From the last approval to the end of enforcement, median'),
    metSeconds: z.record(z.string(), z.number()).describe('From start to met by kind of clock, median'),
  })
  .describe('How fast the house has been over the last seven days; null or missing where too little was measured');

const forecastView = z.object({
  at: stamp,
  willMiss: whole.describe('Own clocks that will be missed at this pace'),
  items: z
    .array(
      z.object({
        ...ownClockFields,
        expectedAt: stamp.describe('The earliest time that the pace allows'),
        why: z.string().describe('In plain words, with the numbers'),
      }),
    )
    .describe(`The nearest due first, at most ${MOST_FORECASTS}`),
  unknown: z
    .array(z.enum(['drafting', 'approval', 'enforcement', ...CLOCK_KINDS]))
    .describe('Paces that open clocks hang on and that too little was measured of: their time is not counted'),
});

export const statsView = z.object({
  notices: whole,
  byStage: z.record(z.string(), whole),
  overdue: whole.describe('Notices with an own clock past its due and unmet'),
  dueWithin: z
    .object({ '1h': whole, '4h': whole, '24h': whole })
    .describe('Notices whose nearest own due falls within this time'),
  attention: whole.nullable().describe('Open reasons to look; null for those who may not read them'),
  lastEnforced: z
    .object({
      notice: z.string(),
      number: z.string(),
      purpose: z.enum(PURPOSES),
      done: whole.describe('Targets that the platform acted on, or restored'),
      at: stamp,
    })
    .nullable()
    .optional()
    .describe('The submission whose enforcement ended last; null where none has'),
  pace: paceView.optional(),
  forecast: forecastView.optional(),
});
