import { pageDsaNotices, reportDsaOrders } from '../../../application/letters/reports/dsa.js';
import { reportImported } from '../../../application/letters/reports/imported.js';
import { pageTcoNotices, reportTco } from '../../../application/letters/reports/tco.js';
import { pageReportedNotices, reportTransparency } from '../../../application/letters/reports/transparency.js';
import { pageUnsupported } from '../../../application/letters/reports/unsupported.js';
import { reportUsBands } from '../../../application/letters/reports/us.js';
import { jsonOrCsv } from '../../../contract/binary.js';
import { instant } from '../../../contract/notice-create.js';
import { createPageSchema } from '../../../contract/paging.js';
import {
  bandQuery,
  countedNotice,
  dsaSheet,
  orderNoticesQuery,
  orderSheetQuery,
  sheetQuery,
  tcoNotice,
  tcoNoticesQuery,
  tcoSheet,
  usBands,
} from '../../../contract/publishing/reports.js';
import { importedQuery, importedReport } from '../../../contract/publishing/imported.js';
import {
  reportedNotice,
  reportedNoticesQuery,
  transparencyQuery,
  transparencyReport,
} from '../../../contract/publishing/transparency.js';
import { listQuery } from '../../../contract/query.js';
import { unsupportedView } from '../../../contract/restrictions.js';
import { needs, requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { registerCharts } from './charts.js';
import { sendSheet } from './send-sheet.js';

const tags = ['reports'];
const preValidation = needs('notice.read_facts');

export function registerReportsRoutes(app: Api, context: ApiContext): void {
  registerDsa(app, context);
  registerTco(app, context);
  registerUsBands(app, context);
  registerTransparency(app, context);
  registerImported(app, context);
  registerUnsupported(app, context);
  registerCharts(app, context);
}

function registerImported(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'Count imported cases by source, authority, law and outcome',
    description:
      'By the word of their source. No other report has them, and those filed as notices are in the others alone.',
    tags,
    querystring: importedQuery,
    response: { 200: importedReport },
  };
  app.get('/v1/reports/imported', { schema, preValidation: needs('notice.read_documents') }, ({ query }) =>
    reportImported(context, query),
  );
}

function registerDsa(app: Api, context: ApiContext): void {
  const sheet = {
    summary: 'DSA report, sheet for orders',
    description:
      'Orders to act against illegal content and to provide information, by Member State of the authority. Secret notices are excluded while they are secret.',
    tags,
    querystring: orderSheetQuery,
    response: { 200: jsonOrCsv(dsaSheet, 'The sheet') },
  };
  app.get('/v1/reports/dsa', { schema: sheet, preValidation }, async ({ query }, reply) =>
    sendSheet(reply, await reportDsaOrders(context, query)),
  );

  const notices = {
    summary: 'Notices behind a figure of the DSA report',
    tags,
    querystring: orderNoticesQuery,
    response: { 200: createPageSchema(countedNotice) },
  };
  app.get('/v1/reports/dsa/notices', { schema: notices, preValidation }, ({ query }) => pageDsaNotices(context, query));
}

function registerTco(app: Api, context: ApiContext): void {
  const sheet = {
    summary: 'Annual report on terrorist content',
    description:
      'The figures required by Article 7 of Regulation (EU) 2021/784, as far as the desk has them. Secret notices are excluded while they are secret.',
    tags,
    querystring: sheetQuery,
    response: { 200: jsonOrCsv(tcoSheet, 'The sheet') },
  };
  app.get('/v1/reports/tco', { schema: sheet, preValidation }, async ({ query }, reply) =>
    sendSheet(reply, await reportTco(context, query)),
  );

  const notices = {
    summary: 'Notices behind a figure of the annual report on terrorist content',
    tags,
    querystring: tcoNoticesQuery,
    response: { 200: createPageSchema(tcoNotice) },
  };
  app.get('/v1/reports/tco/notices', { schema: notices, preValidation }, ({ query }) => pageTcoNotices(context, query));
}

function registerUsBands(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'National security letters in bands',
    description:
      'By half-year in bands of 500, one of the structures of 50 U.S.C. 1874(a), including secret ones. No figure links to a notice, and a half-year is reported only when it has ended.',
    tags,
    querystring: bandQuery,
    response: { 200: jsonOrCsv(usBands, 'The bands') },
  };
  app.get('/v1/reports/us', { schema, preValidation }, async ({ query }, reply) =>
    sendSheet(reply, await reportUsBands(context, query)),
  );
}

function registerTransparency(app: Api, context: ApiContext): void {
  const report = {
    summary: 'Transparency report',
    description:
      'The same question with the same `asOf` has the same answer (docs/working/counsel.md says what is apart). Secret notices are in none of it while they are secret. `behind` leads to the notices that a line counts.',
    tags,
    querystring: transparencyQuery,
    response: { 200: jsonOrCsv(transparencyReport, 'The report') },
  };
  app.get('/v1/reports/transparency', { schema: report, preValidation }, async ({ query }, reply) =>
    sendSheet(reply, await reportTransparency(context, query)),
  );

  const notices = {
    summary: 'Notices behind a line of the transparency report',
    description: 'Their columns add up to the figures of the line. A line links here through `behind`.',
    tags,
    querystring: reportedNoticesQuery,
    response: { 200: createPageSchema(reportedNotice) },
  };
  app.get('/v1/reports/transparency/notices', { schema: notices, preValidation }, ({ query }) =>
    pageReportedNotices(context, query),
  );
}

function registerUnsupported(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'Restrictions in force without a valid legal basis',
    description:
      'The order has expired or was revoked, its law was annulled, or the notice was closed as void or withdrawn. A narrowed or amended order is listed until part of it has been restored, because people decide which targets the document means. A repealed law alone does not end an order.',
    tags,
    querystring: listQuery({ at: instant.optional().describe('As of this time (default: now)') }),
    response: { 200: createPageSchema(unsupportedView) },
  };
  app.get('/v1/reports/unsupported-restrictions', { schema, preValidation }, (request) =>
    pageUnsupported(context, requireCaller(request), request.query),
  );
}
