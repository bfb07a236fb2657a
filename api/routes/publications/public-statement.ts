import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { canonicalJson } from '../../../domain/canonical-json.js';
import {
  loadStatementFigures,
  needPublishable,
  whyUnpublishableNow,
} from '../../../application/letters/publishing/publication-facts.js';
import { draftPublicStatement } from '../../../application/letters/publishing/publications.js';
import { idParams } from '../../../contract/params.js';
import { noQuery } from '../../../contract/query.js';
import {
  publicationState,
  publicStatementView,
  publicStatementWrite,
} from '../../../contract/publishing/publications.js';
import type { NoticeRow } from '../../../registry/notices/notices.js';
import { listPublications } from '../../../registry/reports/publications.js';
import { findReadableNotice } from '../../access.js';
import { needDocuments } from '../../../application/access.js';
import { requireCaller, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { answerWrite } from '../answer-write.js';
import { buildStatementUrl } from './public-pages.js';
import { toVersionView } from '../../../application/letters/publishing/version-view.js';
import { readVersionState } from './version-view.js';

async function buildStatementView(
  context: ApiContext,
  request: FastifyRequest,
  row: NoticeRow,
): Promise<z.input<typeof publicStatementView>> {
  const { db } = context;
  const why = await whyUnpublishableNow(context, db, row);
  const rows = await listPublications(db, { kind: 'public_statement', noticeId: row.id });
  const figures =
    why === null ? await loadStatementFigures(db, context, await needPublishable(context, db, row)) : null;
  const shown = rows.find(({ state }) => state === 'approved');
  return {
    notice: row.id,
    unpublishable: why,
    address: context.publicStatements ? buildStatementUrl(context, row.id) : null,
    figures,
    outdated: shown !== undefined && figures !== null && canonicalJson(shown.body.figures) !== canonicalJson(figures),
    versions: rows.map((version) => ({
      ...toVersionView('public_statement', version, requireCaller(request)),
      ...version.body,
    })),
  };
}

export function registerGetPublicStatement(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'The public statement about a notice: current figures and versions',
    tags: ['notices'],
    querystring: noQuery,
    response: { 200: publicStatementView },
  };
  app.get('/v1/notices/:id/public-statement', { schema }, async (request) => {
    const { row, access } = await findReadableNotice(context, request);
    needDocuments(access);
    return buildStatementView(context, request, row);
  });
}

/**
 * `POST /v1/notices/{id}/public-statement`: stores a version with the present figures; two other people have to approve
 * it.
 */
export function registerDraftPublicStatement(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'Write a version of the public statement about a notice',
    description:
      "The figures are the ledger's current ones. Two other people approve it; it is then public if DESK_PUBLIC_STATEMENTS is on, along with earlier versions.",
    tags: ['notices'],
    querystring: noQuery,
    body: publicStatementWrite,
    response: { 200: publicationState },
  };
  const path = '/v1/notices/:id/public-statement';
  app.post(path, { schema, preValidation: needs('submit') }, async (request, reply) => {
    const { row, access } = await findReadableNotice(context, request);
    needDocuments(access);
    return answerWrite(
      context,
      { request, reply, scope: `POST /v1/notices/${row.id}/public-statement` },
      async (trx) => {
        const publishing = { trx, services: context, caller: requireCaller(request), noticeId: row.id };
        const version = await draftPublicStatement(publishing, request.body);
        return readVersionState(trx, { kind: 'public_statement', noticeId: row.id, version });
      },
    );
  });
}
