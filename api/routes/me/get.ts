import { z } from 'zod';
import { ROLES } from '../../../domain/people/permission.js';
import { requireCaller } from '../../caller.js';
import type { Api } from '../../context.js';
import { noQuery } from '../../../contract/query.js';

const meView = z.object({
  person: z.object({ id: z.string(), name: z.string() }),
  roles: z.array(z.enum(ROLES)),
  key: z.object({ id: z.string(), name: z.string() }).nullable(),
});

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
