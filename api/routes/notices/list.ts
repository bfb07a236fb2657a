import { z } from 'zod';
import { listReadableNotices } from '../../../application/intake/notice/list-notices.js';
import { country, duration, instant } from '../../../contract/notice-create.js';
import { noticeReceipt, noticeSummary, noticeView } from '../../../contract/notice-view.js';
import { createPageSchema } from '../../../contract/paging.js';
import { flag, listQuery, queryText, noQuery } from '../../../contract/query.js';
import {
  NOTICE_KINDS,
  NOTICE_SORTS,
  OUTCOMES,
  PRIORITIES,
  SECRECY_LEVELS,
  STAGES,
} from '../../../domain/notices/notice.js';
import { ORDER_STATUSES } from '../../../domain/orders/order-status.js';
import { requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { readNoticeView } from '../../../application/intake/notice/notice-view.js';
import { idParams } from '../../../contract/params.js';

export const noticesQuery = listQuery({
  stage: z.enum(STAGES).optional(),
  outcome: z.enum(OUTCOMES).optional(),
  kind: z.enum(NOTICE_KINDS).optional(),
  jurisdiction: country.optional(),
  regime: queryText(100).optional(),
  authority: queryText(100).optional(),
  assignee: queryText(100).optional().describe('Person id, or `me`'),
  unassigned: flag.describe('`true`: only unclaimed notices; an expired claim does not count'),
  stages: z
    .string()
    .max(200)
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(STAGES)))
    .optional()
    .describe('Several stages, separated by commas'),
  orderStatus: z.enum(ORDER_STATUSES).optional(),
  open: flag.describe('`true`: only notices that are not closed'),
  queue: queryText(50).optional(),
  priority: z.enum(PRIORITIES).optional(),
  secrecy: z.enum(SECRECY_LEVELS).optional(),
  alert: flag.describe('`true`: only notices with an open alert'),
  overdue: flag.describe('`true`: only notices with a missed deadline of ours'),
  dueBefore: instant.optional(),
  dueWithin: duration
    .optional()
    .describe('ISO 8601 duration from now, in days or smaller; always includes overdue notices'),
  q: queryText(300)
    .optional()
    .describe("Part of number, reference, subject or the authority's name, an id, or a whole locator of a target"),
  sort: z
    .enum(NOTICE_SORTS)
    .default('due')
    .describe(
      '`due`: nearest deadline of ours first, overdue notices at the top, orders not in effect at the end unless upheld or still enforced; `consequence`: highest risk first (prison, a person, the company, unknown), then by deadline; `priority`: urgent, high, normal or none, low, then by deadline',
    ),
});

export function registerReadNotices(app: Api, context: ApiContext): void {
  registerListNotices(app, context);
  registerGetNotice(app, context);
}

/** `GET /v1/notices`: callers with only the intake role get what they sent, in reduced form. */
function registerListNotices(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'List notices, nearest deadline of ours first',
    tags: ['notices'],
    querystring: noticesQuery,
    response: { 200: createPageSchema(z.union([noticeSummary, noticeReceipt])) },
  };
  app.get('/v1/notices', { schema }, async (request) =>
    listReadableNotices(context, requireCaller(request), request.query),
  );
}

function registerGetNotice(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'Get a notice',
    tags: ['notices'],
    querystring: noQuery,
    response: { 200: z.union([noticeView, noticeReceipt]) },
  };
  app.get('/v1/notices/:id', { schema }, async (request) =>
    readNoticeView(context, requireCaller(request), request.params.id),
  );
}
