import { z } from 'zod';
import { idParams } from '../../../contract/params.js';
import { countClocks, listClocks, readBesideClocks } from '../../../registry/clocks/clock-views.js';
import { findPenalty } from '../../../rulebook/consequence.js';
import { standOfClock } from '../../../application/clocks/rulebook/law-reviews.js';
import { readReviewRecords } from '../../../registry/rulebook/law-reviews.js';
import { toReader } from '../../../application/caller.js';
import { requireCaller } from '../../caller.js';
import { findReadableNotice } from '../../access.js';
import { needFacts } from '../../../application/access.js';
import type { Api, ApiContext } from '../../context.js';
import { answerPage, readCursor } from '../../../application/paging.js';
import { clockView } from '../../../contract/notice-parts.js';
import { cursorKeys, listQuery } from '../../../contract/query.js';
import { toClockView } from '../../../application/intake/notice/part-views.js';
import { createPageSchema } from '../../../contract/paging.js';

export function registerListClocks(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'Clocks of a notice',
    tags: ['notices'],
    querystring: listQuery({}),
    response: { 200: createPageSchema(clockView) },
  };
  app.get('/v1/notices/:id/clocks', { schema }, async (request) => {
    const { row, access } = await findReadableNotice(context, request);
    needFacts(access);
    const { cursor, ...paging } = request.query;
    const key = readCursor(cursor, z.tuple([cursorKeys.int, cursorKeys.uuid]));
    const after = key === null ? null : { position: key[0], id: key[1] };
    const beside = await readBesideClocks(context.db, { noticeId: row.id, reader: toReader(requireCaller(request)) });
    const records = await readReviewRecords(context.db);
    const law = { rulebook: context.rulebook, records, nowMs: context.now().getTime() };
    return answerPage(paging, {
      rows: (limit) => listClocks(context.db, { noticeId: row.id, after, limit }),
      total: () => countClocks(context.db, { noticeId: row.id }),
      view: (clock) =>
        toClockView(clock, beside, { review: standOfClock(law, clock), penalty: findPenalty(law.rulebook, clock) }),
      key: ({ position, id }) => [position, id],
    });
  });
}
