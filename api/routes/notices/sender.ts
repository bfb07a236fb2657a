import { z } from 'zod';
import { readAuthenticity } from '../../../application/intake/sender/authenticity.js';
import { printCallBackSheet } from '../../../application/intake/sender/call-back-sheet.js';
import { SHEET_LANGUAGES } from '../../../application/intake/sender/sheet-words.js';
import { authenticityView } from '../../../contract/authenticity.js';
import { binary } from '../../../contract/binary.js';
import { idParams } from '../../../contract/params.js';
import { requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';

const sheetQuery = z.strictObject({ language: z.enum(SHEET_LANGUAGES).default('en') });

export function registerSender(app: Api, context: ApiContext): void {
  const authenticity = {
    params: idParams,
    summary: 'All evidence for and against the authenticity of a notice',
    tags: ['notices'],
    response: { 200: authenticityView },
  };
  app.get('/v1/notices/:id/authenticity', { schema: authenticity }, async (request) =>
    readAuthenticity(context, requireCaller(request), request.params.id),
  );
  const sheet = {
    params: idParams,
    summary: 'A sheet for calling an authority back, as PDF',
    tags: ['notices'],
    querystring: sheetQuery,
    response: { 200: binary('application/pdf', 'Contacts from the directory, the checklist, and space for notes') },
  };
  app.get('/v1/notices/:id/call-back-sheet', { schema: sheet }, async (request, reply) => {
    const order = { ...request.params, ...request.query };
    return reply
      .type('application/pdf')
      .header('content-disposition', 'inline; filename="call-back-sheet.pdf"')
      .send(await printCallBackSheet(context, requireCaller(request), order));
  });
}
