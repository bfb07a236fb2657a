import { z } from 'zod';
import { CLOCK_STATES } from '../../domain/clock/clock.js';
import { CORRESPONDENCE_KINDS } from '../../domain/letter/correspondence.js';
import { LETTER_KINDS, LETTER_STATES } from '../../domain/letter/letter.js';
import { stamp } from '../notice-view.js';

/** An item of `GET /v1/notices/{id}/correspondence`. */
export const correspondenceView = z
  .object({
    id: z.string(),
    at: stamp.describe('When it was sent, came in or was recorded; of a letter not yet sent, when it was written'),
    kind: z.enum(CORRESPONDENCE_KINDS).describe('dialogue: what came of a meeting, as it was recorded'),
    n: z.number().int().nullable().describe('Number among the letters, or among the replies, of the notice'),
    letter: z.enum(LETTER_KINDS).nullable(),
    with: z.string().nullable().describe('To whom a letter went, from whom a reply came'),
    subject: z.string().describe('Of a meeting its outcome'),
    text: z.string().describe('Of a meeting its minutes'),
    state: z.enum(LETTER_STATES).nullable().describe('Of a letter'),
    messageId: z.string().nullable(),
    said: z
      .string()
      .nullable()
      .describe('What the mail server said last of a letter: that it was taken, or why it came back'),
    waits: z
      .object({
        clock: z.string(),
        state: z.enum(CLOCK_STATES),
        dueAt: stamp.nullable(),
        answeredAt: stamp.nullable(),
      })
      .nullable()
      .describe('The clock of theirs that a letter started'),
    isProven: z.boolean().nullable().describe('Of a reply: whether a signature proves the domain that it came from'),
    isRead: z.boolean().nullable().describe('Of a reply: whether somebody said that it was read'),
  })
  .meta({ id: 'Correspondence' });
