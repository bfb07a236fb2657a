import { z } from 'zod';
import { WEBHOOK_STATES } from '../domain/webhooks/webhook-event.js';
import { stamp } from './notice-view.js';

export const webhookState = z.enum(WEBHOOK_STATES);

/** An event as delivered to the subscriber (Standard Webhooks); its `webhook-id` is in the headers. */
export const webhookMessage = z.object({
  type: z
    .string()
    .describe(
      '`notice.…` and `clock.…` with the action from the audit log, `alert.raised`, `alert.resolved`, `webhook.test`',
    ),
  timestamp: stamp.describe('When it happened'),
  data: z.object({
    notice: z.string().nullable(),
    number: z.string().nullable(),
    version: z.number().int().nullable().optional().describe('Version of the notice after the event'),
    alert: z.string().optional(),
    kind: z.string().optional().describe('Only for alerts'),
  }),
});
export type WebhookMessage = z.infer<typeof webhookMessage>;

export const webhookEventView = z.object({
  id: z.string().describe('The webhook-id, the same on every attempt'),
  ...webhookMessage.shape,
  subscriber: z
    .object({ id: z.string(), name: z.string() })
    .nullable()
    .describe('Null: that of the settings (`WEBHOOK_URL`)'),
  state: webhookState,
  tries: z.number().int(),
  nextTryAt: stamp.nullable(),
  deliveredAt: stamp.nullable(),
  lastError: z.string().nullable(),
});

const subscriber = z.uuid().optional().describe('Only its events; default: of all subscribers');

export const webhookReplayBody = z.union([
  z.strictObject({ ids: z.array(z.uuid()).min(1).max(1_000) }),
  z.strictObject({ state: z.literal('dead'), subscriber }),
  z.strictObject({ since: z.iso.datetime({ offset: true }), subscriber }),
]);
export const webhookReplayView = z.object({ events: z.number().int().describe('Number of events that are resent') });
