import { z } from 'zod';
import { findEnforcementProgress } from '../../../../registry/submissions.js';
import { findReadableNotice, needFacts } from '../../access.js';
import type { Api, ApiContext } from '../../context.js';
import { Problem } from '../../problems.js';
import { enforcementView } from '../../schema/notice-parts.js';
import { toEnforcementView } from './part-views.js';

const query = z.strictObject({
  submission: z.coerce.number().int().min(1).max(2_147_483_647).optional().describe('The latest where it is left out'),
});

/** `GET /v1/notices/{id}/enforcement`: how far the platform has carried out a submission. */
export function registerGetEnforcement(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'Progress of a submission on the platform',
    tags: ['notices'],
    querystring: query,
    response: { 200: enforcementView },
  };
  app.get('/v1/notices/:id/enforcement', { schema }, async (request) => {
    const { row, access } = await findReadableNotice(context, request);
    needFacts(access);
    const { submission } = request.query;
    const progress = await findEnforcementProgress(context.db, {
      noticeId: row.id,
      ...(submission === undefined ? {} : { number: submission }),
    });
    if (progress === undefined)
      throw new Problem('not-found', 'The notice has no such submission. Submit decisions first.');
    return toEnforcementView(progress, context.now());
  });
}
