import { z } from 'zod';
import type { packNotice } from '../../../contract/enforcement/outage-pack.js';
import type { PageQuery } from '../../../contract/paging.js';
import { cursorKeys } from '../../../contract/query.js';
import { isValidAt } from '../../../domain/notices/sender.js';
import { DECISION_ACTION_TABLE } from '../../../domain/targets/decision-action.js';
import { findPackFacts, type PackFacts, type PackTarget } from '../../../registry/enforcement/outage-pack.js';
import { countNotices, listNotices, type NoticeRow } from '../../../registry/notices/notices.js';
import { findQueueFacts, type QueueFacts } from '../../../registry/notices/queue-facts.js';
import { findNoticeLaw } from '../../../rulebook/consequence.js';
import { toReader, type Caller } from '../../caller.js';
import { toSummaryView } from './notice-summary.js';
import { readCursor } from '../../paging.js';
import { toSeen } from '../../secret-reads.js';
import { answerSeenPage } from '../../seen-page.js';
import type { Services } from '../../services.js';

const MAX_TARGETS = 100;
const PLACE = z.tuple([cursorKeys.ms.nullable(), cursorKeys.uuid, cursorKeys.int]);

type Reading = Pick<Services, 'db' | 'now' | 'rulebook'>;

/** The open notices that the caller may read, nearest own due time first, with what to do by hand while the desk is out. */
export async function listOutagePack(services: Reading, caller: Caller, { cursor, ...paging }: PageQuery) {
  const { db, now } = services;
  const question = { reader: toReader(caller), filters: { now: now(), open: true }, ownOnly: false };
  const key = readCursor(cursor, PLACE);
  const after = key === null ? null : { atMs: key[0], id: key[1], weight: key[2], apart: key[2] === 1 };
  let facts = new Map<string, PackFacts>();
  let people = new Map<string, QueueFacts>();
  return answerSeenPage(services, { caller, name: 'outage_pack' }, paging, {
    rows: async (limit) => {
      const rows = await listNotices(db, { ...question, sort: 'due', weights: [], after, limit });
      const ids = rows.map(({ id }) => id);
      [facts, people] = await Promise.all([findPackFacts(db, { ids, max: MAX_TARGETS }), findQueueFacts(db, ids)]);
      return rows;
    },
    total: () => countNotices(db, question),
    view: (row) => toPackView(services, row, { facts: facts.get(row.id), people: people.get(row.id) }),
    key: (row) => [row.queue_due_at?.getTime() ?? null, row.id, Number(row.order_apart)],
    seen: (row) => [toSeen(row)],
  });
}

function toPackView(
  services: Reading,
  row: NoticeRow,
  { facts, people }: { facts: PackFacts | undefined; people: QueueFacts | undefined },
): z.input<typeof packNotice> {
  const { regime, authority, secrecy, assigneeName, ...summary } = toSummaryView(services, row, people);
  const at = services.now();
  const { contacts = [], clocks = [], total = 0, targets = [], restoreTotal = 0, restore = [] } = facts ?? {};
  return {
    // The schema of the answer keeps what a pack needs of it.
    ...summary,
    clocks,
    secrecy: secrecy.level,
    authority: {
      name: authority.name,
      country: authority.country,
      contacts: contacts.filter((one) => isValidAt(one, at.getTime())),
    },
    law: { ...regime, name: findNoticeLaw(services.rulebook, row)?.title ?? null },
    assignee: assigneeName,
    toDo: [
      ...targets.map((target) => ({ ...toPlace(target), action: DECISION_ACTION_TABLE[target.action].action })),
      ...restore.map((target) => ({ ...toPlace(target), action: 'restore' as const })),
    ],
    left: total - targets.length + restoreTotal - restore.length,
    readAt: at.toISOString(),
  };
}

function toPlace({ no, type, locator, platformId, countries }: PackTarget) {
  return { no, type, locator, platformId, countries };
}
