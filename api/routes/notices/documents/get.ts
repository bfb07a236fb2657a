import { findDocument } from '../../../../registry/notices/document-views.js';
import { documentParams } from '../../../../contract/params.js';
import { findReadableNotice, needDocuments, refuseErased } from '../../../access.js';
import type { Api, ApiContext } from '../../../context.js';
import { ApiProblem } from '../../../problems.js';
import { sentFile } from '../../../../contract/binary.js';
import { noQuery } from '../../../../contract/query.js';
import { sendFile } from '../../send-file.js';

/**
 * Serves a file as it came. It is hostile: always a download, without type sniffing, and sandboxed in case a browser
 * opens it after all.
 */
export function registerGetDocument(app: Api, context: ApiContext): void {
  const schema = {
    params: documentParams,
    summary: 'Get a document of a notice',
    tags: ['notices'],
    querystring: noQuery,
    response: { 200: sentFile },
  };
  app.get('/v1/notices/:id/documents/:digest', { schema }, async (request, reply) => {
    const { row, access } = await findReadableNotice(context, request);
    needDocuments(access);
    const { digest } = request.params;
    const [, sha256] = /^(?:sha256:)?([0-9a-f]{64})$/.exec(digest) ?? [];
    const file = sha256 === undefined ? undefined : await findDocument(context.db, { noticeId: row.id, sha256 });
    if (file === undefined) throw new ApiProblem('not-found', 'The notice has no such document.');
    await refuseErased(context.db, { row, kind: 'documents' });
    return sendFile(reply, { mediaType: file.media_type, name: file.name, bytes: file.bytes });
  });
}
