import { z } from 'zod';
import { CLOCK_STATES } from '../../domain/clocks/clock.js';
import { CORRESPONDENCE_KINDS } from '../../domain/letters/correspondence.js';
import { CADENCE_UNITS } from '../../domain/letters/cadence.js';
import { CADENCE_BASES, UPDATE_STOPS } from '../../domain/letters/status-update.js';
import { LETTER_KINDS, LETTER_STATES } from '../../domain/letters/letter.js';
import { stamp } from '../notice-view.js';
import { createPageSchema } from '../paging.js';

export const correspondenceView = z
  .object({
    id: z.string(),
    at: stamp.describe('When it was sent, received or recorded; for a letter not yet sent, when it was written'),
    kind: z.enum(CORRESPONDENCE_KINDS).describe('dialogue: the recorded outcome of a meeting'),
    n: z.number().int().nullable().describe('Number among the letters, or among the replies, of the notice'),
    letter: z.enum(LETTER_KINDS).nullable(),
    interim: z.boolean().describe('For a letter: a status update on an open notice, which answers nothing'),
    with: z.string().nullable().describe('Recipient of a letter, sender of a reply'),
    subject: z.string().describe('Outcome of a meeting'),
    text: z.string().describe('Minutes of a meeting'),
    state: z.enum(LETTER_STATES).nullable().describe('State of a letter'),
    messageId: z.string().nullable(),
    said: z.string().nullable().describe('Last answer of the mail server for a letter: accepted, or why it bounced'),
    waits: z
      .object({
        clock: z.string(),
        state: z.enum(CLOCK_STATES),
        dueAt: stamp.nullable(),
        answeredAt: stamp.nullable(),
      })
      .nullable()
      .describe("The authority's clock started by a letter"),
    isProven: z.boolean().nullable().describe('For a reply: whether a signature proves its sender domain'),
    isRead: z.boolean().nullable().describe('For a reply: whether it was marked as read'),
  })
  .meta({ id: 'Correspondence' });

const statusUpdate = z
  .object({
    dueAt: stamp,
    every: z.object({ amount: z.number().int(), unit: z.enum(CADENCE_UNITS) }),
    asks: z.enum(CADENCE_BASES).describe('Who requires it: the authority, by its directory entry, or the law'),
    source: z.string(),
    stop: z
      .enum(UPDATE_STOPS)
      .nullable()
      .describe(
        'Why none is sent: the authority has its answer (answered), nothing shows that the notice is from it (sender_not_known), or the directory has no verified address for letters (no_recipient)',
      ),
  })
  .meta({ id: 'StatusUpdate' });

export const correspondencePage = createPageSchema(correspondenceView).extend({
  statusUpdate: statusUpdate
    .nullable()
    .describe('The next status update; null if neither the authority nor the law requires any'),
});
