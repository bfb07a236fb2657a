import { z } from 'zod';
import { isZoneName } from '../../domain/clock-arithmetic/index.js';
import { NOTIFICATION_KINDS } from '../../domain/people/notification.js';
import { buildRecord } from '../../domain/record-keys.js';

export const zoneName = z.string().refine(isZoneName, 'Give an IANA time zone, e.g. Asia/Kolkata.');

export const dayTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Give a time, e.g. 22:00.');
const wanted = z.boolean().default(true);
const kinds = z.strictObject(buildRecord(NOTIFICATION_KINDS, () => wanted)).prefault({});

export const notificationSettings = z
  .strictObject({
    mail: kinds.describe('Which mails I get; the escalation of deadlines is always mailed'),
    push: kinds.describe('What my browsers show (`/v1/me/push`)'),
    webhook: kinds.describe('What my address receives (`/v1/me/webhook`)'),
    quiet: z
      .strictObject({
        from: dayTime,
        until: dayTime.describe('On the next day, if before `from`'),
        zone: zoneName,
      })
      .refine(({ from, until }) => from !== until, { path: ['until'], message: 'Give another time than the start.' })
      .nullable()
      .default(null)
      .describe('Mails and notifications wait until the end of these hours; the escalation of deadlines does not'),
  })
  .meta({ id: 'NotificationSettings' });
