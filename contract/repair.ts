import { z } from 'zod';
import { REPAIRS } from '../domain/command/command.js';
import { count, reason } from './fields.js';
import { instant } from './notice-create.js';
import { stamp } from './notice-view.js';
import { assertion } from './people/assertion.js';

export const repairBody = z.strictObject({
  action: z
    .enum(REPAIRS)
    .describe(
      'retry: act anew on targets that failed or drifted; skip: give failed targets up; resend: send letters again that did not arrive; reassign: give the notice to another person; rebuild: write the registry anew from the workflow, or start the notice anew from the registry where its workflow is gone, stuck or behind; force_close: close it whatever runs, once a second person has asked for it too',
    ),
  target: count
    .optional()
    .describe(
      'retry, skip: number of one target, without it all of the latest submission that has any; resend: number of one letter, without it all that did not arrive',
    ),
  to: z.string().max(300).optional().describe('reassign: person id or mail address of staff'),
  reason,
  expectedVersion: z.number().int().min(1).optional(),
  comment: z.string().max(4_000).optional(),
  assertion: assertion.optional(),
});
export type RepairBody = z.infer<typeof repairBody>;

export const rebuildAllBody = z.strictObject({
  reason,
  cursor: z.uuid().optional().describe('`nextCursor` of the page before'),
  limit: z.number().int().min(1).max(100).default(20).describe('So many notices at most; a page ends after 20 s too'),
  assertion: assertion.optional(),
});

export const rebuiltView = z.object({
  items: z.array(
    z.object({
      notice: z.string(),
      number: z.string(),
      state: z.enum(['rebuilt', 'failed']),
      why: z.string().nullable().describe('Why it failed, and what helps'),
    }),
  ),
  nextCursor: z.string().nullable().describe('null: there is no further page'),
});

const notice = z.string().max(100).optional().describe('Id of one notice; without it every notice');

export const pauseBody = z.strictObject({
  notice,
  reason,
  until: instant
    .optional()
    .describe('When it ends by itself; left out, after an hour. What lies beyond an hour waits for another person'),
  assertion: assertion.optional(),
});

export const confirmPauseBody = z.strictObject({ notice, assertion: assertion.optional() });

export const resumeBody = z.strictObject({ notice, reason, assertion: assertion.optional() });

export const pauseView = z.object({
  notice: z.string().nullable().describe('null: every notice'),
  paused: z.boolean(),
  changed: z.boolean().describe('false: it stood so already'),
  until: stamp.nullable().describe('When it ends by itself; null: nothing is paused so'),
  askedUntil: stamp.nullable().describe('What was asked for beyond that and waits for another person'),
});
