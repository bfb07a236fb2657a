import { findSettings, saveSettings } from '../../../registry/people/person-settings.js';
import { requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { settings } from '../../../contract/people/console.js';
import { noQuery } from '../../../contract/query.js';

const shared = { tags: ['people'], querystring: noQuery, response: { 200: settings } };

/** `GET /v1/me/settings`: falls back to the default for a setting that is missing or no longer a valid choice. */
export function registerGetSettings(app: Api, { db }: ApiContext): void {
  const schema = { ...shared, summary: 'Get my console settings' };
  app.get('/v1/me/settings', { schema }, async (request) => {
    const kept = settings.safeParse(await findSettings(db, requireCaller(request).person.id));
    return kept.success ? kept.data : settings.parse({});
  });
}

/** `PUT /v1/me/settings`: replaces all settings; one left out returns to its default. */
export function registerPutSettings(app: Api, { db, now }: ApiContext): void {
  const schema = { ...shared, summary: 'Change my console settings', body: settings };
  app.put('/v1/me/settings', { schema }, async (request) => {
    await saveSettings(db, { personId: requireCaller(request).person.id, settings: request.body, at: now() });
    return request.body;
  });
}
