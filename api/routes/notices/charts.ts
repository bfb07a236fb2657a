import {
  listSeriesInForce,
  readEnforcementCurve,
  readNoticeChart,
  readSeries,
} from '../../../application/intake/notice/notice-charts.js';
import {
  curveQuery,
  enforcementCurve,
  heldQuery,
  heldView,
  noticeChart,
  seriesView,
} from '../../../contract/charts/notice.js';
import { createPageSchema } from '../../../contract/paging.js';
import { idParams } from '../../../contract/params.js';
import { noQuery } from '../../../contract/query.js';
import { requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';

const tags = ['notices'];

export function registerNoticeCharts(app: Api, context: ApiContext): void {
  const chart = {
    params: idParams,
    summary: 'Read who held a notice, its submissions, letters and replies, by time',
    tags,
    querystring: noQuery,
    response: { 200: noticeChart },
  };
  app.get('/v1/notices/:id/chart', { schema: chart }, (request) =>
    readNoticeChart(context, requireCaller(request), request.params.id),
  );

  const curve = {
    params: idParams,
    summary: 'Read how the enforcement of a submission goes on',
    tags,
    querystring: curveQuery,
    response: { 200: enforcementCurve },
  };
  app.get('/v1/notices/:id/enforcement/curve', { schema: curve }, (request) =>
    readEnforcementCurve(context, requireCaller(request), { ...request.params, ...request.query }),
  );
  registerSeries(app, context);
}

function registerSeries(app: Api, context: ApiContext): void {
  const series = {
    params: idParams,
    summary: 'Read the series of linked notices and what was in force when',
    description: 'Follows links of every kind and direction, through notices that the caller may read.',
    tags,
    querystring: noQuery,
    response: { 200: seriesView },
  };
  app.get('/v1/notices/:id/series', { schema: series }, (request) =>
    readSeries(context, requireCaller(request), request.params.id),
  );

  const held = {
    params: idParams,
    summary: 'List what was in force under the notices of a series',
    tags,
    querystring: heldQuery,
    response: { 200: createPageSchema(heldView) },
  };
  app.get('/v1/notices/:id/series/in-force', { schema: held }, (request) =>
    listSeriesInForce(context, requireCaller(request), request.params.id, request.query),
  );
}
