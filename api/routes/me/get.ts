import { requireCaller } from '../../caller.js';
import type { Api } from '../../context.js';
import { meView } from '../../../contract/people/admin.js';
import { noQuery } from '../../../contract/query.js';

export function registerGetMe(app: Api): void {
  const schema = {
    summary: 'Get the current person, roles and key',
    tags: ['people'],
    querystring: noQuery,
    response: { 200: meView },
  };
  app.get('/v1/me', { schema }, async (request) => {
    const { person, roles, key } = requireCaller(request);
    return { person, roles, key: key === null ? null : { id: key.id, name: key.name } };
  });
}
