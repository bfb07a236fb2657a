import { reportAgreement } from '../../../application/letters/reports/agreement.js';
import { readDashboard } from '../../../application/letters/reports/dashboard.js';
import { reportScorecard } from '../../../application/letters/reports/scorecard.js';
import { jsonOrCsv } from '../../../contract/binary.js';
import { dashboardQuery, dashboardView, scorecardQuery, scorecardView } from '../../../contract/charts/dashboard.js';
import { agreementQuery, agreementView } from '../../../contract/review/quality.js';
import { needs, requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { sendSheet } from './send-sheet.js';

const tags = ['reports'];
const preValidation = needs('notice.read_facts');
const description = 'Counts only notices that the caller may read.';

export function registerCharts(app: Api, context: ApiContext): void {
  const dashboard = {
    summary: 'Figures of the dashboard',
    description,
    tags,
    querystring: dashboardQuery,
    response: { 200: dashboardView },
  };
  app.get('/v1/reports/dashboard', { schema: dashboard, preValidation }, (request) =>
    readDashboard(context, requireCaller(request), request.query),
  );

  const scorecard = {
    summary: 'Scorecard of an authority',
    description,
    tags,
    querystring: scorecardQuery,
    response: { 200: jsonOrCsv(scorecardView, 'The scorecard') },
  };
  app.get('/v1/reports/scorecard', { schema: scorecard, preValidation }, async (request, reply) =>
    sendSheet(reply, await reportScorecard(context, requireCaller(request), request.query)),
  );

  const agreement = {
    summary: 'Agreement between reviewers, from second reviews and golden sets',
    description: `${description} Everyone has their own figures, counsel and ops those of all.`,
    tags,
    querystring: agreementQuery,
    response: { 200: jsonOrCsv(agreementView, 'The figures') },
  };
  app.get('/v1/reports/agreement', { schema: agreement, preValidation }, async (request, reply) =>
    sendSheet(reply, await reportAgreement(context, requireCaller(request), request.query)),
  );
}
