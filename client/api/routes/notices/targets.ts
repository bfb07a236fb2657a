import { z } from 'zod';
import { LANES } from '../../../../domain/lane.js';
import { TARGET_STATUSES } from '../../../../domain/target.js';
import { countTargets } from '../../../../registry/counts.js';
import { listTargets } from '../../../../registry/targets.js';
import { findReadableNotice, needFacts } from '../../access.js';
import type { Api, ApiContext } from '../../context.js';
import { pageOf, readCursor } from '../../paging.js';
import { targetView } from '../../schema/notice-parts.js';
import { cursorKeys, listQuery, queryText } from '../../schema/query.js';
import { answerPage } from '../answer-page.js';
import { toTargetView } from './part-views.js';

const query = listQuery({
  lane: z.enum(LANES).optional(),
  status: z.enum(TARGET_STATUSES).optional(),
  q: queryText(300).optional().describe('Part of the locator, case aside'),
});

/** `GET /v1/notices/{id}/targets`: what the notice names, with what was decided and done. */
export function registerListTargets(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'Targets of a notice, by number',
    tags: ['notices'],
    querystring: query,
    response: { 200: pageOf(targetView) },
  };
  app.get('/v1/notices/:id/targets', { schema }, async (request) => {
    const { row, access } = await findReadableNotice(context, request);
    needFacts(access);
    const { lane, status, q, cursor, ...paging } = request.query;
    const [afterNo = 0] = readCursor(cursor, z.tuple([cursorKeys.int])) ?? [];
    const filters = { noticeId: row.id, lane, status, q };
    return answerPage(paging, {
      rows: (limit) => listTargets(context.db, { ...filters, afterNo, limit }),
      total: () => countTargets(context.db, filters),
      view: toTargetView,
      key: ({ no }) => [no],
    });
  });
}
