import { idParams } from '../../../contract/params.js';
import { breakGlass, breakGlassView } from '../../../contract/notice-acts.js';
import { beginBreakGlass } from '../../../application/people/secrecy/break-glass.js';
import { requireCaller, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { noQuery } from '../../../contract/query.js';

/**
 * `POST /v1/notices/{id}/break-glass`: temporary access for counsel who is not named; readers, auditors and other
 * counsel are notified.
 */
export function registerBreakGlass(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'Take break-glass access to a secret notice for a limited time, with a reason',
    description: 'People with access to the notice, auditors and other counsel are notified. Every access is recorded.',
    tags: ['notices'],
    querystring: noQuery,
    body: breakGlass,
    response: { 200: breakGlassView },
  };
  app.post('/v1/notices/:id/break-glass', { schema, preValidation: needs('break_glass') }, async (request) => {
    const { id } = request.params;
    const { until } = await beginBreakGlass(context, { caller: requireCaller(request), id, ...request.body });
    return { notice: id, until: until.toISOString() };
  });
}
