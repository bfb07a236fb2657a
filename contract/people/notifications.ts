import { z } from 'zod';
import { isZoneName } from '../../domain/clock-arithmetic/index.js';

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Give a time, e.g. 22:00.');
const wanted = z.boolean().default(true);

export const notificationSettings = z
  .strictObject({
    mail: z
      .strictObject({ approval: wanted, returned: wanted, assigned: wanted, mention: wanted, opinion: wanted })
      .prefault({})
      .describe('Which mails I get; the escalation of deadlines is always mailed'),
    quiet: z
      .strictObject({
        from: time,
        until: time.describe('On the next day, if before `from`'),
        zone: z.string().refine(isZoneName, 'Give an IANA time zone, e.g. Asia/Kolkata.'),
      })
      .refine(({ from, until }) => from !== until, { path: ['until'], message: 'Give another time than the start.' })
      .nullable()
      .default(null)
      .describe('Mails wait until the end of these hours; the escalation of deadlines does not'),
  })
  .meta({ id: 'NotificationSettings' });
