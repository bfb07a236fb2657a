import { z } from 'zod';

/** Body that resends user notices, or records that people notified the users in another way. */
export const notifyUsersWrite = z
  .strictObject({
    action: z
      .enum(['again', 'notified_otherwise'])
      .describe(
        'again: the messages are sent again; notified_otherwise: people have notified the users in another way',
      ),
    reason: z
      .string()
      .trim()
      .min(1, 'Give a reason.')
      .max(2_000)
      .refine((text) => !text.includes('\0'), 'holds a NUL character'),
  })
  .meta({ id: 'NotifyUsersWrite' });

export const notifyUsersAnswer = z.object({ notice: z.string(), messages: z.number().int() });
