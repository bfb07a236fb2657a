import type { FastifyRequest } from 'fastify';
import {
  approveVersion,
  getLumen,
  getPublicStatement,
  needPublisher,
  returnVersion,
  settleLumenVersion,
  writeLumenVersion,
  writePublicStatement,
} from '../../application/letters/show-publications.js';
import { idParams, partParams } from '../../../../contract/params.js';
import {
  lumenSettle,
  lumenView,
  lumenWrite,
  publicationApprove,
  publicationReturn,
  publicationState,
  publicStatementView,
  publicStatementWrite,
} from '../../contract/publications.js';
import { noQuery } from '../../../../contract/query.js';
import type { PublicationKind } from '../../../../domain/events/published.js';
import { readId, readPartNumber, noticeTo } from '../../../../api/access.js';
import { requireCaller } from '../../../../api/caller.js';
import type { Api, ApiContext } from '../../../../api/context.js';
import { writeRoute } from '../../../../api/write-route.js';
import { buildStatementUrl, registerPublicStatements } from './public-pages.js';
import {
  listNoticeReasons,
  listNoticeStatements,
  stateNoticeReasons,
} from '../../application/letters/notice-statements.js';
import { reasonsView, statedView, statementsWrite, statementView } from '../../contract/statements.js';
import { listsOf } from '../../../../api/routes/notices/lists.js';

const tags = ['notices'];

export function registerPublicationsRoutes(app: Api, context: ApiContext): void {
  const find = (request: FastifyRequest) => needPublisher(context, requireCaller(request), readId(request));
  registerLumen(app, context, find);
  registerStatement(app, context, find);
  registerJudging(app, context, find);
  registerPublicStatements(app, context);
}

type Find = (request: FastifyRequest) => ReturnType<typeof needPublisher>;

function registerLumen(app: Api, context: ApiContext, find: Find): void {
  const get = {
    params: idParams,
    summary: 'The redacted proposal for Lumen, and its versions',
    description: 'There is no proposal if nothing about the notice may be published; `unpublishable` says why.',
    tags,
    querystring: noQuery,
    response: { 200: lumenView },
  };
  app.get('/v1/notices/:id/lumen', { schema: get }, (request) =>
    getLumen(context, requireCaller(request), request.params),
  );

  writeRoute(app, context, {
    url: '/v1/notices/:id/lumen',
    summary: 'Write a version of a notice for Lumen',
    description:
      'A person has redacted the texts; everything else comes from the record. If Lumen has accepted an earlier version, this one is a correction. 409 if nothing about the notice may be published.',
    tags,
    params: idParams,
    body: lumenWrite,
    response: { 200: publicationState },
    admit: 'submit',
    find,
    write: async (acting, { found, body }) => ({ answer: await writeLumenVersion(acting, found.id, body) }),
  });

  writeRoute(app, context, {
    url: '/v1/notices/:id/lumen/:n/settle',
    summary: 'Record whether Lumen received a version when its response was lost',
    description:
      'Lumen does not detect repeated submissions, so the desk does not resend without confirmation. `again` sends it again.',
    tags,
    params: partParams,
    body: lumenSettle,
    response: { 200: publicationState },
    admit: 'submit',
    find,
    write: async (acting, { found, params, body: settlement }) => ({
      answer: await settleLumenVersion(acting, found.id, { version: readPartNumber(params.n), settlement }),
    }),
  });
}

function registerStatement(app: Api, context: ApiContext, find: Find): void {
  const addressOf = (notice: string) => (context.publicStatements ? buildStatementUrl(context, notice) : null);
  const get = {
    params: idParams,
    summary: 'The public statement about a notice: current figures and versions',
    tags,
    querystring: noQuery,
    response: { 200: publicStatementView },
  };
  app.get('/v1/notices/:id/public-statement', { schema: get }, (request) =>
    getPublicStatement(context, requireCaller(request), { ...request.params, addressOf }),
  );

  writeRoute(app, context, {
    url: '/v1/notices/:id/public-statement',
    summary: 'Write a version of the public statement about a notice',
    description:
      "The figures are the ledger's current ones. Two other people approve it; it is then public if DESK_PUBLIC_STATEMENTS is on, along with earlier versions.",
    tags,
    params: idParams,
    body: publicStatementWrite,
    response: { 200: publicationState },
    admit: 'submit',
    find,
    write: async (acting, { found, body }) => ({ answer: await writePublicStatement(acting, found.id, body) }),
  });
}

const JUDGED: Readonly<Record<PublicationKind, string>> = {
  lumen: 'lumen',
  /** Needs two approvals. */
  public_statement: 'public-statement',
  statement_of_reasons: 'statements',
};

function registerJudging(app: Api, context: ApiContext, find: Find): void {
  const judging = {
    description:
      'Authorship is checked before the role: the author of a version, and anyone who has approved it, is refused (four-eyes).',
    tags,
    params: partParams,
    response: { 200: publicationState },
    find,
  };
  for (const kind of ['lumen', 'public_statement', 'statement_of_reasons'] as const) {
    writeRoute(app, context, {
      ...judging,
      url: `/v1/notices/:id/${JUDGED[kind]}/:n/approve`,
      summary: "Approve another person's version",
      body: publicationApprove,
      write: async (acting, { found, params, body }) => ({
        answer: await approveVersion(acting, found.id, { kind, version: readPartNumber(params.n), ...body }),
      }),
    });

    writeRoute(app, context, {
      ...judging,
      url: `/v1/notices/:id/${JUDGED[kind]}/:n/return`,
      summary: 'Return a version to its author',
      body: publicationReturn,
      write: async (acting, { found, params, body }) => ({
        answer: await returnVersion(acting, found.id, { kind, version: readPartNumber(params.n), ...body }),
      }),
    });
  }
}

export function registerStatements(app: Api, context: ApiContext): void {
  listsOf(app, context)('statements', {
    summary: 'List statements of reasons about the targets of a notice',
    description: 'In the fields of the DSA Transparency Database, API version 2 (docs/working/counsel.md).',
    view: statementView,
    read: listNoticeStatements,
  });
  const versions = {
    params: idParams,
    summary: 'List versions of the stated reasons with their approvals',
    description: 'Latest version first. `unpublishable` says why no reasons may be stated.',
    tags: ['notices'],
    querystring: noQuery,
    response: { 200: reasonsView },
  };
  app.get('/v1/notices/:id/statements/versions', { schema: versions }, async (request) =>
    listNoticeReasons(context, requireCaller(request), request.params.id),
  );
  writeRoute(app, context, {
    url: '/v1/notices/:id/statements',
    params: idParams,
    summary: 'State the reasons for restricting targets, for the DSA Transparency Database',
    description:
      'Unchanged reasons are not stated again. 409 while the notice is secret, or if its law forbids publication. Another person approves the version (`…/statements/{n}/approve`); it is then queued for the database (DSA_TDB_URL).',
    tags: ['notices'],
    body: statementsWrite,
    response: { 200: statedView },
    admit: 'submit',
    find: noticeTo(context, 'documents'),
    write: async (acting, { found, body }) => ({ answer: await stateNoticeReasons(acting, found, body) }),
  });
}
