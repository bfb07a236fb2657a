import { z } from 'zod';
import { countWaiting } from '../../../application/intake/notice/count-waiting.js';
import { countQueue } from '../../../application/enforcement/ops/stats.js';
import { noQuery, queryText } from '../../../contract/query.js';
import { countsView, statsView } from '../../../contract/stats.js';
import { needs, requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { noticesQuery } from '../notices/list.js';

export function registerStatsRoutes(app: Api, context: ApiContext): void {
  registerCounts(app, context);
  const schema = {
    summary: 'Counts of the queue',
    tags: ['notices'],
    querystring: noQuery,
    response: { 200: statsView },
  };
  app.get('/v1/stats', { schema, preValidation: needs('notice.read_facts') }, (request) =>
    countQueue(context, requireCaller(request)),
  );
}

const MAX_QUERIES = 100;

function registerCounts(app: Api, context: ApiContext): void {
  const one = queryText(2_000);
  const schema = {
    summary: 'Counts of the lists, and of notices by query',
    tags: ['notices'],
    querystring: z.strictObject({
      notices: z
        .union([one, z.array(one).max(MAX_QUERIES)])
        .optional()
        .describe('A query of `GET /v1/notices`, encoded; may be repeated'),
    }),
    response: { 200: countsView },
  };
  app.get('/v1/counts', { schema }, (request) => {
    const { notices = [] } = request.query;
    return countWaiting(context, requireCaller(request), [notices].flat().map(readNoticesQuery));
  });
}

/** Null for a query that the list would reject, so that one outdated saved view does not take all counts away. */
function readNoticesQuery(text: string) {
  const { data } = noticesQuery.safeParse(Object.fromEntries(new URLSearchParams(text)));
  if (data === undefined) return null;
  const { limit: _limit, cursor: _cursor, count: _count, sort: _sort, ...filters } = data;
  return filters;
}
