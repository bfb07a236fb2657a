import { z } from 'zod';
import type { noticeReceipt } from '../../../contract/notice-view.js';
import type { PageQuery } from '../../../contract/paging.js';
import { cursorKeys } from '../../../contract/query.js';
import { rankPriority, type NoticeSort } from '../../../domain/notices/notice.js';
import { can } from '../../../domain/people/permission.js';
import { rankConsequence } from '../../../domain/rulebook/consequence.js';
import { locatorForms } from '../../../domain/targets/target.js';
import { searchNotices } from '../../../registry/notices/notice-search.js';
import { countNotices, listNotices, type NoticeFilters, type NoticeRow } from '../../../registry/notices/notices.js';
import { findQueueFacts, type QueueFacts } from '../../../registry/notices/queue-facts.js';
import { listDelegates } from '../../../registry/people/absences.js';
import { readAsService } from '../../../registry/reading.js';
import { consequenceUnder, listLawWeights } from '../../../rulebook/consequence.js';
import { toActor, toReader, type Caller } from '../../caller.js';
import { readCursor } from '../../paging.js';
import { notPermitted } from '../../refusal.js';
import { toSeen } from '../../secret-reads.js';
import { answerSeenPage } from '../../seen-page.js';
import type { Services } from '../../services.js';
import { toReceiptView, toSummaryView } from './notice-summary.js';
import { findYours } from './submission-view.js';

type Reading = Pick<Services, 'db' | 'now' | 'rulebook'>;

interface NoticesQuery extends PageQuery, Omit<NoticeFilters, 'now' | 'dueBefore' | 'queueDueBefore' | 'found'> {
  sort: NoticeSort;
  /** RFC 3339. */
  dueBefore?: string | undefined;
  /** Seconds from now. */
  dueWithin?: number | undefined;
  /** What to search for. */
  q?: string | undefined;
}

const PLACE = [cursorKeys.ms.nullable(), cursorKeys.uuid] as const;
const createSortKey = (sort: NoticeSort) => z.tuple([z.literal(sort), ...PLACE, cursorKeys.int]);

/** Lists notices; callers with only the intake role get what they sent, in reduced form. */
export async function listReadableNotices(
  services: Reading,
  caller: Caller,
  { sort, cursor, limit, count, ...sent }: NoticesQuery,
) {
  const { db, rulebook } = services;
  const ownOnly = !can(caller.roles, 'notice.read_facts');
  if (ownOnly && !can(caller.roles, 'notice.read_own_receipt')) throw notPermitted('notice.read_facts');
  const filters = await readFilters(services, caller, sent);
  const [, atMs = null, id = '', last = 0] = readCursor(cursor, createSortKey(sort)) ?? [];
  const question = { reader: toReader(caller), filters, ownOnly };
  const after = cursor === undefined ? null : { atMs, id, weight: last, apart: last === 1 };
  const weights = listLawWeights(rulebook);
  let facts = new Map<string, QueueFacts & { yours: boolean }>();
  const answer = () =>
    answerSeenPage<NoticeRow, z.infer<typeof noticeReceipt>>(
      services,
      { caller, name: 'notices' },
      { limit, count },
      {
        rows: async (max) => {
          const rows = await listNotices(db, { ...question, sort, weights, after, limit: max });
          if (!ownOnly) facts = await findFacts(services, caller, rows);
          return rows;
        },
        total: () => countNotices(db, question),
        view: (row) => (ownOnly ? toReceiptView(row) : toSummaryView(services, row, facts.get(row.id))),
        key: (row) => toSortKey(services, sort, row),
        seen: (row) => [toSeen(row)],
      },
    );
  return ownOnly ? readAsService('own_receipts', answer) : answer();
}

/** Counts the notices that a list with these filters would hold; for callers who can read notices. */
export async function countReadableNotices(services: Reading, caller: Caller, sent: SentFilters): Promise<number> {
  const filters = await readFilters(services, caller, sent);
  return countNotices(services.db, { reader: toReader(caller), filters, ownOnly: false });
}

type SentFilters = Omit<NoticesQuery, 'sort' | keyof PageQuery>;

async function readFilters(
  { db, now }: Reading,
  caller: Caller,
  { dueBefore, dueWithin, assignee, q, ...exact }: SentFilters,
): Promise<NoticeFilters> {
  const at = now();
  return {
    ...exact,
    now: at,
    assignee: assignee === 'me' ? caller.person.id : assignee,
    dueBefore: dueBefore === undefined ? undefined : new Date(dueBefore),
    queueDueBefore: dueWithin === undefined ? undefined : new Date(at.getTime() + dueWithin * 1000),
    found: q === undefined ? undefined : await searchNotices(db, { text: q, locators: locatorForms(q) }),
  };
}

function toSortKey({ rulebook }: Reading, sort: NoticeSort, row: NoticeRow) {
  return [
    sort,
    (sort === 'received' ? row.received_at : row.queue_due_at)?.getTime() ?? null,
    row.id,
    sort === 'consequence'
      ? rankConsequence(consequenceUnder(rulebook, { id: row.regime_id, version: row.regime_version }))
      : sort === 'priority'
        ? rankPriority(row.priority)
        : Number(sort === 'due' && row.order_apart),
  ];
}

async function findFacts(
  { db }: Reading,
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
