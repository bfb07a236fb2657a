import { z } from 'zod';
import { groundFits, groundNeedsNote } from '../../../domain/targets/ground.js';
import { DECISION_ACTIONS } from '../../../domain/targets/decision-action.js';
import { requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { answerPage, readCursor } from '../../../application/paging.js';
import { cursorKeys, listQuery } from '../../../contract/query.js';
import { groundView } from '../../../contract/rulebook/rulebook.js';
import { createPageSchema } from '../../../contract/paging.js';

export function registerListGrounds(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'List the grounds of decisions',
    tags: ['rulebook'],
    querystring: listQuery({}),
    response: { 200: createPageSchema(groundView) },
  };
  app.get('/v1/rulebook/grounds', { schema }, async (request) => {
    requireCaller(request);
    const { cursor, ...paging } = request.query;
    const [after = -1] = readCursor(cursor, z.tuple([cursorKeys.int])) ?? [];
    const all = context.rulebook.grounds.map((ground, place) => ({ ...ground, place }));
    return answerPage(paging, {
      rows: async (limit) => all.slice(after + 1, after + 1 + limit),
      total: async () => all.length,
      view: ({ code, title, text }) => ({
        code,
        actions: DECISION_ACTIONS.filter((action) => groundFits(action, code)),
        needsNote: groundNeedsNote(code),
        title,
        text,
      }),
      key: ({ place }) => [place],
    });
  });
}
