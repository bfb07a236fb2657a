import { previewTriage } from '../../../application/commands/preview-triage.js';
import { idParams } from '../../../contract/params.js';
import { noQuery } from '../../../contract/query.js';
import { triagePreview, triageQuestion } from '../../../contract/triage.js';
import { needs, requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';

export function registerTriage(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'Preview what triage would ask and which clocks would start',
    description: 'Computes from the facts on record and the given ones; stores nothing.',
    tags: ['notices'],
    querystring: noQuery,
    body: triageQuestion,
    response: { 200: triagePreview },
  };
  app.post('/v1/notices/:id/triage/preview', { schema, preValidation: needs('triage') }, async (request) =>
    previewTriage(context, requireCaller(request), { id: request.params.id, ...request.body }),
  );
}
