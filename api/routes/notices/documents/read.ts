import { listNoticeDocuments, readDocument } from '../../../../application/intake/notice/documents.js';
import { binary } from '../../../../contract/binary.js';
import { documentFacts } from '../../../../contract/notice-parts.js';
import { createPageSchema } from '../../../../contract/paging.js';
import { documentParams, idParams } from '../../../../contract/params.js';
import { listQuery, noQuery } from '../../../../contract/query.js';
import { requireCaller } from '../../../caller.js';
import type { Api, ApiContext } from '../../../context.js';
import { readDigest, sendFile } from '../../send-file.js';

export function registerListDocuments(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'List the documents of a notice',
    tags: ['notices'],
    querystring: listQuery({}),
    response: { 200: createPageSchema(documentFacts) },
  };
  app.get('/v1/notices/:id/documents', { schema }, async (request) =>
    listNoticeDocuments(context, requireCaller(request), request.params.id, request.query),
  );
}

export function registerGetDocument(app: Api, context: ApiContext): void {
  const schema = {
    params: documentParams,
    summary: 'Get a document of a notice',
    tags: ['notices'],
    querystring: noQuery,
    response: { 200: binary('*/*', 'The file, with the media type it was sent with') },
  };
  app.get('/v1/notices/:id/documents/:digest', { schema }, async (request, reply) => {
    const document = { id: request.params.id, sha256: readDigest(request.params.digest) };
    return sendFile(reply, await readDocument(context, requireCaller(request), document));
  });
}
