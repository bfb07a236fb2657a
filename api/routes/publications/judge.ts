import type { FastifyReply, FastifyRequest } from 'fastify';
import { approvePublication, type Publishing, returnPublication } from '../../../application/letters/publishing/publications.js';
import { partParams } from '../../../contract/params.js';
import { noQuery } from '../../../contract/query.js';
import { publicationApprove, publicationReturn, publicationState } from '../../../contract/publishing/publications.js';
import type { PublicationKind } from '../../../domain/reports/publication.js';
import { findReadableNotice, needDocuments } from '../../access.js';
import { requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { answerWrite } from '../answer-write.js';
import { readVersion } from './read-version.js';
import { readVersionState } from './version-view.js';

const APPROVES = {
  summary: "Approve another person's version",
  description:
    'Authorship is checked before the role: the author of a version, and anyone who has approved it, is refused (four-eyes).',
  params: partParams,
  tags: ['notices'],
  querystring: noQuery,
  body: publicationApprove,
  response: { 200: publicationState },
};
const RETURNS = { ...APPROVES, summary: 'Return a version to its author', body: publicationReturn };

interface Judging {
  context: ApiContext;
  request: FastifyRequest<{ Params: { id: string; n: string } }>;
  reply: FastifyReply;
  kind: PublicationKind;
}

async function judge(
  { context, request, reply, kind }: Judging,
  act: (publishing: Publishing, named: { kind: PublicationKind; version: number }) => Promise<void>,
) {
  const { row, access } = await findReadableNotice(context, request);
  needDocuments(access);
  const version = readVersion(request.params.n);
  return answerWrite(context, { request, reply, scope: `POST ${request.url}` }, async (trx) => {
    await act({ trx, services: context, caller: requireCaller(request), noticeId: row.id }, { kind, version });
    return readVersionState(trx, { kind, noticeId: row.id, version });
  });
}

const judges = (path: string, kind: PublicationKind) => (app: Api, context: ApiContext) => {
  app.post(`/v1/notices/:id/${path}/:n/approve`, { schema: APPROVES }, (request, reply) =>
    judge({ context, request, reply, kind }, (publishing, named) =>
      approvePublication(publishing, { ...named, ...request.body }),
    ),
  );
  app.post(`/v1/notices/:id/${path}/:n/return`, { schema: RETURNS }, (request, reply) =>
    judge({ context, request, reply, kind }, (publishing, named) =>
      returnPublication(publishing, { ...named, ...request.body }),
    ),
  );
};

export const registerJudgeLumen = judges('lumen', 'lumen');
/** A public statement needs two approvals. */
export const registerJudgePublicStatement = judges('public-statement', 'public_statement');
export const registerJudgeReasons = judges('statements', 'statement_of_reasons');
