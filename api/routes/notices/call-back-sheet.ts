import { z } from 'zod';
import { toSecrecy } from '../../../application/people/secrecy/find-secrecy.js';
import { callBackSheet } from '../../../application/intake/sender/call-back-sheet.js';
import { findListed } from '../../../application/intake/sender/find-listed.js';
import { SHEET_LANGUAGES } from '../../../application/intake/sender/sheet-words.js';
import { binary } from '../../../contract/binary.js';
import { idParams } from '../../../contract/params.js';
import { isSecretAt } from '../../../domain/notices/secrecy.js';
import { press } from '../../../letters/pdf/press.js';
import { findReadableNotice } from '../../access.js';
import { needDocuments } from '../../../application/access.js';
import type { Api, ApiContext } from '../../context.js';

const query = z.strictObject({ language: z.enum(SHEET_LANGUAGES).default('en') });

/** `GET /v1/notices/{id}/call-back-sheet`: printable, and without content of the order. */
export function registerGetCallBackSheet(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'A sheet for calling an authority back, as PDF',
    tags: ['notices'],
    querystring: query,
    response: { 200: binary('application/pdf', 'Contacts from the directory, the checklist, and space for notes') },
  };
  app.get('/v1/notices/:id/call-back-sheet', { schema }, async (request, reply) => {
    const { row, access } = await findReadableNotice(context, request);
    needDocuments(access);
    const at = context.now();
    const listed = await findListed(context.db, row);
    const isSecret = isSecretAt(toSecrecy(row), at.getTime());
    const sheet = callBackSheet({
      mark: isSecret ? row.id : row.number,
      authority: isSecret ? null : row.authority_name,
      entry: listed?.verification === 'verified' ? listed : null,
      language: request.query.language,
      at,
    });
    return reply
      .type('application/pdf')
      .header('content-disposition', 'inline; filename="call-back-sheet.pdf"')
      .send(await press({ page: sheet }));
  });
}
