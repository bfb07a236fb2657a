import { z } from 'zod';
import { draftReasons } from '../../../application/letters/publishing/publications.js';
import { toActedItem, whyUnstatable } from '../../../application/letters/statements/state-reasons.js';
import { idParams } from '../../../contract/params.js';
import { createPageSchema } from '../../../contract/paging.js';
import { cursorKeys, listQuery, noQuery } from '../../../contract/query.js';
import { reasonsView, statedView, statementsWrite, statementView } from '../../../contract/publishing/statements.js';
import { buildStatementDraft, isOutdated, statementDue } from '../../../domain/reports/statement.js';
import { listPublications } from '../../../registry/reports/publications.js';
import { type ActedRow, countActedItems, listRestrictedItems } from '../../../registry/reports/statements.js';
import { findReadableNotice } from '../../access.js';
import { needDocuments } from '../../../application/access.js';
import { requireCaller, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { answerPage, readCursor } from '../../../application/paging.js';
import { toVersionView } from '../publications/version-view.js';
import { answerWrite } from '../answer-write.js';

function toView(context: ApiContext, row: ActedRow): z.input<typeof statementView> {
  const item = toActedItem(context, row);
  const due = statementDue(item);
  const draft = due === 'due' ? buildStatementDraft(item) : null;
  return {
    target: row.no,
    submission: row.submission,
    due,
    version: row.version,
    outdated: row.body !== null && isOutdated(item, row.body),
    puid: row.puid,
    state: row.state ?? (due === 'due' ? 'unstated' : null),
    tries: row.tries ?? 0,
    lastError: row.last_error,
    receipt: row.receipt,
    acceptedAt: row.accepted_at?.toISOString() ?? null,
    statement: row.body === null ? draft : { ...row.body, puid: row.puid },
  };
}

export function registerListStatements(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'List statements of reasons about the targets of a notice',
    description: 'In the fields of the DSA Transparency Database, API version 2 (docs/working/counsel.md).',
    tags: ['notices'],
    querystring: listQuery({}),
    response: { 200: createPageSchema(statementView) },
  };
  app.get('/v1/notices/:id/statements', { schema }, async (request) => {
    const { row, access } = await findReadableNotice(context, request);
    needDocuments(access);
    const { cursor, ...paging } = request.query;
    const [afterNo = 0] = readCursor(cursor, z.tuple([cursorKeys.int])) ?? [];
    return answerPage(paging, {
      rows: (limit) => listRestrictedItems(context.db, { noticeId: row.id, afterNo, limit }),
      total: () => countActedItems(context.db, row.id),
      view: (acted) => toView(context, acted),
      key: ({ no }) => [no],
    });
  });
}

export function registerListReasons(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'List versions of the stated reasons with their approvals',
    description: 'Latest version first. `unpublishable` says why no reasons may be stated.',
    tags: ['notices'],
    querystring: noQuery,
    response: { 200: reasonsView },
  };
  app.get('/v1/notices/:id/statements/versions', { schema }, async (request) => {
    const { row, access } = await findReadableNotice(context, request);
    needDocuments(access);
    const versions = await listPublications(context.db, { kind: 'statement_of_reasons', noticeId: row.id });
    return {
      notice: row.id,
      unpublishable: await whyUnstatable(context, context.db, row),
      versions: versions.map((version) => {
        const { facts, items, statements } = version.body;
        const { category, contentDate, contentLanguage = null } = facts;
        const said = { category, contentDate, contentLanguage, items: items === null ? null : [...items], statements };
        return { ...toVersionView('statement_of_reasons', version, requireCaller(request)), ...said };
      }),
    };
  });
}

/** `POST /v1/notices/{id}/statements`: the reasons are sent once another person has approved them. */
export function registerStateReasons(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'State the reasons for restricting targets, for the DSA Transparency Database',
    description:
      'Unchanged reasons are not stated again. 409 while the notice is secret, or if its law forbids publication. Another person approves the version (`…/statements/{n}/approve`); it is then queued for the database (DSA_TDB_URL).',
    tags: ['notices'],
    querystring: noQuery,
    body: statementsWrite,
    response: { 200: statedView },
  };
  app.post('/v1/notices/:id/statements', { schema, preValidation: needs('submit') }, async (request, reply) => {
    const { row, access } = await findReadableNotice(context, request);
    needDocuments(access);
    const { items, ...facts } = request.body;
    return answerWrite(context, { request, reply, scope: `POST /v1/notices/${row.id}/statements` }, async (trx) => {
      const publishing = { trx, services: context, caller: requireCaller(request), noticeId: row.id };
      const drafted = await draftReasons(publishing, { items, facts });
      const [last] = await listPublications(trx, { kind: 'statement_of_reasons', noticeId: row.id });
      const digest = drafted.version === null ? null : (last?.digest ?? null);
      return { status: 200, answer: { notice: row.id, ...drafted, digest }, location: null };
    });
  });
}
