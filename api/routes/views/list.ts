import { z } from 'zod';
import { countSavedViews, listSavedViews, type SavedView } from '../../../registry/notices/saved-views.js';
import { requireCaller, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { answerPage, readCursor } from '../../../application/paging.js';
import { savedView } from '../../../contract/people/console.js';
import { cursorKeys, listQuery } from '../../../contract/query.js';
import { createPageSchema } from '../../../contract/paging.js';

export function toSavedView({ owner, ...view }: SavedView, caller: string) {
  return { ...view, mine: owner === caller };
}

export function registerListViews(app: Api, { db }: ApiContext): void {
  const schema = {
    summary: 'List saved views of the queue, your own and shared ones',
    tags: ['views'],
    querystring: listQuery({}),
    response: { 200: createPageSchema(savedView) },
  };
  app.get('/v1/views', { schema, preValidation: needs('notice.read_facts') }, async (request) => {
    const person = requireCaller(request).person.id;
    const { cursor, ...paging } = request.query;
    const key = readCursor(cursor, z.tuple([cursorKeys.text, cursorKeys.uuid]));
    const after = key === null ? null : { name: key[0], id: key[1] };
    return answerPage(paging, {
      rows: (limit) => listSavedViews(db, { person, after, limit }),
      total: () => countSavedViews(db, person),
      view: (view) => toSavedView(view, person),
      key: ({ name, id }) => [name, id],
    });
  });
}
