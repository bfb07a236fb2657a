import { z } from 'zod';
import { SUBSCRIBER_STATES } from '../../domain/webhooks/webhook-event.js';
import { country } from '../notice-create.js';
import { stamp } from '../notice-view.js';
import { changeRequested, line } from './admin.js';
import { assertion } from './assertion.js';
import { httpsAddress } from './webhook.js';
import { webhookState } from '../webhooks.js';

const words = z.array(z.string().min(1).max(100)).max(200);

const filter = {
  types: words.describe('Types of events, such as `notice.submit` or `clock.*`; none: all'),
  alerts: words.describe('Kinds of alerts; limits alerts only; none: all'),
  laws: words.describe('Ids of laws; none: all'),
  countries: z.array(country).max(200).describe('Countries of the authorities; none: all'),
};

export const subscriberCreate = z
  .strictObject({
    name: line(100),
    url: httpsAddress.describe('Gets signed events; never shown again'),
    types: filter.types.default([]),
    alerts: filter.alerts.default([]),
    laws: filter.laws.default([]),
    countries: filter.countries.default([]),
    assertion: assertion.optional(),
  })
  .meta({ id: 'SubscriberCreate' });

export const subscriberChange = z
  .strictObject({
    name: line(100).optional(),
    types: filter.types.optional(),
    alerts: filter.alerts.optional(),
    laws: filter.laws.optional(),
    countries: filter.countries.optional(),
    paused: z.boolean().optional().describe('Resumed, it gets what it has missed'),
    assertion: assertion.optional(),
  })
  .meta({ id: 'SubscriberChange' });

export const subscriberAddress = z
  .strictObject({ url: httpsAddress, assertion: assertion.optional() })
  .meta({ id: 'SubscriberAddress' });

export const subscriberConfirmation = z.strictObject({ assertion: assertion.optional() });

export const subscriberView = z.object({
  id: z.string(),
  name: z.string(),
  state: z.enum(SUBSCRIBER_STATES),
  host: z.string().nullable().describe('Of the address that receives events; null: none is confirmed yet'),
  requested: z
    .object({
      what: z.enum(['address', 'filter', 'secret']),
      host: z.string().nullable().describe('Of a requested address'),
      change: z.string(),
    })
    .nullable()
    .describe('What an admin or counsel has yet to confirm'),
  ...filter,
  waiting: z.number().int().describe('Events that wait, for the first or another attempt'),
  givenUp: z.number().int().describe('Events that were given up; `POST /v1/webhooks/replay` sends them again'),
  lastError: z.string().nullable().describe('Of these events'),
  lastTest: z.object({ at: stamp, state: webhookState, error: z.string().nullable() }).nullable(),
  createdAt: stamp,
});

export const subscriberList = z.object({ items: z.array(subscriberView) });

const secret = z.string().optional().describe('Signs its events; only in the first answer to this request');

export const newSubscriber = z.object({ ...changeRequested.shape, subscriber: z.string().describe('Its id'), secret });
export const newSubscriberSecret = z.object({ ...changeRequested.shape, secret });
export const subscriberTest = z.object({
  event: z.string().describe('The webhook-id; GET /v1/webhooks shows how it went'),
});
