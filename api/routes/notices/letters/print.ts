import { printNoticeLetter, readAnnex } from '../../../../application/letters/letter-views.js';
import { binary } from '../../../../contract/binary.js';
import { partParams } from '../../../../contract/params.js';
import { noQuery } from '../../../../contract/query.js';
import { requireCaller } from '../../../caller.js';
import type { Api, ApiContext } from '../../../context.js';
import { readPartNumber } from '../../../part-number.js';

const toLetterId = ({ id, n }: { id: string; n: string }) => ({ id, n: readPartNumber(n) });

export function registerPrintedLetters(app: Api, context: ApiContext): void {
  const pdf = {
    params: partParams,
    summary: 'A letter as PDF',
    tags: ['notices'],
    querystring: noQuery,
    response: { 200: binary('application/pdf', 'The letter. The same letter always gives the same bytes.') },
  };
  app.get('/v1/notices/:id/letters/:n/pdf', { schema: pdf }, async (request, reply) => {
    const { name, bytes } = await printNoticeLetter(context, requireCaller(request), toLetterId(request.params));
    return reply.type('application/pdf').header('content-disposition', `inline; filename="${name}.pdf"`).send(bytes);
  });
  const annex = {
    params: partParams,
    summary: 'The annex of a letter as CSV',
    tags: ['notices'],
    querystring: noQuery,
    response: { 200: binary('text/csv', 'no, type, locator, grounds, note: every item of the letter, in order.') },
  };
  app.get('/v1/notices/:id/letters/:n/annex', { schema: annex }, async (request, reply) => {
    const { name, csv } = await readAnnex(context, requireCaller(request), toLetterId(request.params));
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="${name}.csv"`)
      .send(csv);
  });
}
