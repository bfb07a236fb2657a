import { z } from 'zod';
import { listReadableAppeals, readAppeal, readAppealDocument } from '../../../application/appeals/read-appeals.js';
import { appealView, appealWithDocuments, filedAppeal } from '../../../contract/appeals.js';
import { sentFile } from '../../../contract/binary.js';
import { createPageSchema } from '../../../contract/paging.js';
import { documentParams, idParams } from '../../../contract/params.js';
import { listQuery, noQuery } from '../../../contract/query.js';
import { APPEAL_STATES } from '../../../domain/appeals/appeal.js';
import { needs, requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { readDigest, sendFile } from '../send-file.js';

const query = listQuery({
  state: z.enum(APPEAL_STATES).optional(),
  notice: z.uuid().optional().describe('Only appeals about this notice'),
});

export function registerReadAppeals(app: Api, context: ApiContext): void {
  const list = {
    summary: 'List appeals, earliest deadline first',
    tags: ['appeals'],
    querystring: query,
    response: { 200: createPageSchema(appealView) },
  };
  app.get('/v1/appeals', { schema: list, preValidation: needs('appeal.read') }, async (request) =>
    listReadableAppeals(context, requireCaller(request), request.query),
  );
  const appeal = {
    params: idParams,
    summary: 'Get an appeal',
    tags: ['appeals'],
    querystring: noQuery,
    response: { 200: z.union([appealWithDocuments, filedAppeal]) },
  };
  app.get('/v1/appeals/:id', { schema: appeal }, async (request) =>
    readAppeal(context, requireCaller(request), request.params.id),
  );
  const document = {
    params: documentParams,
    summary: 'A document of an appeal',
    tags: ['appeals'],
    querystring: noQuery,
    response: { 200: sentFile },
  };
  const path = '/v1/appeals/:id/documents/:digest';
  app.get(path, { schema: document, preValidation: needs('appeal.read') }, async (request, reply) => {
    const { id, digest } = request.params;
    const file = await readAppealDocument(context, requireCaller(request), { id, sha256: readDigest(digest) });
    return sendFile(reply, file);
  });
}
