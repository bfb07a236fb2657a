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

export function registerListAppeals(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'List appeals, earliest deadline first',
    tags: ['appeals'],
    querystring: query,
    response: { 200: createPageSchema(appealView) },
  };
  app.get('/v1/appeals', { schema, preValidation: needs('appeal.read') }, async (request) =>
    listReadableAppeals(context, requireCaller(request), request.query),
  );
}

export function registerGetAppeal(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'Get an appeal',
    tags: ['appeals'],
    querystring: noQuery,
    response: { 200: z.union([appealWithDocuments, filedAppeal]) },
  };
  app.get('/v1/appeals/:id', { schema }, async (request) =>
    readAppeal(context, requireCaller(request), request.params.id),
  );
}

export function registerGetAppealDocument(app: Api, context: ApiContext): void {
  const schema = {
    params: documentParams,
    summary: 'A document of an appeal',
    tags: ['appeals'],
    querystring: noQuery,
    response: { 200: sentFile },
  };
  const path = '/v1/appeals/:id/documents/:digest';
  app.get(path, { schema, preValidation: needs('appeal.read') }, async (request, reply) => {
    const document = { id: request.params.id, sha256: readDigest(request.params.digest) };
    return sendFile(reply, await readAppealDocument(context, requireCaller(request), document));
  });
}
