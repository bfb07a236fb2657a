import { z } from 'zod';
import { FOR_ME_KINDS } from '../../domain/people/for-me.js';
import { instant } from '../notice-create.js';
import { queryText } from '../query.js';
import { queueClock, stamp } from '../notice-view.js';

const whole = z.number().int();

export const forMeItem = z.object({
  key: z.string().describe('Names the item in `/v1/me/seen`; an item that changes has a new one'),
  kind: z.enum(FOR_ME_KINDS),
  id: z.string().describe('Of the notice, or of the mail, appeal, change or second review'),
  number: z.string().nullable().describe('Of the notice or the appeal'),
  title: z
    .string()
    .describe(
      'Subject of the notice or mail, whom an appeal or a change is about, or the target of a second review; may be empty',
    ),
  submission: whole.nullable(),
  conversation: whole.nullable(),
  by: z.string().nullable().describe('Whose act put it here'),
  note: z.string().nullable().describe('Hand-over note of an assignment'),
  at: stamp.nullable().describe('null: a second review, as its time could show what is golden'),
  due: queueClock.describe("The notice's most urgent clock, as in the queue"),
  dueAt: stamp.nullable().describe('Of an appeal, a change or a requested opinion'),
  unread: z.boolean(),
  remindAt: stamp.nullable().describe('The item is read, and unread again from then on'),
});

export const forMeView = z.object({
  items: z.array(forMeItem).describe('At most 100 of a kind'),
  unread: whole,
  counts: z.record(z.enum(FOR_ME_KINDS), whole),
});

export const seenWrite = z
  .strictObject({
    items: z.array(queryText(200)).min(1).max(800),
    seen: z.boolean().default(true).describe('false marks the items as unread'),
    remindAt: instant.nullable().default(null).describe('Marks the items as read until then; within a year'),
  })
  .refine(({ seen, remindAt }) => seen || remindAt === null, {
    path: ['remindAt'],
    message: 'Mark the items as read, or leave the reminder out.',
  })
  .meta({ id: 'SeenWrite' });
