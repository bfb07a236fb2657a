import { z } from 'zod';
import { shortReason } from './retention.js';

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
