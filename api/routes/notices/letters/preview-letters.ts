import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { previewLetters } from '../../../../application/letters/preview-letters.js';
import { notPermitted } from '../../../../application/refusal.js';
import { letterFields } from '../../../../contract/commands.js';
import { count } from '../../../../contract/fields.js';
import { letterView } from '../../../../contract/notice-parts.js';
import { idParams } from '../../../../contract/params.js';
import { noQuery } from '../../../../contract/query.js';
import { LETTER_KINDS, LETTER_NOTES } from '../../../../domain/letters/letter.js';
import { can } from '../../../../domain/people/permission.js';
import { requireCaller } from '../../../caller.js';
import type { Api, ApiContext } from '../../../context.js';

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
      '`written_in_english`: the requested language has no text for this kind; `not_reviewed`: no native lawyer has reviewed the texts in its language',
    ),
});

export function registerPreviewLetters(app: Api, context: ApiContext): void {
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
