import { z } from 'zod';
import { NOTICE_KINDS, OUTCOMES, SECRECY_LEVELS, STAGES } from '../../../domain/notices/notice.js';
import { ORDER_STATUSES } from '../../../domain/orders/order-status.js';
import { can } from '../../../domain/people/permission.js';
import { countNotices, listNotices, type NoticeFilters, type NoticeRow } from '../../../registry/notices/notices.js';
import { searchNotices } from '../../../registry/notices/notice-search.js';
import { readAsService } from '../../../registry/reading.js';
import { locatorForms } from '../../../domain/targets/target.js';
import { listDelegates } from '../../../registry/people/absences.js';
import { findQueueFacts, type QueueFacts } from '../../../registry/notices/queue-facts.js';
import { requireCaller } from '../../caller.js';
import { notPermitted } from '../../../application/refusal.js';
import type { Api, ApiContext } from '../../context.js';
import { answerPage, readCursor } from '../../../application/paging.js';
import { country, duration, instant } from '../../../contract/notice-create.js';
import { noticeReceipt, noticeSummary } from '../../../contract/notice-view.js';
import { cursorKeys, flag, listQuery, queryText } from '../../../contract/query.js';
import { toReceiptView, toSummaryView } from '../../../application/intake/notice/notice-summary.js';
import { findYours } from '../../../application/intake/notice/submission-view.js';
import { recordSecretReads } from '../../../application/secret-reads.js';
import { consequenceUnder, listLawWeights } from '../../../rulebook/consequence.js';
import { rankConsequence } from '../../../domain/rulebook/consequence.js';
import { toReader, toActor, type Caller } from '../../../application/caller.js';
import { createPageSchema } from '../../../contract/paging.js';

const query = listQuery({
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
    .enum(['due', 'received', 'consequence'])
    .default('due')
    .describe(
      '`due`: nearest deadline of ours first, overdue notices at the top, orders not in effect at the end unless upheld or still enforced; `consequence`: highest risk first (prison, a person, the company, unknown), then by deadline',
    ),
});

const PLACE = [cursorKeys.ms.nullable(), cursorKeys.uuid] as const;
const createSortKey = (sort: 'due' | 'received' | 'consequence') =>
  z.tuple([z.literal(sort), ...PLACE, cursorKeys.int]);

/** `GET /v1/notices`: callers with only the intake role get what they sent, in reduced form. */
export function registerListNotices(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'List notices, nearest deadline of ours first',
    tags: ['notices'],
    querystring: query,
    response: { 200: createPageSchema(z.union([noticeSummary, noticeReceipt])) },
  };
  app.get('/v1/notices', { schema }, async (request) => {
    const caller = requireCaller(request);
    const ownOnly = !can(caller.roles, 'notice.read_facts');
    if (ownOnly && !can(caller.roles, 'notice.read_own_receipt')) throw notPermitted('notice.read_facts');
    const { sort, cursor, dueBefore, dueWithin, assignee, limit, count, q, ...exact } = request.query;
    const now = context.now();
    const filters: NoticeFilters = {
      ...exact,
      now,
      assignee: assignee === 'me' ? caller.person.id : assignee,
      dueBefore: dueBefore === undefined ? undefined : new Date(dueBefore),
      queueDueBefore: dueWithin === undefined ? undefined : new Date(now.getTime() + dueWithin * 1000),
      found: q === undefined ? undefined : await searchNotices(context.db, { text: q, locators: locatorForms(q) }),
    };
    const [, atMs = null, id = '', last = 0] = readCursor(cursor, createSortKey(sort)) ?? [];
    const question = { reader: toReader(caller), filters, ownOnly };
    const after = cursor === undefined ? null : { atMs, id, weight: last, apart: last === 1 };
    const weights = listLawWeights(context.rulebook);
    const seen: NoticeRow[] = [];
    let facts = new Map<string, QueueFacts & { yours: boolean }>();
    const answer = () =>
      answerPage<NoticeRow, z.infer<typeof noticeReceipt>>(
        { limit, count },
        {
          rows: async (max) => {
            const rows = await listNotices(context.db, { ...question, sort, weights, after, limit: max });
            if (!ownOnly) facts = await findFacts(context, caller, rows);
            return rows;
          },
          total: () => countNotices(context.db, question),
          view: (row) => {
            seen.push(row);
            return ownOnly ? toReceiptView(row) : toSummaryView(context, row, facts.get(row.id));
          },
          key: (row) => [
            sort,
            (sort === 'received' ? row.received_at : row.queue_due_at)?.getTime() ?? null,
            row.id,
            sort === 'consequence'
              ? rankConsequence(consequenceUnder(context.rulebook, { id: row.regime_id, version: row.regime_version }))
              : Number(sort === 'due' && row.order_apart),
          ],
        },
      );
    const page = await (ownOnly ? readAsService('own_receipts', answer) : answer());
    await recordSecretReads(context, caller, {
      seen: seen.map((row) => ({ id: row.id, level: row.secrecy_level })),
      list: 'notices',
    });
    return page;
  });
}

async function findFacts(
  { db }: ApiContext,
  caller: Caller,
  rows: readonly NoticeRow[],
): Promise<Map<string, QueueFacts & { yours: boolean }>> {
  const inApproval = rows.filter(({ stage }) => stage === 'approval').map(({ id }) => id);
  const [facts, actsFor] = await Promise.all([
    findQueueFacts(
      db,
      rows.map(({ id }) => id),
    ),
    inApproval.length === 0 ? [] : listDelegates(db, toReader(caller)),
  ]);
  const yours = await findYours(db, { notices: inApproval, actor: { ...toActor(caller), actsFor } });
  return new Map([...facts].map(([id, fact]) => [id, { ...fact, yours: yours.has(id) }]));
}
