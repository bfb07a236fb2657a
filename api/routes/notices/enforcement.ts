import { z } from 'zod';
import { idParams } from '../../../contract/params.js';
import { findPause } from '../../../registry/enforcement/pauses.js';
import { findEnforcementProgress } from '../../../registry/submissions/submissions.js';
import { findReadableNotice } from '../../access.js';
import { needFacts } from '../../../application/access.js';
import type { Api, ApiContext } from '../../context.js';
import { ApiProblem } from '../../problems.js';
import { enforcementView } from '../../../contract/notice-parts.js';
import { toEnforcementView } from '../../../application/intake/notice/part-views.js';
import { wholeNumber } from '../../../contract/whole-number.js';

export const enforcementQuery = z.strictObject({
  submission: wholeNumber(1, 2_147_483_647).optional().describe('Default: the latest'),
});

export function registerGetEnforcement(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'Enforcement progress of a submission',
    tags: ['notices'],
    querystring: enforcementQuery,
    response: { 200: enforcementView },
  };
  app.get('/v1/notices/:id/enforcement', { schema }, async (request) => {
    const { row, access } = await findReadableNotice(context, request);
    needFacts(access);
    const progress = await loadEnforcement(context, row.id, request.query.submission);
    if (progress === undefined)
      throw new ApiProblem('not-found', 'The notice has no such submission. Submit decisions first.');
    return progress;
  });
}

/** Returns the present progress; undefined if the notice has no such submission. */
export async function loadEnforcement(
  { db, now }: Pick<ApiContext, 'db' | 'now'>,
  noticeId: string,
  number: number | undefined,
): Promise<ReturnType<typeof toEnforcementView> | undefined> {
  const progress = await findEnforcementProgress(db, { noticeId, ...(number === undefined ? {} : { number }) });
  if (progress === undefined) return undefined;
  return toEnforcementView(progress, { now: now(), pause: await findPause(db, noticeId) });
}
