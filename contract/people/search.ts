import { z } from 'zod';
import type { EventAction } from '../../domain/event.js';
import { LETTER_KINDS } from '../../domain/letters/letter.js';
import { TARGET_STATUSES, TARGET_TYPES } from '../../domain/targets/target.js';
import { knownName } from '../known-name.js';
import { noticeReceipt, noticeSummary, stamp } from '../notice-view.js';

/** Results of a kind. */
export const MAX_FOUND = 6;

const inNotice = { notice: z.string().describe('Its id'), number: z.string() };

export const searchView = z
  .object({
    notices: z.array(z.union([noticeSummary, noticeReceipt])),
    targets: z.array(
      z.object({
        ...inNotice,
        no: z.number().int(),
        type: z.enum(TARGET_TYPES),
        locator: z.string(),
        status: z.enum(TARGET_STATUSES),
      }),
    ),
    mail: z.array(
      z.object({
        id: z.string(),
        from: z.string(),
        subject: z.string(),
        receivedAt: stamp,
        number: z.string().nullable(),
      }),
    ),
    letters: z.array(
      z.object({
        ...inNotice,
        n: z.number().int(),
        kind: z.enum(LETTER_KINDS),
        subject: z.string(),
        at: stamp.describe('When it was sent, or written'),
      }),
    ),
    audit: z
      .array(
        z.object({
          seq: z.number().int(),
          at: stamp,
          action: knownName<EventAction>(),
          actor: z.string(),
          number: z.string().nullable(),
        }),
      )
      .describe('Newest first, of the last entries of the log; `GET /v1/audit` searches all of it'),
    imported: z
      .array(
        z.object({
          id: z.string(),
          source: z.string(),
          externalId: z.string(),
          subject: z.string(),
          receivedAt: stamp,
        }),
      )
      .describe('Imported cases'),
    authorities: z.array(z.object({ id: z.string(), name: z.string(), country: z.string() })),
    laws: z.array(z.object({ id: z.string(), title: z.string() })),
  })
  .describe(`At most ${MAX_FOUND} of a kind; a kind that the caller may not read is empty`);
