import { z } from 'zod';
import type { alertView } from '../../../contract/ops.js';
import type { PageQuery } from '../../../contract/paging.js';
import { cursorKeys } from '../../../contract/query.js';
import type { RepairAction } from '../../../domain/commands/command.js';
import { findQueueFacts, type QueueFacts } from '../../../registry/notices/queue-facts.js';
import { countAlerts, listAlerts, type AlertRow } from '../../../registry/ops/alert-views.js';
import { toReader, type Caller } from '../../caller.js';
import { readCursor } from '../../paging.js';
import { answerSeenPage, toSeenIn } from '../../seen-page.js';
import type { Services } from '../../services.js';
import { buildTemporalUrl, type TemporalUi } from '../../temporal-url.js';

type AlertView = z.input<typeof alertView>;
type Cause = Pick<AlertView, 'title' | 'explains' | 'selfHeals' | 'safe'> & { repairs: readonly RepairAction[] };

interface AlertQuery extends PageQuery {
  kind?: string | undefined;
  since?: string | undefined;
  describeCause: (kind: string) => Cause;
}

export async function pageAlerts(
  services: Pick<Services, 'db' | 'now'> & TemporalUi,
  caller: Caller,
  { kind, since, cursor, describeCause, ...paging }: AlertQuery,
) {
  const { db } = services;
  const filters = { kind, since: since === undefined ? undefined : new Date(since) };
  const question = { reader: toReader(caller), now: services.now(), filters };
  const key = readCursor(cursor, z.tuple([cursorKeys.ms, cursorKeys.uuid]));
  const after = key === null ? null : { sinceMs: key[0], id: key[1] };
  let facts = new Map<string, QueueFacts>();
  return answerSeenPage(services, { caller, name: 'alert' }, paging, {
    rows: async (limit) => {
      const rows = await listAlerts(db, { ...question, after, limit });
      const notices = rows.flatMap(({ notice_id: notice }) => (notice === null ? [] : [notice]));
      facts = await findQueueFacts(db, [...new Set(notices)]);
      return rows;
    },
    total: () => countAlerts(db, question),
    view: (row) => ({
      ...toView(row, { cause: describeCause(row.kind), due: facts.get(row.notice_id ?? '')?.due ?? null }),
      temporalUrl: row.notice_id === null ? null : buildTemporalUrl(services, row.notice_id),
    }),
    key: (row) => [row.since.getTime(), row.id],
    seen: (row) => toSeenIn(row.notice_id, row.secrecy_level),
  });
}

function toView(row: AlertRow, { cause: { repairs, ...cause }, due }: { cause: Cause; due: AlertView['due'] }) {
  return {
    id: row.id,
    kind: row.kind,
    notice: row.notice_id,
    number: row.number,
    since: row.since.toISOString(),
    summary: row.summary,
    detail: row.detail,
    ...cause,
    due,
    clock: row.clock,
    repairs: row.notice_id === null ? [] : [...repairs],
  };
}
