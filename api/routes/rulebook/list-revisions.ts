import { z } from 'zod';
import { countRevisions, listRevisions } from '../../../registry/rulebook/rulebook-revisions.js';
import { needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { answerPage, readCursor } from '../../../application/paging.js';
import { cursorKeys, listQuery } from '../../../contract/query.js';
import { revisionView } from '../../../contract/rulebook/rulebook.js';
import { viewRevision } from './revision-parts.js';
import { createPageSchema } from '../../../contract/paging.js';

export function registerListRevisions(app: Api, { db }: ApiContext): void {
  const schema = {
    summary: 'List revisions, newest first',
    tags: ['rulebook'],
    querystring: listQuery({}),
    response: { 200: createPageSchema(revisionView) },
  };
  app.get('/v1/rulebook/revisions', { schema, preValidation: needs('notice.read_facts') }, async (request) => {
    const { cursor, ...paging } = request.query;
    const [before = null] = readCursor(cursor, z.tuple([cursorKeys.int])) ?? [];
    return answerPage(paging, {
      rows: (limit) => listRevisions(db, { before, limit }),
      total: () => countRevisions(db),
      view: viewRevision,
      key: ({ number }) => [number],
    });
  });
}
