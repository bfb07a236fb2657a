import { z } from 'zod';
import { LETTER_KINDS } from '../../domain/letters/letter.js';
import { LINK_KINDS, NOTICE_KINDS } from '../../domain/notices/notice.js';
import { PURPOSES, SUBMISSION_STATES } from '../../domain/submissions/submission.js';
import { instant } from '../notice-create.js';
import { stamp, stampOrNull } from '../notice-view.js';
import { listQuery } from '../query.js';
import { wholeNumber } from '../whole-number.js';

const whole = z.number().int();

/** What the timeline of a notice shows beside its clocks. */
export const noticeChart = z.object({
  receivedAt: stamp,
  closedAt: stampOrNull,
  holders: z
    .array(z.object({ person: z.string(), name: z.string(), from: stamp, to: stampOrNull }))
    .describe('Who held the notice; `to` null: still'),
  submissions: z.array(
    z.object({
      number: whole,
      purpose: z.enum(PURPOSES),
      state: z.enum(SUBMISSION_STATES),
      targets: whole,
      submittedAt: stamp,
      approvedAt: stampOrNull.describe('Last approval'),
      returnedAt: stampOrNull,
      startedAt: stampOrNull.describe('Start of enforcement'),
      finishedAt: stampOrNull,
      provedAt: stampOrNull.describe('State read back from the platform'),
    }),
  ),
  letters: z.array(z.object({ at: stamp, kind: z.enum(LETTER_KINDS) })),
  replies: z.array(z.object({ at: stamp })),
});

export const curveQuery = z.strictObject({
  submission: wholeNumber(1, 2_147_483_647).optional().describe('Default: the latest'),
});

export const enforcementCurve = z.object({
  submission: whole,
  total: whole,
  points: z.array(z.object({ at: stamp, done: whole, failed: whole })).describe('Settled until then'),
});

export const seriesView = z.object({
  notices: z.array(
    z.object({
      notice: z.string(),
      number: z.string(),
      kind: z.enum(NOTICE_KINDS),
      subject: z.string(),
      receivedAt: stamp,
      closedAt: stampOrNull,
      targets: whole,
      inForce: whole.describe('Restrictions in force under it now'),
      links: z.array(z.object({ to: z.string(), as: z.enum(LINK_KINDS) })),
    }),
  ),
  steps: z
    .array(z.object({ at: stamp, notice: z.string(), inForce: whole }))
    .describe('Each change of how many restrictions are in force under a notice'),
});

export const heldQuery = listQuery({
  at: instant.optional().describe('Only what was in force then (default: all that ever was)'),
});

export const heldView = z.object({
  notice: z.string(),
  number: z.string(),
  no: whole,
  type: z.string(),
  locator: z.string(),
  countries: z.array(z.string()),
  everywhere: z.boolean(),
  since: stamp,
  until: stampOrNull.describe('null: still in force'),
});
