import { z } from 'zod';
import { isPushService, MAX_PUSH_DEVICES } from '../../domain/people/push-device.js';
import { line } from './admin.js';
import { base64urlUpTo } from './assertion.js';
import { stamp } from '../notice-view.js';

const pushDevice = z.object({ id: z.string(), name: z.string(), createdAt: stamp, current: z.boolean() });

export const pushView = z.object({
  publicKey: z
    .string()
    .nullable()
    .describe('`applicationServerKey` of a subscription; null: this desk sends no notifications to browsers'),
  devices: z.array(pushDevice).describe(`Browsers that show my notifications, at most ${MAX_PUSH_DEVICES}`),
});

export const pushWrite = z
  .strictObject({
    name: line(100).describe('Shown to the person, such as `Firefox on Linux`'),
    endpoint: z
      .string()
      .max(1_000)
      .refine(isPushService, 'Give the address of a push service: Google, Mozilla, Apple or Microsoft.'),
    keys: z.strictObject({ p256dh: base64urlUpTo(120), auth: base64urlUpTo(40) }),
  })
  .describe('PushSubscription of the Push API, from `toJSON()`, without `expirationTime`')
  .meta({ id: 'PushWrite' });

export const pushDeviceView = pushDevice;
