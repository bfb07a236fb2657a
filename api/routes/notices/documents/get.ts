import { readDocument } from '../../../../application/intake/notice/documents.js';
import { binary } from '../../../../contract/binary.js';
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
    response: { 200: binary('*/*', 'The file, with the media type it was sent with') },
  };
  app.get('/v1/notices/:id/documents/:digest', { schema }, async (request, reply) => {
    const document = { id: request.params.id, sha256: readDigest(request.params.digest) };
    return sendFile(reply, await readDocument(context, requireCaller(request), document));
  });
}
