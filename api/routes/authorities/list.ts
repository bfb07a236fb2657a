import { z } from 'zod';
import { countAuthorities, listAuthorities } from '../../../registry/people/authorities.js';
import { needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { answerPage, readCursor } from '../../../application/paging.js';
import { authorityView } from '../../../contract/people/admin.js';
import { cursorKeys, listQuery } from '../../../contract/query.js';
import { createPageSchema } from '../../../contract/paging.js';

/** `GET /v1/authorities`: letters go only to addresses in this directory. */
export function registerListAuthorities(app: Api, { db }: ApiContext): void {
  const schema = {
    summary: 'The authority directory',
    tags: ['authorities'],
    querystring: listQuery({}),
    response: { 200: createPageSchema(authorityView) },
  };
  app.get('/v1/authorities', { schema, preValidation: needs('authorities.read') }, async (request) => {
    const { cursor, ...paging } = request.query;
    const [afterId = null] = readCursor(cursor, z.tuple([cursorKeys.text])) ?? [];
    return answerPage(paging, {
      rows: (limit) => listAuthorities(db, { afterId, limit }),
      total: () => countAuthorities(db),
      view: (authority) => authority,
      key: ({ id }) => [id],
    });
  });
}
