import { printNoticeLetter, readAnnex } from '../../../application/letters/letter-views.js';
import { binary } from '../../../contract/binary.js';
import { partParams, idParams } from '../../../contract/params.js';
import { noQuery, listQuery } from '../../../contract/query.js';
import { requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { readPartNumber } from '../../access.js';
import { listNoticeCorrespondence } from '../../../application/letters/correspondence.js';
import { correspondencePage } from '../../../contract/mail/correspondence.js';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { previewLetters } from '../../../application/letters/preview-letters.js';
import { notPermitted } from '../../../application/refusal.js';
import { letterFields } from '../../../contract/commands.js';
import { count } from '../../../contract/fields.js';
import { letterView } from '../../../contract/notice-parts.js';
import { LETTER_KINDS, LETTER_NOTES } from '../../../domain/letters/letter.js';
import { can } from '../../../domain/people/permission.js';

export function registerLetters(app: Api, context: ApiContext): void {
  registerListCorrespondence(app, context);
  registerPrintedLetters(app, context);
  registerPreviewLetters(app, context);
}

const toLetterId = ({ id, n }: { id: string; n: string }) => ({ id, n: readPartNumber(n) });

function registerPrintedLetters(app: Api, context: ApiContext): void {
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

function registerListCorrespondence(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'Correspondence between the desk and the authority',
    tags: ['notices'],
    querystring: listQuery({}),
    response: { 200: correspondencePage },
  };
  app.get('/v1/notices/:id/correspondence', { schema }, async (request) =>
    listNoticeCorrespondence(context, requireCaller(request), request.params.id, request.query),
  );
}

const body = z
  .strictObject({
    ...letterFields,
    kind: z.enum(LETTER_KINDS).optional().describe('Only this letter'),
    submission: count
      .optional()
      .describe(
        "The letters of this submission, with its author's remarks; default: the letters of the current drafts",
      ),
  })
  .meta({ id: 'LettersPreview' });

const item = letterView.pick({ kind: true, language: true, to: true, subject: true, text: true, counts: true }).extend({
  when: z
    .enum(['approval', 'effect'])
    .describe('When it is sent; at `effect` it is written again with the counts at that time'),
  problem: z.string().nullable().describe('Why the letter cannot be written'),
  notes: z
    .array(z.enum(LETTER_NOTES))
    .describe(
      '`written_in_english`: the requested language has no text for this kind; `not_reviewed`: no native lawyer has reviewed the texts in its language; `language_of_law`: the law requires this language, so its text prevails; `not_language_of_law`: the law requires another; `form_incomplete`: a prescribed form has lines that the desk cannot fill in',
    ),
});

function registerPreviewLetters(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'Preview the letters that a submission would send; nothing is stored',
    tags: ['notices'],
    querystring: noQuery,
    body,
    response: { 200: z.object({ items: z.array(item) }) },
  };
  app.post(
    '/v1/notices/:id/letters/preview',
    { schema, config: { reads: true }, preValidation: needsSubmitOrApprove },
    async (request) => ({
      items: await previewLetters(context, requireCaller(request), { ...request.body, ...request.params }),
    }),
  );
}

async function needsSubmitOrApprove(request: FastifyRequest): Promise<void> {
  const { roles } = requireCaller(request);
  if (!can(roles, 'submit') && !can(roles, 'approve')) throw notPermitted('submit');
}
