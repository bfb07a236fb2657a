import { findAnnex, findLetterView } from '../../../../registry/letters/letter-views.js';
import { partParams } from '../../../../contract/params.js';
import { findReadableNotice } from '../../../access.js';
import { needDocuments, refuseErased } from '../../../../application/access.js';
import type { Api, ApiContext } from '../../../context.js';
import { ApiProblem } from '../../../problems.js';
import { noQuery } from '../../../../contract/query.js';
import { binary } from '../../../../contract/binary.js';
import { isOwnLetter } from '../../../../application/letters/own-letter.js';
import { readLetterNumber } from './letter-number.js';

/** `GET /v1/notices/{id}/letters/{n}/pdf`: the same letter always gives the same bytes. */
export function registerGetLetterPdf(app: Api, context: ApiContext): void {
  const schema = {
    params: partParams,
    summary: 'A letter as PDF',
    tags: ['notices'],
    querystring: noQuery,
    response: { 200: binary('application/pdf', 'The letter. The same letter always gives the same bytes.') },
  };
  app.get('/v1/notices/:id/letters/:n/pdf', { schema }, async (request, reply) => {
    const { row, access } = await findReadableNotice(context, request);
    needDocuments(access);
    const n = readLetterNumber(request.params);
    const letter = n === null ? undefined : await findLetterView(context.db, { noticeId: row.id, n });
    if (letter === undefined) throw new ApiProblem('not-found', 'The notice has no such letter.');
    await refuseErased(context.db, { row, kind: 'letters' });
    await needProven(context, { noticeId: row.id, n: letter.n });
    const annex = letter.annexed ? await findAnnex(context.db, { noticeId: row.id, n: letter.n }) : undefined;
    const pdf = await context.letterPrinter({
      number: row.number,
      kind: letter.kind,
      subject: letter.subject,
      text: letter.text,
      annex: annex?.rows ?? null,
      language: letter.language,
      state: letter.state,
      writtenAt: letter.created_at,
    });
    return reply
      .type('application/pdf')
      .header('content-disposition', `inline; filename="${row.number}-letter-${letter.n}.pdf"`)
      .send(pdf);
  });
}

/** The desk signs no letter that it did not write. */
async function needProven(context: ApiContext, letter: { noticeId: string; n: number }): Promise<void> {
  if (await isOwnLetter(context, letter)) return;
  throw new ApiProblem(
    'illegal-transition',
    'The desk did not write this letter, or it was changed later, so it is not printed. See the alert letter_unproven.',
  );
}
