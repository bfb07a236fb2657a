import { authenticityView } from '../../../contract/authenticity.js';
import { idParams } from '../../../contract/params.js';
import { findReadableNotice } from '../../access.js';
import { needDocuments } from '../../../application/access.js';
import { requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { loadAuthenticity } from '../../../application/intake/sender/authenticity.js';

export function registerGetAuthenticity(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'All evidence for and against the authenticity of a notice',
    tags: ['notices'],
    response: { 200: authenticityView },
  };
  app.get('/v1/notices/:id/authenticity', { schema }, async (request) => {
    const { row, access } = await findReadableNotice(context, request);
    needDocuments(access);
    return loadAuthenticity(context, { row, caller: requireCaller(request) });
  });
}
