import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { loadLumenFacts, needPublishable, whyUnpublishableNow } from '../../../application/letters/publishing/publication-facts.js';
import { draftLumen, settleLumen } from '../../../application/letters/publishing/publications.js';
import { idParams, partParams } from '../../../contract/params.js';
import { noQuery } from '../../../contract/query.js';
import { lumenSettle, lumenView, lumenWrite, publicationState } from '../../../contract/publishing/publications.js';
import { proposeLumenTexts } from '../../../domain/reports/lumen-notice.js';
import { redact } from '../../../domain/reports/redaction.js';
import type { NoticeRow } from '../../../registry/notices/notices.js';
import { listPublications, type PublicationRow } from '../../../registry/reports/publications.js';
import { findReadableNotice, needDocuments } from '../../access.js';
import { requireCaller, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { answerWrite } from '../answer-write.js';
import { readVersion } from './read-version.js';
import { readVersionState, toVersionView } from './version-view.js';

type View = z.input<typeof lumenView>;

async function buildLumenView(context: ApiContext, request: FastifyRequest, row: NoticeRow): Promise<View> {
  const { db } = context;
  const why = await whyUnpublishableNow(context, db, row);
  const versions = await listPublications(db, { kind: 'lumen', noticeId: row.id });
  return {
    notice: row.id,
    unpublishable: why,
    sending: context.lumen !== null,
    proposal: why === null ? await buildProposal(context, row) : null,
    versions: versions.map((version) => toLumenVersion(version, request)),
  };
}

async function buildProposal(context: ApiContext, row: NoticeRow): Promise<View['proposal']> {
  const { db } = context;
  const facts = await loadLumenFacts(db, context, await needPublishable(context, db, row));
  const { texts, redactions } = proposeLumenTexts(facts);
  return { ...texts, redactions, urls: facts.urls.length };
}

function toLumenVersion(row: PublicationRow<'lumen'>, request: FastifyRequest): View['versions'][number] {
  const { title, subject, body } = row.body;
  return {
    ...toVersionView('lumen', row, requireCaller(request)),
    body: { ...row.body },
    remaining: [title, subject, body].flatMap((text) => redact(text).redactions),
    tries: row.tries,
    lastError: row.last_error,
    receipt: row.receipt,
    acceptedAt: row.accepted_at?.toISOString() ?? null,
  };
}

/** `GET /v1/notices/{id}/lumen`: the redacted proposal, and the versions that people have written. */
export function registerGetLumen(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'The redacted proposal for Lumen, and its versions',
    description: 'There is no proposal if nothing about the notice may be published; `unpublishable` says why.',
    tags: ['notices'],
    querystring: noQuery,
    response: { 200: lumenView },
  };
  app.get('/v1/notices/:id/lumen', { schema }, async (request) => {
    const { row, access } = await findReadableNotice(context, request);
    needDocuments(access);
    return buildLumenView(context, request, row);
  });
}

/** `POST /v1/notices/{id}/lumen`: stores a redacted version; another person has to approve it before it is sent. */
export function registerDraftLumen(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'Write a version of a notice for Lumen',
    description:
      'A person has redacted the texts; everything else comes from the record. If Lumen has accepted an earlier version, this one is a correction. 409 if nothing about the notice may be published.',
    tags: ['notices'],
    querystring: noQuery,
    body: lumenWrite,
    response: { 200: publicationState },
  };
  app.post('/v1/notices/:id/lumen', { schema, preValidation: needs('submit') }, async (request, reply) => {
    const { row, access } = await findReadableNotice(context, request);
    needDocuments(access);
    return answerWrite(context, { request, reply, scope: `POST /v1/notices/${row.id}/lumen` }, async (trx) => {
      const publishing = { trx, services: context, caller: requireCaller(request), noticeId: row.id };
      const version = await draftLumen(publishing, request.body);
      return readVersionState(trx, { kind: 'lumen', noticeId: row.id, version });
    });
  });
}

/** `POST /v1/notices/{id}/lumen/{n}/recordSettlement`: a person has checked at Lumen for a version whose answer was lost. */
export function registerSettleLumen(app: Api, context: ApiContext): void {
  const schema = {
    params: partParams,
    summary: 'Record whether Lumen received a version when its response was lost',
    description:
      'Lumen does not detect repeated submissions, so the desk does not resend without confirmation. `again` sends it again.',
    tags: ['notices'],
    querystring: noQuery,
    body: lumenSettle,
    response: { 200: publicationState },
  };
  const path = '/v1/notices/:id/lumen/:n/settle';
  app.post(path, { schema, preValidation: needs('submit') }, async (request, reply) => {
    const { row, access } = await findReadableNotice(context, request);
    needDocuments(access);
    const version = readVersion(request.params.n);
    const scope = `POST /v1/notices/${row.id}/lumen/${version}/settle`;
    return answerWrite(context, { request, reply, scope }, async (trx) => {
      const publishing = { trx, services: context, caller: requireCaller(request), noticeId: row.id };
      await settleLumen(publishing, version, request.body);
      return readVersionState(trx, { kind: 'lumen', noticeId: row.id, version });
    });
  });
}
