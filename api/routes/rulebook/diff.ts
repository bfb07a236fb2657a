import { z } from 'zod';
import { diffLaw } from '../../../rulebook/diff.js';
import type { Rulebook } from '../../../rulebook/rulebook.js';
import { requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { answerPage, readCursor } from '../../../application/paging.js';
import { cursorKeys, listQuery } from '../../../contract/query.js';
import { differenceView, lawTime } from '../../../contract/rulebook/rulebook.js';
import { parseLawTime } from '../../../domain/clock-arithmetic/law-time.js';
import { createPageSchema } from '../../../contract/paging.js';

const query = listQuery({
  from: lawTime.describe('A date, read in the time zone of each law, or a time with offset'),
  to: lawTime.describe('The same'),
});

function lawAt({ listRegimes }: Rulebook, time: string) {
  return { regimes: listRegimes(parseLawTime(time)), calendars: [] };
}

/** `GET /v1/rulebook/diff`: differences between two instants, both by the law as loaded now. */
export function registerDiffRulebook(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'Compare the law at two times',
    tags: ['rulebook'],
    querystring: query,
    response: { 200: createPageSchema(differenceView) },
  };
  app.get('/v1/rulebook/diff', { schema }, async (request) => {
    requireCaller(request);
    const { from, to, cursor, ...paging } = request.query;
    const { rulebook } = context;
    // One version of a law is in force at a time, so its id is the key of its difference.
    const all = diffLaw(lawAt(rulebook, from), lawAt(rulebook, to));
    const [after = null] = readCursor(cursor, z.tuple([cursorKeys.text])) ?? [];
    const rest = after === null ? all : all.filter(({ id }) => id > after);
    return answerPage(paging, {
      rows: async (limit) => rest.slice(0, limit),
      total: async () => all.length,
      view: (difference) => difference,
      key: ({ id }) => [id],
    });
  });
}
