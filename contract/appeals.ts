import { z } from 'zod';
import { APPEAL_OUTCOMES, APPEAL_STATES } from '../domain/appeals/appeal.js';
import { SUBMISSION_STATES } from '../domain/submissions/submission.js';
import { DECISION_ACTIONS } from '../domain/targets/decision-action.js';
import { TARGET_STATUSES, TARGET_TYPES } from '../domain/targets/target.js';
import { assertion } from './people/assertion.js';
import { sentDocument } from './notice-create.js';
import { stamp } from './notice-view.js';
import { withoutNul } from './query.js';

export const MAX_STATEMENT = 20_000;

const plain = (max: number) => withoutNul(z.string().trim().max(max));

export const statement = plain(MAX_STATEMENT).min(1, 'Explain what is wrong with the decision.');
export const contact = plain(500);

export const appealCreate = z
  .strictObject({
    notice: z.string().max(100).optional().describe('Id of the notice, if the platform knows it'),
    target: z
      .union([
        z.int().min(1).max(2_147_483_647).describe('Number of the target in the notice'),
        z.strictObject({ type: z.enum(TARGET_TYPES), locator: z.string().min(1).max(10_000) }),
      ])
      .optional()
      .describe('The item; otherwise give `receipt`'),
    receipt: plain(2_000).min(1).optional().describe('Receipt of the action on the item, as issued by the platform'),
    statement,
    contact: contact.optional().describe('For the reviewer of the appeal; the desk sends no mail to it'),
    documents: z.array(sentDocument).max(10).default([]),
  })
  .refine(({ target, receipt }) => (target === undefined) !== (receipt === undefined), {
    path: ['target'],
    message: 'Name the item by either "target" or "receipt".',
  })
  .refine(({ target, notice }) => typeof target !== 'number' || notice !== undefined, {
    path: ['notice'],
    message: 'A target number needs its notice: give "notice", or the target by type and locator.',
  })
  .meta({ id: 'AppealCreate' });
export type AppealCreate = z.infer<typeof appealCreate>;

export const filedAppeal = z.object({
  id: z.string(),
  number: z.string().describe('`A-2021-…`; not consecutive'),
  state: z.enum(APPEAL_STATES),
  outcome: z.enum(APPEAL_OUTCOMES).nullable(),
  reasons: z.string().nullable(),
  receivedAt: stamp,
  dueAt: stamp.describe('Deadline for the decision (company policy)'),
  decidedAt: stamp.nullable(),
});

export const appealView = filedAppeal.extend({
  notice: z
    .object({ id: z.string(), number: z.string(), stage: z.string() })
    .nullable()
    .describe('null: the desk found no matching decision'),
  target: z
    .object({
      no: z.int(),
      type: z.enum(TARGET_TYPES),
      locator: z.string(),
      action: z.enum(DECISION_ACTIONS).nullable(),
      status: z.enum(TARGET_STATUSES),
    })
    .nullable(),
  named: z.string().describe('The item as named by the person who filed the appeal'),
  statement: z.string(),
  contact: z.string().nullable().describe('Untrusted text: the desk sends no mail to it'),
  channel: z.enum(['platform', 'page']),
  late: z.boolean().describe('Filed after the window (company policy); reviewed nevertheless'),
  decidedBy: z.object({ id: z.string(), name: z.string() }).nullable(),
  restoration: z
    .object({ submission: z.int(), state: z.enum(SUBMISSION_STATES) })
    .nullable()
    .describe(
      'If decided as restored: the submission that an approver must approve; if it is returned, the appeal is open again',
    ),
  mayDecide: z
    .object({ ok: z.boolean(), why: z.enum(['took_part', 'role', 'decided']).nullable() })
    .describe('Whether you can decide it: people who decided or approved the restriction cannot'),
});

export const appealWithDocuments = appealView.extend({
  documents: z.array(z.object({ sha256: z.string(), name: z.string(), mediaType: z.string() })),
});

export const appealDecide = z
  .strictObject({
    outcome: z
      .enum(APPEAL_OUTCOMES)
      .describe(
        'restored: opens a `reinstate` with cause `appeal_won` that needs an approver; changed: people decide again',
      ),
    reasons: plain(10_000).min(1, 'Give the reasons: the user reads them.').describe('Sent to the user'),
    assertion: assertion.optional(),
  })
  .meta({ id: 'AppealDecide' });

export const appealDecided = appealView.extend({
  notified: z
    .enum(['queued', 'waiting', 'nobody', 'after_approval'])
    .describe(
      'queued: the user is being notified; waiting: until the secrecy of the notice ends; after_approval: once the restoration is approved and enforced; nobody: no user is known, or the law forbids it',
    ),
});
