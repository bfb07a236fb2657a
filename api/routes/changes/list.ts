import { z } from 'zod';
import { changeView } from '../../../contract/people/admin.js';
import { createPageSchema } from '../../../contract/paging.js';
import { cursorKeys, listQuery } from '../../../contract/query.js';
import { CHANGE_KINDS, CHANGE_STATES } from '../../../domain/changes/change.js';
import { countChanges, listChanges } from '../../../registry/changes/changes.js';
import { needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { answerPage, readCursor } from '../../../application/paging.js';
import { toChangeView } from './view.js';

export function registerListChanges(app: Api, { db }: ApiContext): void {
  const schema = {
    summary: 'List changes that need two people',
    tags: ['changes'],
    querystring: listQuery({ state: z.enum(CHANGE_STATES).optional(), kind: z.enum(CHANGE_KINDS).optional() }),
    response: { 200: createPageSchema(changeView) },
  };
  app.get('/v1/changes', { schema, preValidation: needs('changes.read') }, async (request) => {
    const { cursor, state, kind, ...paging } = request.query;
    const [afterId = null] = readCursor(cursor, z.tuple([cursorKeys.uuid])) ?? [];
    const filters = { state, kind };
    return answerPage(paging, {
      rows: (limit) => listChanges(db, { filters, afterId, limit }),
      total: () => countChanges(db, filters),
      view: toChangeView,
      key: ({ id }) => [id],
    });
  });
}
