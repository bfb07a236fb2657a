import { z } from 'zod';
import { markItems, readForMe } from '../../../application/people/for-me.js';
import {
  getNotificationSettings,
  replaceNotificationSettings,
} from '../../../application/people/notification-settings.js';
import { getSettings, listFirstSteps, replaceSettings } from '../../../application/people/saved-views.js';
import { forMeView, seenWrite } from '../../../contract/people/for-me.js';
import { notificationSettings } from '../../../contract/people/notifications.js';
import { firstStepsView, settings } from '../../../contract/people/console.js';
import { noQuery } from '../../../contract/query.js';
import { ROLES } from '../../../domain/people/permission.js';
import { requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { writeRoute } from '../../write-route.js';
import { registerPushRoutes, registerWebhookRoutes } from './channels.js';

const meView = z.object({
  person: z.object({ id: z.string(), name: z.string() }),
  roles: z.array(z.enum(ROLES)),
  key: z.object({ id: z.string(), name: z.string() }).nullable(),
});

const shared = { tags: ['people'], querystring: noQuery };

export function registerMeRoutes(app: Api, context: ApiContext): void {
  const me = { ...shared, summary: 'Get the current person, roles and key', response: { 200: meView } };
  app.get('/v1/me', { schema: me }, async (request) => {
    const { person, roles, key } = requireCaller(request);
    return { person, roles, key: key === null ? null : { id: key.id, name: key.name } };
  });

  const get = { ...shared, summary: 'Get my console settings', response: { 200: settings } };
  app.get('/v1/me/settings', { schema: get }, (request) => getSettings(context, requireCaller(request)));

  const put = { ...shared, summary: 'Change my console settings', body: settings, response: { 200: settings } };
  app.put('/v1/me/settings', { schema: put }, (request) =>
    replaceSettings(context, requireCaller(request), request.body),
  );

  const steps = { ...shared, summary: 'List the first steps that I have done', response: { 200: firstStepsView } };
  app.get('/v1/me/first-steps', { schema: steps }, (request) => listFirstSteps(context, requireCaller(request)));

  registerForMe(app, context);
  registerPushRoutes(app, context);
  registerWebhookRoutes(app, context);
}

function registerForMe(app: Api, context: ApiContext): void {
  const read = { ...shared, summary: 'List everything that waits for me', response: { 200: forMeView } };
  app.get('/v1/me/inbox', { schema: read }, (request) => readForMe(context, requireCaller(request)));

  const get = { ...shared, summary: 'Get my notification settings', response: { 200: notificationSettings } };
  app.get('/v1/me/notifications', { schema: get }, (request) =>
    getNotificationSettings(context, requireCaller(request)),
  );
  const put = {
    ...shared,
    summary: 'Change my notification settings',
    body: notificationSettings,
    response: { 200: notificationSettings },
  };
  app.put('/v1/me/notifications', { schema: put }, (request) =>
    replaceNotificationSettings(context, requireCaller(request), request.body),
  );

  writeRoute(app, context, {
    url: '/v1/me/seen',
    summary: 'Mark items of my inbox as read, until a reminder or for good, or as unread',
    tags: ['people'],
    body: seenWrite,
    response: { 204: z.null() },
    write: (acting, { body }) => markItems(acting, body),
  });
}
