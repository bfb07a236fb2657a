import { z } from 'zod';
import { addPushDevice, getPush, removePushDevice } from '../../../application/people/push-devices.js';
import { idParams } from '../../../contract/params.js';
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
