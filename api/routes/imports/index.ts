import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { EXPORTED, pageExportedCases } from '../../../application/intake/imported/export-cases.js';
import { fileImported } from '../../../application/intake/imported/file-imported.js';
import {
  getImportedCase,
  needImportedCase,
  pageImportedCases,
} from '../../../application/intake/imported/show-imported.js';
import { askImport, previewImport } from '../../../application/people/imports/ask-import.js';
import {
  exportedCase,
  filedImported,
  fileImportedWrite,
  importedCaseSummary,
  importedCaseView,
  importPreview,
  importWrite,
} from '../../../contract/imports/cases.js';
import { createPageSchema } from '../../../contract/paging.js';
import { idParams } from '../../../contract/params.js';
import { changeRequested } from '../../../contract/people/admin.js';
import { listQuery, noQuery, queryText } from '../../../contract/query.js';
import { readId } from '../../access.js';
import { needs, requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { writeRoute } from '../../write-route.js';

const tags = ['cases'];

export function registerImportsRoutes(app: Api, context: ApiContext): void {
  registerRequests(app, context);
  registerReads(app, context);
  registerExport(app, context);
}

function registerRequests(app: Api, context: ApiContext): void {
  const preview = {
    summary: 'Check cases of another system; nothing is stored',
    tags,
    querystring: noQuery,
    body: importWrite,
    response: { 200: importPreview },
  };
  app.post('/v1/imports/preview', { schema: preview, preValidation: needs('cases.import') }, ({ body }) =>
    previewImport(context, body),
  );
  writeRoute(app, context, {
    url: '/v1/imports',
    summary: 'Request the import of cases of another system',
    description:
      'All of them or none, once a second person has confirmed. They become records with their own instants: no workflow, clock, letter or platform call.',
    tags,
    admit: 'cases.import',
    body: importWrite,
    response: { 202: changeRequested },
    write: (acting, { body }) => askImport(acting, body),
  });
}

function registerReads(app: Api, context: ApiContext): void {
  const preValidation = needs('notice.read_documents');
  const list = {
    summary: 'List imported cases, newest receipt first',
    tags,
    querystring: listQuery({
      state: z.enum(['open', 'closed']).optional().describe('closed: at its source, or filed as a notice'),
      source: queryText(200).optional(),
      regime: queryText(100).optional(),
      locator: queryText(10_000).optional(),
      q: queryText(500).optional().describe('Part of id, reference, subject or authority'),
    }),
    response: { 200: createPageSchema(importedCaseSummary) },
  };
  app.get('/v1/imported-cases', { schema: list, preValidation }, (request) =>
    pageImportedCases(context, requireCaller(request), request.query),
  );
  const one = {
    summary: 'Get an imported case',
    tags,
    params: idParams,
    querystring: noQuery,
    response: { 200: importedCaseView },
  };
  app.get('/v1/imported-cases/:id', { schema: one, preValidation }, (request) =>
    getImportedCase(context, requireCaller(request), request.params),
  );
  writeRoute(app, context, {
    url: '/v1/imported-cases/:id/file',
    summary: 'File an open imported case as a notice',
    description: 'Once. The notice keeps the receipt that the source states, and its clocks count from there.',
    tags,
    params: idParams,
    body: fileImportedWrite,
    response: { 201: filedImported },
    admit: 'inbound.sort',
    find: (request: FastifyRequest) => needImportedCase(context.db, requireCaller(request), readId(request)),
    write: async (acting, { found: row, body }) => {
      const { noticeId, started } = await fileImported(acting, { row, authority: body?.authority });
      // If this start is lost, the outbox starts the workflow.
      const afterwards = () => context.engine.start(started);
      return { answer: { notice: noticeId }, location: `/v1/notices/${noticeId}`, afterwards };
    },
  });
}

function registerExport(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'List all cases as `POST /v1/imports` takes them, with digests',
    description: 'Secret notices are left out, because a file has no access check.',
    tags,
    querystring: listQuery({ of: z.enum(EXPORTED).default('notices') }),
    response: { 200: createPageSchema(exportedCase) },
  };
  app.get('/v1/exported-cases', { schema, preValidation: needs('cases.export') }, (request) =>
    pageExportedCases(context, requireCaller(request), request.query),
  );
}
