import { findAnnex } from '../../../../registry/letters/letter-views.js';
import { partParams } from '../../../../contract/params.js';
import { annexCsv } from '../../../../letters/annex.js';
import { findReadableNotice } from '../../../access.js';
import { needDocuments, refuseErased } from '../../../../application/access.js';
import type { Api, ApiContext } from '../../../context.js';
import { ApiProblem } from '../../../problems.js';
import { binary } from '../../../../contract/binary.js';
import { noQuery } from '../../../../contract/query.js';
import { readLetterNumber } from './letter-number.js';

/** `GET /v1/notices/{id}/letters/{n}/annex`: all items of a letter whose text names only the first ones. */
export function registerGetLetterAnnex(app: Api, context: ApiContext): void {
  const schema = {
    params: partParams,
    summary: 'The annex of a letter as CSV',
    tags: ['notices'],
    querystring: noQuery,
    response: { 200: binary('text/csv', 'no, type, locator, grounds, note: every item of the letter, in order.') },
  };
  app.get('/v1/notices/:id/letters/:n/annex', { schema }, async (request, reply) => {
    const { row, access } = await findReadableNotice(context, request);
    needDocuments(access);
    const n = readLetterNumber(request.params);
    await refuseErased(context.db, { row, kind: 'letters' });
    const annex = n === null ? undefined : await findAnnex(context.db, { noticeId: row.id, n });
    if (annex === undefined) throw new ApiProblem('not-found', 'The notice has no such letter, or it has no annex.');
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="${row.number}-letter-${n}-annex.csv"`)
      .send(annexCsv(annex.kind, annex.rows));
  });
}
