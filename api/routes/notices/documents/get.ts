import { readDocument } from '../../../../application/intake/notice/documents.js';
import { sentFile } from '../../../../contract/binary.js';
import { documentParams } from '../../../../contract/params.js';
import { noQuery } from '../../../../contract/query.js';
import { requireCaller } from '../../../caller.js';
import type { Api, ApiContext } from '../../../context.js';
import { readDigest, sendFile } from '../../send-file.js';

export function registerGetDocument(app: Api, context: ApiContext): void {
  const schema = {
    params: documentParams,
    summary: 'Get a document of a notice',
    tags: ['notices'],
    querystring: noQuery,
    response: { 200: sentFile },
  };
  app.get('/v1/notices/:id/documents/:digest', { schema }, async (request, reply) => {
    const document = { id: request.params.id, sha256: readDigest(request.params.digest) };
    return sendFile(reply, await readDocument(context, requireCaller(request), document));
  });
}
