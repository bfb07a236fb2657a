import { z } from 'zod';
import { CLOCK_STATES } from '../../domain/clock/clock.js';
import { CORRESPONDENCE_KINDS } from '../../domain/letter/correspondence.js';
import { CADENCE_UNITS } from '../../domain/letter/cadence.js';
import { CADENCE_BASES, UPDATE_STOPS } from '../../domain/letter/status-update.js';
import { LETTER_KINDS, LETTER_STATES } from '../../domain/letter/letter.js';
import { stamp } from '../notice-view.js';
import { pageOf } from '../paging.js';

export const correspondenceView = z
  .object({
    id: z.string(),
    at: stamp.describe('When it was sent, came in or was recorded; of a letter not yet sent, when it was written'),
    kind: z.enum(CORRESPONDENCE_KINDS).describe('dialogue: what came of a meeting, as it was recorded'),
    n: z.number().int().nullable().describe('Number among the letters, or among the replies, of the notice'),
    letter: z.enum(LETTER_KINDS).nullable(),
    interim: z.boolean().describe('Of a letter: it says how an open notice stands, and answers nothing'),
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

const statusUpdate = z
  .object({
    dueAt: stamp,
    every: z.object({ amount: z.number().int(), unit: z.enum(CADENCE_UNITS) }),
    asks: z.enum(CADENCE_BASES).describe('Who wants it: the authority, by its entry of the directory, or the law'),
    source: z.string(),
    stop: z
      .enum(UPDATE_STOPS)
      .nullable()
      .describe(
        'Why none leaves: the authority has its answer (answered), nothing shows that the notice is from it (sender_not_known), or the directory names no verified address for letters (no_recipient)',
      ),
  })
  .meta({ id: 'StatusUpdate' });

export const correspondencePage = pageOf(correspondenceView).extend({
  statusUpdate: statusUpdate
    .nullable()
    .describe('The next letter on how the notice stands; null where neither its authority nor its law asks for any'),
});
