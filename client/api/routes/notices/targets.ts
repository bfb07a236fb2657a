import { z } from 'zod';
import { countTargets } from '../../../../registry/target-filter.js';
import { listTargets } from '../../../../registry/targets.js';
import { findReadableNotice, needFacts } from '../../access.js';
import type { Api, ApiContext } from '../../context.js';
import { pageOf, readCursor } from '../../paging.js';
import { targetView } from '../../schema/notice-parts.js';
import { cursorKeys, listQuery } from '../../schema/query.js';
import { targetFilter } from '../../schema/target-filter.js';
import { answerPage } from '../answer-page.js';
import { toTargetView } from './part-views.js';

const query = listQuery(targetFilter);

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
    const { cursor, limit, count, ...filter } = request.query;
    const [afterNo = 0] = readCursor(cursor, z.tuple([cursorKeys.int])) ?? [];
    const question = { noticeId: row.id, filter };
    return answerPage(
      { limit, count },
      {
        rows: (most) => listTargets(context.db, { ...question, afterNo, limit: most }),
        total: () => countTargets(context.db, question),
        view: toTargetView,
        key: ({ no }) => [no],
      },
    );
  });
}
