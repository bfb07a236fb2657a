import { createHash } from 'node:crypto';
import { parse } from 'content-disposition';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { addDocument, type SentDocument } from '../../../application/intake/add-document.js';
import { readDocument, readDocumentText } from '../../../application/intake/notice/documents.js';
import { sentFile } from '../../../contract/binary.js';
import { readMediaType, MEDIA_TYPE_CURE } from '../../../contract/media-type.js';
import { addedDocument, documentText } from '../../../contract/notice-parts.js';
import { documentParams, idParams } from '../../../contract/params.js';
import { noQuery } from '../../../contract/query.js';
import { requireCaller } from '../../caller.js';
import { readDigest, sendFile } from '../send-file.js';
import { admitTo, requireAdmitted } from '../../access.js';
import { toTypedScope, type Api, type ApiContext } from '../../context.js';
import { readIdempotencyKey, sendAnswer } from '../../idempotency.js';
import { fieldProblem } from '../../problems.js';
import { readable } from '../../raw-list.js';
import { UNENCODED } from '../../read-json.js';

const MAX_NAME = 255;

export function registerDocuments(app: Api, context: ApiContext): void {
  registerAddDocument(app, context);
  registerGetDocument(app, context);
  registerGetDocumentText(app, context);
}

function registerGetDocumentText(app: Api, context: ApiContext): void {
  const schema = {
    params: documentParams,
    summary: 'Get the text of a document of a notice',
    description: 'Of a PDF, Word document, workbook or plain text, read in a sandbox: at most the first 600 lines.',
    tags: ['notices'],
    querystring: noQuery,
    response: { 200: documentText },
  };
  app.get('/v1/notices/:id/documents/:digest/text', { schema }, async (request) => {
    const document = { id: request.params.id, sha256: readDigest(request.params.digest) };
    return readable(() => readDocumentText(context, requireCaller(request), document));
  });
}

function registerGetDocument(app: Api, context: ApiContext): void {
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

/**
 * `POST /v1/notices/{id}/documents`: adds a document, its bytes as the body and its name in Content-Disposition, at any
 * stage but closed. Stored by SHA-256, so the same bytes again add nothing; the file is never opened.
 */
function registerAddDocument(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'Add a document to a notice',
    description:
      'The file as the raw body, at most 32 MiB, with `Content-Type` and `Content-Disposition: attachment; filename="…"`.',
    tags: ['notices'],
    consumes: ['application/octet-stream', 'application/pdf', 'text/plain', 'message/rfc822'],
    body: z.any().describe('The file'),
    response: { 200: addedDocument },
  };
  void app.register(async (plain) => {
    const scope = toTypedScope(plain);
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser<Buffer>('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    scope.post(
      '/v1/notices/:id/documents',
      { schema, preValidation: admitTo(context, { permission: 'documents.add', name: 'add_document' }) },
      async (request, reply) => {
        const sent = { document: readSentDocument(request), key: readIdempotencyKey(request) };
        return sendAnswer(reply, await addDocument(context, requireAdmitted(request), sent));
      },
    );
  });
}

function readSentDocument({ headers, body }: FastifyRequest): SentDocument {
  if (!Buffer.isBuffer(body) || body.length === 0)
    throw fieldProblem('', 'The body is empty: send the file as the body.');
  const mediaType = headers['content-type'] ?? '';
  if (readMediaType(mediaType) === undefined) throw fieldProblem('/headers/content-type', MEDIA_TYPE_CURE);
  if (headers['content-encoding'] !== undefined) throw fieldProblem('/headers/content-encoding', UNENCODED);
  const sha256 = createHash('sha256').update(body).digest('hex');
  return { name: nameIn(headers['content-disposition']), mediaType, bytes: body, sha256 };
}

function nameIn(header: string | undefined): string {
  const cure = 'Give the name of the file: attachment; filename="order.pdf".';
  const name = header === undefined ? '' : parsed(header);
  if (name === '') throw fieldProblem('/headers/content-disposition', cure);
  if (name.length > MAX_NAME)
    throw fieldProblem('/headers/content-disposition', `A name can have at most ${MAX_NAME} characters.`);
  return name;
}

function parsed(header: string): string {
  try {
    return (parse(header).parameters['filename'] ?? '').trim();
  } catch {
    return '';
  }
}
