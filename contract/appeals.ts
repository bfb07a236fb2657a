import { z } from 'zod';
import { APPEAL_OUTCOMES, APPEAL_STATES } from '../domain/appeal/appeal.js';
import { SUBMISSION_STATES } from '../domain/submission/submission.js';
import { LANES } from '../domain/target/lane.js';
import { TARGET_STATUSES, TARGET_TYPES } from '../domain/target/target.js';
import { assertion } from './people/assertion.js';
import { sentDocument } from './notice-create.js';
import { stamp } from './notice-view.js';

/** Max length of an appeal statement, in characters. */
export const LONGEST_STATEMENT = 20_000;

const plain = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .refine((text) => !text.includes('\0'), 'holds a NUL character');

export const statement = plain(LONGEST_STATEMENT).min(1, 'Say what is wrong with the decision.');
export const contact = plain(500);

export const appealCreate = z
  .strictObject({
    notice: z.string().max(100).optional().describe('Id, where the platform knows it'),
    target: z
      .union([
        z.int().min(1).max(2_147_483_647).describe('Number in the notice'),
        z.strictObject({ type: z.enum(TARGET_TYPES), locator: z.string().min(1).max(10_000) }),
      ])
      .optional()
      .describe('The item; else `receipt`'),
    receipt: plain(2_000).min(1).optional().describe('Of the act on the item, as the platform gave it'),
    statement,
    contact: contact.optional().describe('Kept for whoever reads the appeal; the desk mails nobody by it'),
    papers: z.array(sentDocument).max(10).default([]),
  })
  .refine(({ target, receipt }) => (target === undefined) !== (receipt === undefined), {
    path: ['target'],
    message: 'Name the item by "target" or by "receipt", one of the two.',
  })
  .refine(({ target, notice }) => typeof target !== 'number' || notice !== undefined, {
    path: ['notice'],
    message: 'A number names a target of a notice only: give "notice", or the target by type and locator.',
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
  dueAt: stamp.describe('When it is to be decided (house number)'),
  decidedAt: stamp.nullable(),
});

export const appealView = filedAppeal.extend({
  notice: z
    .object({ id: z.string(), number: z.string(), stage: z.string() })
    .nullable()
    .describe('null: the desk found nothing that it is about'),
  target: z
    .object({
      no: z.int(),
      type: z.enum(TARGET_TYPES),
      locator: z.string(),
      lane: z.enum(LANES).nullable(),
      status: z.enum(TARGET_STATUSES),
    })
    .nullable(),
  named: z.string().describe('The item as whoever filed it named it'),
  statement: z.string(),
  contact: z.string().nullable().describe('Foreign text: the desk mails nobody by it'),
  channel: z.enum(['platform', 'page']),
  late: z.boolean().describe('Came after the window (house number); it is read all the same'),
  decidedBy: z.object({ id: z.string(), name: z.string() }).nullable(),
  restoration: z
    .object({ submission: z.int(), state: z.enum(SUBMISSION_STATES) })
    .nullable()
    .describe(
      'Of one decided as restored: the submission that an approver has to approve; returned, the appeal is open again',
    ),
  mayDecide: z
    .object({ ok: z.boolean(), why: z.enum(['took_part', 'role', 'decided']).nullable() })
    .describe('Whether you may: whoever decided or approved what it is about may not'),
});

export const appealWithPapers = appealView.extend({
  papers: z.array(z.object({ sha256: z.string(), name: z.string(), mediaType: z.string() })),
});

export const appealDecide = z
  .strictObject({
    outcome: z
      .enum(APPEAL_OUTCOMES)
      .describe(
        'restored: opens a `reinstate` with cause `appeal_won` that waits for an approver; changed: people decide again',
      ),
    reasons: plain(10_000).min(1, 'Say why: the person reads it.').describe('Sent to the person'),
    assertion: assertion.optional(),
  })
  .meta({ id: 'AppealDecide' });

export const appealDecided = appealView.extend({
  told: z
    .enum(['queued', 'waiting', 'nobody', 'after_approval'])
    .describe(
      'queued: the person is notified; waiting: after the secrecy of the notice; after_approval: once the restoration is approved and carried out; nobody: no user is known, or the law forbids it',
    ),
});
