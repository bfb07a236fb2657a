import { z } from 'zod';
import { OPINION_ANSWERS } from '../../domain/conversations/opinion.js';
import { DECISION_ACTIONS } from '../../domain/targets/decision-action.js';
import { GROUND_CODES } from '../../domain/targets/ground.js';
import { count } from '../fields.js';
import { stamp } from '../notice-view.js';
import { withoutNul } from '../query.js';

const whole = z.number().int();
const text = withoutNul(z.string().min(1, 'Write a comment.').max(4_000)).refine(
  (value) => value.trim() !== '',
  'Write a comment.',
);
const mentions = z.array(z.uuid()).max(20).default([]).describe('People to notify, of `/v1/notices/{id}/participants`');

export const conversationWrite = z
  .strictObject({
    targets: z
      .array(count)
      .max(1_000)
      .default([])
      .describe('Numbers of the targets it is about; none: the notice as a whole'),
    text,
    mentions,
    suggestion: z
      .strictObject({ action: z.enum(DECISION_ACTIONS), grounds: z.array(z.enum(GROUND_CODES)).min(1).max(20) })
      .optional()
      .describe('What to decide for these targets instead'),
    opinion: z
      .strictObject({ of: z.uuid(), dueAt: z.iso.datetime({ offset: true }) })
      .optional()
      .describe('Requests an opinion on record of a participant, with a due time'),
  })
  .meta({ id: 'ConversationWrite' });

export const commentWrite = z
  .strictObject({
    text,
    mentions,
    answer: z
      .enum(OPINION_ANSWERS)
      .optional()
      .describe('The requested opinion; only of the person asked. The latest applies'),
  })
  .meta({ id: 'CommentWrite' });

const named = z.object({ id: z.string(), name: z.string() });

export const conversationView = z.object({
  number: whole,
  targets: z.array(whole),
  locator: z.string().nullable().describe('Of the first target; null for the notice as a whole'),
  suggestion: z.object({ action: z.enum(DECISION_ACTIONS), grounds: z.array(z.enum(GROUND_CODES)) }).nullable(),
  opinion: z
    .object({
      of: named,
      dueAt: stamp,
      answer: z.enum(OPINION_ANSWERS).nullable().describe('null: not given yet'),
      overdue: z.boolean(),
    })
    .nullable(),
  state: z.enum(['open', 'resolved']),
  resolved: z.object({ by: named, at: stamp }).nullable(),
  comments: z.array(
    z.object({
      number: whole,
      by: named,
      at: stamp,
      text: z.string(),
      mentions: z.array(named),
      answer: z.enum(OPINION_ANSWERS).nullable(),
    }),
  ),
});

export const participant = named;

const submission = z.number().int().min(0).max(2_147_483_647);
const range = z.tuple([count, count]).refine(([from, to]) => from <= to, 'Give the lower number of the range first.');

export const lookWrite = z
  .strictObject({ submission: submission.default(0).describe('0: the drafts') })
  .meta({ id: 'LookWrite' });

export const viewedWrite = z
  .strictObject({
    submission: submission.min(1),
    ranges: z.array(range).min(1).max(1_000).describe('Numbers of targets, from and to'),
    viewed: z.boolean().default(true).describe('false takes the ticks back'),
  })
  .meta({ id: 'ViewedWrite' });

export const lookView = z.object({
  last: z
    .object({ submission: whole.describe('0: the drafts'), at: stamp, revision: whole })
    .nullable()
    .describe('The last look at this submission or an earlier one; null: none'),
  drafted: whole.describe('Targets that others have drafted since'),
  comments: whole.describe('Comments of others since'),
  viewed: z.array(z.tuple([whole, whole])).describe('Numbers of targets that I ticked, from and to'),
});
