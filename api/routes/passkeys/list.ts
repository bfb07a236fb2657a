import { z } from 'zod';
import { createPageSchema } from '../../../contract/paging.js';
import { passkeyView } from '../../../contract/people/passkeys.js';
import { cursorKeys, listQuery } from '../../../contract/query.js';
import { listPasskeys } from '../../../registry/people/passkeys.js';
import { requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { answerPage, readCursor } from '../../../application/paging.js';
import { toPasskeyView } from './view.js';

export function registerListPasskeys(app: Api, { db }: ApiContext): void {
  const schema = {
    summary: 'List my passkeys',
    tags: ['passkeys'],
    querystring: listQuery({}),
    response: { 200: createPageSchema(passkeyView) },
  };
  app.get('/v1/me/passkeys', { schema }, async (request) => {
    const { cursor, ...paging } = request.query;
    const [afterId = null] = readCursor(cursor, z.tuple([cursorKeys.uuid])) ?? [];
    const all = await listPasskeys(db, requireCaller(request).person.id);
    // A person has few passkeys, so all are read.
    const from = afterId === null ? 0 : all.findIndex(({ id }) => id === afterId) + 1;
    return answerPage(paging, {
      rows: async (limit) => all.slice(from, from + limit),
      total: async () => all.length,
      view: toPasskeyView,
      key: ({ id }) => [id],
    });
  });
}
