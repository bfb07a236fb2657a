import { z } from 'zod';
import { letterLanguages } from '../../../letters/render-letter.js';
import { requireCaller } from '../../caller.js';
import type { Api } from '../../context.js';
import { answerPage, readCursor } from '../../../application/paging.js';
import { cursorKeys, listQuery } from '../../../contract/query.js';
import { createPageSchema } from '../../../contract/paging.js';

export function registerListLetterLanguages(app: Api): void {
  const schema = {
    summary: 'List the languages of letters',
    tags: ['rulebook'],
    querystring: listQuery({}),
    response: {
      200: createPageSchema(
        z.object({
          language: z.string(),
          kinds: z.array(z.string()).describe('Letters in other languages are written in English'),
        }),
      ),
    },
  };
  app.get('/v1/rulebook/letter-languages', { schema }, async (request) => {
    requireCaller(request);
    const { cursor, ...paging } = request.query;
    const [after = ''] = readCursor(cursor, z.tuple([cursorKeys.text])) ?? [];
    const all = letterLanguages();
    return answerPage(paging, {
      rows: async (limit) => all.filter(({ language }) => language > after).slice(0, limit),
      total: async () => all.length,
      view: (item) => item,
      key: ({ language }) => [language],
    });
  });
}
