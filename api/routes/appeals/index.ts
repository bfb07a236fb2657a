import type { Api, ApiContext } from '../../context.js';
import { registerAppealPage } from './page.js';
import { z } from 'zod';
import { listReadableAppeals, readAppeal, readAppealDocument } from '../../../application/appeals/read-appeals.js';
import {
  appealView,
  appealWithDocuments,
  filedAppeal,
  appealCreate,
  appealDecide,
  appealDecided,
} from '../../../contract/appeals.js';
import { sentFile } from '../../../contract/binary.js';
import { createPageSchema } from '../../../contract/paging.js';
import { documentParams, idParams } from '../../../contract/params.js';
import { listQuery, noQuery } from '../../../contract/query.js';
import { APPEAL_STATES } from '../../../domain/appeals/appeal.js';
import { needs, requireCaller } from '../../caller.js';
import { readDigest, sendFile } from '../send-file.js';
import { decideAppeal } from '../../../application/appeals/decide-appeal.js';
import { fileForUser } from '../../../application/appeals/file-appeal.js';
import { readIdempotencyKey, sendAnswer } from '../../idempotency.js';
import { readWriteAct } from '../../step-up.js';
import { writeRoute } from '../../write-route.js';

export function registerAppealsRoutes(app: Api, context: ApiContext): void {
  registerWriteAppeals(app, context);
  registerReadAppeals(app, context);
  registerAppealPage(app, context);
}

const query = listQuery({
  state: z.enum(APPEAL_STATES).optional(),
  notice: z.uuid().optional().describe('Only appeals about this notice'),
});

function registerReadAppeals(app: Api, context: ApiContext): void {
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

function registerWriteAppeals(app: Api, context: ApiContext): void {
  writeRoute(app, context, {
    url: '/v1/appeals',
    summary: 'File an appeal on behalf of a user',
    description:
      'Accepted even if late and even if the desk cannot match it to a decision. The answer is always the same, so it does not reveal whether a notice exists.',
    tags: ['appeals'],
    body: appealCreate,
    response: { 201: filedAppeal },
    admit: 'appeal.file',
    write: async (acting, { body }) => {
      const answer = await fileForUser(acting, body);
      return { answer, location: `/v1/appeals/${answer.id}` };
    },
  });
  const decision = {
    params: idParams,
    summary: 'Decide an appeal',
    description:
      'Anyone who filed the appeal, or decided or approved the restriction, is refused (four-eyes). `restored` opens a restoration with cause `appeal_won` that needs an approver.',
    tags: ['appeals'],
    querystring: noQuery,
    body: appealDecide,
    response: { 200: appealDecided },
  };
  app.post(
    '/v1/appeals/:id/decide',
    { schema: decision, preValidation: needs('appeal.read') },
    async (request, reply) => {
      const { body } = request;
      const { assertion, ...verdict } = body;
      const stepUp = { act: readWriteAct(request), assertion };
      const order = { id: request.params.id, verdict, stepUp, key: readIdempotencyKey(request), body };
      return sendAnswer(reply, await decideAppeal(context, requireCaller(request), order));
    },
  );
}
