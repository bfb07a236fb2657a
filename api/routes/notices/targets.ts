import { z } from 'zod';
import { idParams } from '../../../contract/params.js';
import { countTargets } from '../../../registry/targets/target-filter.js';
import { findNumberAt, listTargets } from '../../../registry/targets/targets.js';
import { findReadableNotice } from '../../access.js';
import { needFacts } from '../../../application/access.js';
import { requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { answerPage, readCursor } from '../../../application/paging.js';
import { targetView } from '../../../contract/notice-parts.js';
import { cursorKeys, listQuery } from '../../../contract/query.js';
import { targetFilter } from '../../../contract/target-filter.js';
import { findBlindTargets } from '../../../application/intake/notice/blind-targets.js';
import { findNoticeWithUsers } from '../../../application/intake/notice/notice-with-users.js';
import { toTargetView } from '../../../application/intake/notice/part-views.js';
import { wholeNumber } from '../../../contract/whole-number.js';
import { createPageSchema } from '../../../contract/paging.js';

const LARGEST_NO = 2_147_483_647;

const query = listQuery({
  ...targetFilter,
  from: wholeNumber(1, LARGEST_NO).optional().describe('Only targets with this number or a higher one'),
  skip: wholeNumber(0, LARGEST_NO)
    .optional()
    .describe('Number of targets to skip, for a scroll bar; use `cursor` to read all targets'),
});

export function registerListTargets(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'List the targets of a notice, by number',
    tags: ['notices'],
    querystring: query,
    response: { 200: createPageSchema(targetView) },
  };
  app.get('/v1/notices/:id/targets', { schema }, async (request) => {
    const { row, access } = await findReadableNotice(context, request);
    needFacts(access);
    const { cursor, limit, count, from = 1, skip = 0, ...filter } = request.query;
    const caller = requireCaller(request);
    // Filtering by action would reveal the hidden decisions, so blind targets are left out.
    const except =
      filter.action === undefined ? [] : [...(await findBlindTargets(context, caller, { noticeId: row.id }))];
    const question = { noticeId: row.id, filter: { ...filter, except } };
    const [key] = readCursor(cursor, z.tuple([cursorKeys.int])) ?? [];
    const start = { ...question, afterNo: key ?? from - 1 };
    // The start of the page is looked up by number only; its rows are then read as on any other page.
    const afterNo =
      skip === 0 || key !== undefined ? start.afterNo : await findNumberAt(context.db, { ...start, skip });
    const notice = await findNoticeWithUsers(context, row);
    let blind: ReadonlySet<number> = new Set();
    return answerPage(
      { limit, count },
      {
        rows: async (max) => {
          if (afterNo === null) return [];
          const rows = await listTargets(context.db, { ...question, afterNo, limit: max });
          const within = rows.filter(({ status }) => status === 'drafted').map(({ no }) => no);
          blind = await findBlindTargets(context, caller, { noticeId: row.id, within });
          return rows;
        },
        total: () => countTargets(context.db, question),
        view: (target) => toTargetView(target, blind.has(target.no), notice),
        key: ({ no }) => [no],
      },
    );
  });
}
