import { z } from 'zod';
import { CONTESTED_TOPICS } from '../domain/rulebook/contested.js';
import { reason } from './fields.js';
import { stamp } from './notice-view.js';
import { shortReason } from './people/short-reason.js';

/** Counsel's decision on a question that a notice's law leaves in dispute. */
export const contestedWrite = z.strictObject({
  topic: z.enum(CONTESTED_TOPICS),
  allow: z
    .boolean()
    .describe(
      'publication: the notice may be published; user_notice: affected people are notified; service: it counts; language, form, addressee: the duty does not bind',
    ),
  reason,
});

export const contestedDecided = z.object({
  notice: z.string(),
  topic: z.enum(CONTESTED_TOPICS),
  allow: z.boolean(),
});

/** Body that resends user notices, or records that people notified the users in another way. */
export const notifyUsersWrite = z
  .strictObject({
    action: z
      .enum(['again', 'notified_otherwise'])
      .describe(
        'again: the messages are sent again; notified_otherwise: people have notified the users in another way',
      ),
    reason: shortReason,
  })
  .meta({ id: 'NotifyUsersWrite' });

export const notifyUsersAnswer = z.object({ notice: z.string(), messages: z.number().int() });

export const breakGlass = z
  .strictObject({
    reason,
    hours: z.number().int().min(1).max(24).default(4).describe('How long the access lasts'),
  })
  .meta({ id: 'BreakGlass' });

export const breakGlassView = z.object({ notice: z.string(), until: stamp });
