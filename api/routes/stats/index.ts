import { countQueue } from '../../../application/enforcement/ops/stats.js';
import { noQuery } from '../../../contract/query.js';
import { statsView } from '../../../contract/stats.js';
import { needs, requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';

export function registerStatsRoutes(app: Api, context: ApiContext): void {
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
