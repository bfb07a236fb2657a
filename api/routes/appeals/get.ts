import { z } from 'zod';
import { can } from '../../../domain/people/permission.js';
import { findAppeal, findFiled, findAppealDocument, listAppealDocuments } from '../../../registry/appeals/appeals.js';
import { readAsService } from '../../../registry/reading.js';
import { toReader, type Caller } from '../../../application/caller.js';
import { appealWithDocuments, filedAppeal } from '../../../contract/appeals.js';
import { sentFile } from '../../../contract/binary.js';
import { documentParams, idParams } from '../../../contract/params.js';
import { noQuery } from '../../../contract/query.js';
import { isUuid } from '../../../domain/uuid.js';
import { requireCaller, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { ApiProblem } from '../../problems.js';
import { recordSecretReads } from '../../secret-reads.js';
import { toSeenNotice } from './list.js';
import { toAppealView, toFiledView } from './view.js';
import { sendFile } from '../send-file.js';
import { CURES } from '../../../domain/commands/cures.js';

function noSuchAppeal(): ApiProblem {
  return new ApiProblem('not-found', CURES.noAppeal);
}

async function needAppeal(context: ApiContext, caller: Caller, id: string) {
  const row = isUuid(id) ? await findAppeal(context.db, { id, reader: toReader(caller) }) : undefined;
  if (row === undefined) throw noSuchAppeal();
  await recordSecretReads(context, caller, { seen: toSeenNotice(row), list: 'appeals' });
  return row;
}

/** `GET /v1/appeals/{id}`: an intake key sees only appeals it filed, in reduced form. */
export function registerGetAppeal(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'Get an appeal',
    tags: ['appeals'],
    querystring: noQuery,
    response: { 200: z.union([appealWithDocuments, filedAppeal]) },
  };
  app.get('/v1/appeals/:id', { schema }, async (request) => {
    const caller = requireCaller(request);
    const { id } = request.params;
    if (can(caller.roles, 'appeal.read')) {
      const row = await needAppeal(context, caller, id);
      const documents = await listAppealDocuments(context.db, row.id);
      return {
        ...toAppealView(row, caller),
        documents: documents.map(({ sha256, name, media_type: mediaType }) => ({ sha256, name, mediaType })),
      };
    }
    const find = () => findFiled(context.db, { id, filedBy: caller.person.id });
    const own = isUuid(id) && can(caller.roles, 'appeal.file') ? await readAsService('own_receipts', find) : undefined;
    if (own === undefined) throw noSuchAppeal();
    return toFiledView(own);
  });
}

/** Serves a file as it came. It is hostile: always a download, never a page. */
export function registerGetAppealDocument(app: Api, context: ApiContext): void {
  const schema = {
    params: documentParams,
    summary: 'A document of an appeal',
    tags: ['appeals'],
    querystring: noQuery,
    response: { 200: sentFile },
  };
  app.get(
    '/v1/appeals/:id/documents/:digest',
    { schema, preValidation: needs('appeal.read') },
    async (request, reply) => {
      const row = await needAppeal(context, requireCaller(request), request.params.id);
      const [, sha256] = /^(?:sha256:)?([0-9a-f]{64})$/.exec(request.params.digest) ?? [];
      const file =
        sha256 === undefined ? undefined : await findAppealDocument(context.db, { appealId: row.id, sha256 });
      if (file === undefined) throw new ApiProblem('not-found', 'The appeal has no such document.');
      return sendFile(reply, { mediaType: file.media_type, name: file.name, bytes: file.bytes });
    },
  );
}
