import { findSettings, saveSettings } from '../../../registry/people/person-settings.js';
import { callerOf } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { settings } from '../../../contract/people/console.js';
import { noQuery } from '../../../contract/query.js';

const shared = { tags: ['people'], querystring: noQuery, response: { 200: settings } };

/** `GET /v1/me/settings`: how the caller likes the console. Where nothing was set, or what was set is no choice any more, the defaults. */
export function registerGetSettings(app: Api, { db }: ApiContext): void {
  const schema = { ...shared, summary: 'Get my console settings' };
  app.get('/v1/me/settings', { schema }, async (request) => {
    const kept = settings.safeParse(await findSettings(db, callerOf(request).person.id));
    return kept.success ? kept.data : settings.parse({});
  });
}

/** `PUT /v1/me/settings`: all of them; one left out is the default again. */
export function registerPutSettings(app: Api, { db, now }: ApiContext): void {
  const schema = { ...shared, summary: 'Change my console settings', body: settings };
  app.put('/v1/me/settings', { schema }, async (request) => {
    await saveSettings(db, { personId: callerOf(request).person.id, settings: request.body, at: now() });
    return request.body;
  });
}
