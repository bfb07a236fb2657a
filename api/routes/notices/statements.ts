import { z } from 'zod';
import { stateReasonsOf, toActedItem } from '../../../client/statements/state-reasons.js';
import { idParams } from '../../../contract/params.js';
import { pageOf } from '../../../contract/paging.js';
import { cursorKeys, listQuery, noQuery } from '../../../contract/query.js';
import { statedView, statementsWrite, statementView } from '../../../contract/publishing/statements.js';
import { draftStatement, isOutdated, statementDue } from '../../../domain/report/statement.js';
import { type ActedRow, countActedItems, listActedItems } from '../../../registry/report/statements.js';
import { findReadableNotice, needDocuments } from '../../access.js';
import { callerOf, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { readCursor } from '../../paging.js';
import { answerPage } from '../answer-page.js';
import { answerWrite } from '../answer-write.js';

function toView(context: ApiContext, row: ActedRow): z.input<typeof statementView> {
  const item = toActedItem(context, row);
  const due = statementDue(item);
  const draft = due === 'due' ? draftStatement(item) : null;
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
    takenAt: row.taken_at?.toISOString() ?? null,
    statement: row.body === null ? draft : { ...row.body, puid: row.puid },
  };
}

/** `GET /v1/notices/{id}/statements`: the last statement of reasons about each item that was restricted, and how far it is. */
export function registerListStatements(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'Statements of reasons about the items of a notice',
    description: 'In the fields of the DSA Transparency Database, API version 2 (docs/publishing.md).',
    tags: ['notices'],
    querystring: listQuery({}),
    response: { 200: pageOf(statementView) },
  };
  app.get('/v1/notices/:id/statements', { schema }, async (request) => {
    const { row, access } = await findReadableNotice(context, request);
    needDocuments(access);
    const { cursor, ...paging } = request.query;
    const [afterNo = 0] = readCursor(cursor, z.tuple([cursorKeys.int])) ?? [];
    return answerPage(paging, {
      rows: (limit) => listActedItems(context.db, { noticeId: row.id, afterNo, limit }),
      total: () => countActedItems(context.db, row.id),
      view: (acted) => toView(context, acted),
      key: ({ no }) => [no],
    });
  });
}

/** `POST /v1/notices/{id}/statements`: states the reasons, so that they are sent; stated otherwise they are another version. */
export function registerStateReasons(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'State the reasons for what was done with items, for the DSA Transparency Database',
    description:
      'What is the same as the last time is not stated again. 409 while the notice is a secret. They wait where no database is set (DSA_TDB_URL).',
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
      const stating = { trx, services: context, caller: callerOf(request) };
      const stated = await stateReasonsOf(stating, { noticeId: row.id, items, facts });
      return { status: 200, answer: { notice: row.id, ...stated }, location: null };
    });
  });
}
