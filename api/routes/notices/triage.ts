import { previewTriage } from '../../../application/commands/preview-triage.js';
import { recordDetails } from '../../../application/intake/notice/details.js';
import {
  addTranslation,
  confirmTranslation,
  listNoticeTranslations,
} from '../../../application/intake/notice/translations.js';
import { detailsWrite, detailsWritten } from '../../../contract/triage/details.js';
import { idParams, partParams } from '../../../contract/params.js';
import { noBody, noQuery } from '../../../contract/query.js';
import { translationView, translationWrite } from '../../../contract/triage/translations.js';
import { triagePreview, triageQuestion } from '../../../contract/triage/preview.js';
import { findReadableNotice, noticeTo, readPartNumber } from '../../access.js';
import { needs, requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { writeRoute } from '../../write-route.js';
import { listsOf } from './lists.js';

const tags = ['notices'];

export function registerTriage(app: Api, context: ApiContext): void {
  registerPreview(app, context);
  registerTranslations(app, context);
  writeRoute(app, context, {
    url: '/v1/notices/:id/details',
    params: idParams,
    summary: 'Record what the document states by its kind: court, case number, statute, data requested, period',
    tags,
    body: detailsWrite,
    response: { 200: detailsWritten },
    admit: 'triage',
    find: (request) => findReadableNotice(context, request),
    write: async (acting, { found: { row }, body: { details } }) => ({
      answer: await recordDetails(acting, { noticeId: row.id, details }),
    }),
  });
}

function registerPreview(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'Preview what triage would ask and which clocks would start',
    description: 'Computes from the facts on record and the given ones; stores nothing.',
    tags,
    querystring: noQuery,
    body: triageQuestion,
    response: { 200: triagePreview },
  };
  app.post('/v1/notices/:id/triage/preview', { schema, preValidation: needs('triage') }, async (request) =>
    previewTriage(context, requireCaller(request), { id: request.params.id, ...request.body }),
  );
}

function registerTranslations(app: Api, context: ApiContext): void {
  listsOf(app, context)('translations', {
    summary: 'List translations of the text and the documents of a notice; the latest of a language counts',
    view: translationView,
    read: listNoticeTranslations,
  });
  const find = noticeTo(context, 'documents');
  writeRoute(app, context, {
    url: '/v1/notices/:id/translations',
    params: idParams,
    summary: 'Add a translation',
    tags,
    body: translationWrite,
    response: { 201: translationView },
    admit: 'documents.add',
    find,
    write: async (acting, { found, body }) => ({
      answer: await addTranslation(acting, { noticeId: found.id, ...body }),
    }),
  });
  writeRoute(app, context, {
    url: '/v1/notices/:id/translations/:n/check',
    params: partParams,
    summary: 'Mark a translation as checked against the original, by another person than its translator',
    tags,
    body: noBody,
    response: { 200: translationView },
    admit: 'annotate',
    find,
    write: async (acting, { found, params: { n } }) => ({
      answer: await confirmTranslation(acting, { noticeId: found.id, n: readPartNumber(n) }),
    }),
  });
}
