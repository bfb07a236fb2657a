import { z } from 'zod';
import { REPAIRS } from '../domain/commands/command.js';
import { count, reason } from './fields.js';
import { instant } from './notice-create.js';
import { stamp } from './notice-view.js';
import { assertion } from './people/assertion.js';

export const repairBody = z.strictObject({
  action: z
    .enum(REPAIRS)
    .describe(
      'retry: enforce failed or drifted targets again; skip: give up on failed targets; resend: resend letters that did not arrive; reassign: assign the notice to another person; rebuild: rewrite the registry from the workflow, or restart the notice from the registry if its workflow is missing, stuck or behind; force_close: close it regardless of running work, once a second person has requested it too',
    ),
  target: count
    .optional()
    .describe(
      'retry, skip: number of one target (default: all of the latest submission that has any); resend: number of one letter (default: all that did not arrive)',
    ),
  to: z.string().max(300).optional().describe('reassign: person id or email address of a staff member'),
  reason,
  expectedVersion: z.number().int().min(1).optional(),
  comment: z.string().max(4_000).optional(),
  assertion: assertion.optional(),
});
export type RepairBody = z.infer<typeof repairBody>;

export const rebuildAllBody = z.strictObject({
  reason,
  cursor: z.uuid().optional().describe('`nextCursor` of the previous page'),
  limit: z
    .number()
    .int()
    .min(1)
    .max(100)
    .default(20)
    .describe('Maximum number of notices; a page also ends after 20 s'),
  assertion: assertion.optional(),
});

export const rebuiltView = z.object({
  items: z.array(
    z.object({
      notice: z.string(),
      number: z.string(),
      state: z.enum(['rebuilt', 'failed']),
      why: z.string().nullable().describe('Why it failed, and what to do'),
    }),
  ),
  nextCursor: z.string().nullable().describe('null: no further page'),
});

const notice = z.string().max(100).optional().describe('Id of one notice (default: all notices)');

export const pauseBody = z.strictObject({
  notice,
  reason,
  until: instant
    .optional()
    .describe('When the pause expires (default: in one hour). More than one hour needs another person'),
  assertion: assertion.optional(),
});

export const confirmPauseBody = z.strictObject({ notice, assertion: assertion.optional() });

export const resumeBody = z.strictObject({ notice, reason, assertion: assertion.optional() });

export const pauseView = z.object({
  notice: z.string().nullable().describe('null: all notices'),
  paused: z.boolean(),
  changed: z.boolean().describe('false: it was already so'),
  until: stamp.nullable().describe('When the pause expires; null: not paused'),
  requestedUntil: stamp.nullable().describe('Requested longer pause that needs another person'),
});
