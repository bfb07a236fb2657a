import { z } from 'zod';
import { askWebhook, getWebhook, removeWebhook } from '../../../application/people/own-webhook.js';
import { addPushDevice, getPush, removePushDevice } from '../../../application/people/push-devices.js';
import { idParams } from '../../../contract/params.js';
import { changeRequested } from '../../../contract/people/admin.js';
import { personWebhookView, personWebhookWrite } from '../../../contract/people/webhook.js';
import { pushDeviceView, pushView, pushWrite } from '../../../contract/people/push.js';
import { noQuery } from '../../../contract/query.js';
import { requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { writeRoute } from '../../write-route.js';

const tags = ['people'];

export function registerPushRoutes(app: Api, context: ApiContext): void {
  const read = { summary: 'List browsers that show my notifications', tags, querystring: noQuery };
  app.get('/v1/me/push', { schema: { ...read, response: { 200: pushView } } }, (request) =>
    getPush(context, requireCaller(request)),
  );

  writeRoute(app, context, {
    url: '/v1/me/push',
    summary: 'Show my notifications in this browser',
    description: 'Until its session is ended. The same address again is the same browser.',
    tags,
    body: pushWrite,
    response: { 201: pushDeviceView },
    write: async (acting, { body }) => ({ answer: await addPushDevice(acting, body) }),
  });

  writeRoute(app, context, {
    method: 'DELETE',
    url: '/v1/me/push/:id',
    summary: 'Stop showing my notifications in a browser',
    tags,
    params: idParams,
    response: { 204: z.null() },
    write: (acting, { params }) => removePushDevice(acting, params),
  });
}

export function registerWebhookRoutes(app: Api, context: ApiContext): void {
  const url = '/v1/me/webhook';
  const read = { summary: 'Get the host that receives my notifications', tags, querystring: noQuery };
  app.get(url, { schema: { ...read, response: { 200: personWebhookView } } }, (request) =>
    getWebhook(context, requireCaller(request)),
  );

  writeRoute(app, context, {
    url,
    summary: 'Request that an address receives my notifications',
    description: 'An admin or counsel confirms its host, see `/v1/changes`.',
    tags,
    body: personWebhookWrite,
    response: { 202: changeRequested },
    write: (acting, { body }) => askWebhook(acting, body),
  });

  writeRoute(app, context, {
    method: 'DELETE',
    url,
    summary: 'Send my notifications to no address',
    tags,
    response: { 204: z.null() },
    write: (acting) => removeWebhook(acting),
  });
}
