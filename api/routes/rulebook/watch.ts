import { z } from 'zod';
import {
  getDraft,
  pageDrafts,
  pageWatchedPages,
  requestReading,
  settleDraft,
} from '../../../application/clocks/rulebook/watch/law-drafts.js';
import { createPageSchema } from '../../../contract/paging.js';
import { numberParams } from '../../../contract/params.js';
import { listQuery, noBody } from '../../../contract/query.js';
import { lawDraftSettle, lawDraftView, lawPageView, readingRequested } from '../../../contract/rulebook/watch.js';
import { needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { readPartNumber } from '../../access.js';
import { writeRoute } from '../../write-route.js';

const tags = ['rulebook'];

export function registerLawWatch(app: Api, context: ApiContext): void {
  const preValidation = needs('notice.read_facts');
  const list = {
    summary: 'List changed texts of law and dated events, newest first',
    tags,
    querystring: listQuery({ state: z.enum(['open', 'settled']).optional() }),
    response: { 200: createPageSchema(lawDraftView) },
  };
  app.get('/v1/rulebook/watch', { schema: list, preValidation }, ({ query }) => pageDrafts(context, query));

  const pages = {
    summary: 'List the watched addresses of texts of law with their last readings',
    tags,
    querystring: listQuery({ state: z.enum(['due', 'failing']).optional() }),
    response: { 200: createPageSchema(lawPageView) },
  };
  app.get('/v1/rulebook/watch/pages', { schema: pages, preValidation }, ({ query }) =>
    pageWatchedPages(context, query),
  );

  const get = {
    params: numberParams,
    summary: 'Get a changed text of law, or a dated event',
    tags,
    response: { 200: lawDraftView },
  };
  app.get('/v1/rulebook/watch/:n', { schema: get, preValidation }, ({ params: { n } }) =>
    getDraft(context, readPartNumber(n)),
  );

  writeRoute(app, context, {
    url: '/v1/rulebook/watch',
    summary: 'Have the watched addresses read now',
    tags,
    body: noBody,
    response: { 200: readingRequested },
    admit: 'law.review',
    write: async (acting) => ({ answer: await requestReading(acting) }),
  });

  writeRoute(app, context, {
    url: '/v1/rulebook/watch/:n/settle',
    summary: 'Settle a changed text of law, or a dated event',
    tags,
    params: numberParams,
    body: lawDraftSettle,
    response: { 200: lawDraftView },
    admit: 'law.review',
    write: async (acting, { params: { n }, body: { note } }) => ({
      answer: await settleDraft(acting, { number: readPartNumber(n), note }),
    }),
  });
}
