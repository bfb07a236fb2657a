import { z } from 'zod';
import { countTargets } from '../../../../registry/target-filter.js';
import { listTargets } from '../../../../registry/targets.js';
import { findReadableNotice, needFacts } from '../../access.js';
import { callerOf } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { pageOf, readCursor } from '../../paging.js';
import { targetView } from '../../schema/notice-parts.js';
import { cursorKeys, listQuery } from '../../schema/query.js';
import { targetFilter } from '../../schema/target-filter.js';
import { unseenBy } from '../../view/unseen.js';
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
    const caller = callerOf(request);
    // By the lane that was asked for it could be told what was decided.
    const except = filter.lane === undefined ? [] : [...(await unseenBy(context, caller, { noticeId: row.id }))];
    const question = { noticeId: row.id, filter: { ...filter, except } };
    let unseen: ReadonlySet<number> = new Set();
    return answerPage(
      { limit, count },
      {
        rows: async (most) => {
          const rows = await listTargets(context.db, { ...question, afterNo, limit: most });
          const within = rows.filter(({ status }) => status === 'drafted').map(({ no }) => no);
          unseen = await unseenBy(context, caller, { noticeId: row.id, within });
          return rows;
        },
        total: () => countTargets(context.db, question),
        view: (target) => toTargetView(target, unseen.has(target.no)),
        key: ({ no }) => [no],
      },
    );
  });
}
