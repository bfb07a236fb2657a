import { z } from 'zod';
import { targetParams } from '../../../contract/params.js';
import { listTargetHistory } from '../../../registry/targets/target-history.js';
import { findReadableNotice } from '../../access.js';
import { needFacts } from '../../../application/access.js';
import { requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { answerPage, readCursor } from '../../../application/paging.js';
import { ApiProblem } from '../../problems.js';
import { targetEvent } from '../../../contract/notice-parts.js';
import { cursorKeys, listQuery } from '../../../contract/query.js';
import { findBlindTargets } from '../../../application/intake/notice/blind-targets.js';
import { toTargetEvent } from '../../../application/intake/notice/part-views.js';
import { toReader } from '../../../application/caller.js';
import { createPageSchema } from '../../../contract/paging.js';

export function registerGetTargetHistory(app: Api, context: ApiContext): void {
  const schema = {
    params: targetParams,
    summary: 'The history of one target, oldest first',
    tags: ['notices'],
    querystring: listQuery({}),
    response: { 200: createPageSchema(targetEvent) },
  };
  app.get('/v1/notices/:id/targets/:no/history', { schema }, async (request) => {
    const { row, access } = await findReadableNotice(context, request);
    needFacts(access);
    const { no: text } = request.params;
    const no = /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null;
    const caller = requireCaller(request);
    const reader = toReader(caller);
    // One target's history is short: it is read as a whole, and the page is cut from it.
    const events = no === null ? [] : await listTargetHistory(context.db, { noticeId: row.id, no, reader });
    if (events.length === 0) throw new ApiProblem('not-found', 'This notice has no such target.');
    const { cursor, ...paging } = request.query;
    const [after = -1] = readCursor(cursor, z.tuple([cursorKeys.int])) ?? [];
    const unseen = no === null ? [] : await findBlindTargets(context, caller, { noticeId: row.id, within: [no] });
    const blind = [...unseen].length > 0;
    const numbered = events.map((event, place) => ({ ...event, place }));
    return answerPage(paging, {
      rows: async (limit) => numbered.slice(after + 1, after + 1 + limit),
      total: async () => events.length,
      view: (event) => toTargetEvent(event, blind),
      key: ({ place }) => [place],
    });
  });
}
