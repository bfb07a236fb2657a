import { z } from 'zod';
import { pageWebhookEvents, replayEvents } from '../../../application/letters/webhooks/events.js';
import { createPageSchema } from '../../../contract/paging.js';
import { listQuery } from '../../../contract/query.js';
import { webhookEventView, webhookReplayBody, webhookReplayView, webhookState } from '../../../contract/webhooks.js';
import { needs, requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { writeRoute } from '../../write-route.js';

const tags = ['ops'];

export function registerWebhooksRoutes(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'List webhook events and their delivery state',
    tags,
    querystring: listQuery({ state: webhookState.optional(), subscriber: z.uuid().optional() }),
    response: { 200: createPageSchema(webhookEventView) },
  };
  app.get('/v1/webhooks', { schema, preValidation: needs('alert.read') }, (request) =>
    pageWebhookEvents(context, requireCaller(request), request.query),
  );

  writeRoute(app, context, {
    url: '/v1/webhooks/replay',
    summary: 'Resend events to their subscribers: given ones, all that were given up on, or all since a time',
    tags,
    body: webhookReplayBody,
    response: { 200: webhookReplayView },
    admit: 'repair',
    write: async (acting, { body }) => ({ answer: { events: await replayEvents(acting, body) } }),
  });
}
