import { z } from 'zod';
import { getSettings, replaceSettings } from '../../../application/people/saved-views.js';
import { settings } from '../../../contract/people/console.js';
import { noQuery } from '../../../contract/query.js';
import { ROLES } from '../../../domain/people/permission.js';
import { requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';

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
}
