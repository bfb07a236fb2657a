import type { AlertKind } from '../../domain/alert.js';
import { getNotice } from '../../registry/notices/notices.js';
import { listNoticesOfAlerts, type NoticeOfAlert } from '../../registry/ops/open-alerts.js';
import { type Caller, toReader } from '../caller.js';
import { Refusal } from '../refusal.js';
import type { Services } from '../services.js';
import { findEpoch, prepareRepair } from './repair.js';
import { runCommand } from './run-command.js';

export const REBUILT_BY_ALL = ['workflow_gone', 'workflow_stuck', 'divergence'] as const satisfies readonly AlertKind[];
/** Time budget of one page, whatever its limit: the rest follows with the next page. */
const PAGE_MS = 20_000;

export interface RebuiltNotice extends Pick<NoticeOfAlert, 'number'> {
  notice: string;
  state: 'rebuilt' | 'failed';
  /** Why it failed, and what helps; null: it did not fail. */
  why: string | null;
}

export interface RebuildAll {
  caller: Caller;
  reason: string;
  /** The last notice of the previous page; null: the first page. */
  after: string | null;
  limit: number;
  /** The command's id for a notice: the same for a repeat under one key. */
  idFor: (noticeId: string) => string;
  repeatable: boolean;
}

/**
 * Rebuilds, one by one, a page of the notices that the caller can read and that have an open alert which a rebuild
 * resolves. A failure does not stop the others, and resolved notices are not listed again, so a repeated call continues
 * with the rest.
 */
export async function rebuildAll(
  services: Services,
  { caller, reason, after, limit, idFor, repeatable }: RebuildAll,
): Promise<{ items: RebuiltNotice[]; seen: NoticeOfAlert[]; next: string | null }> {
  const question = { kinds: REBUILT_BY_ALL, reader: toReader(caller), after, limit: limit + 1 };
  const found = await listNoticesOfAlerts(services.db, question);
  const page = found.slice(0, limit);
  const items: RebuiltNotice[] = [];
  const untilMs = performance.now() + PAGE_MS;
  for (const { id, number } of page) {
    if (items.length > 0 && performance.now() > untilMs) break;
    const why = await rebuildOne(services, { id, caller, reason, commandId: idFor(id), repeatable });
    items.push({ notice: id, number, state: why === null ? 'rebuilt' : 'failed', why });
  }
  const seen = page.slice(0, items.length);
  return { items, seen, next: found.length > items.length ? (seen.at(-1)?.id ?? null) : null };
}

async function rebuildOne(
  services: Services,
  {
    id,
    caller,
    reason,
    commandId,
    repeatable,
  }: Pick<RebuildAll, 'caller' | 'reason' | 'repeatable'> & { id: string; commandId: string },
): Promise<string | null> {
  try {
    const row = await getNotice(services.db, id);
    const epoch = await findEpoch(services, { row, id: commandId, action: 'rebuild' });
    await runCommand({
      context: services,
      row,
      caller,
      commandId,
      name: 'repair',
      shared: {},
      repeatable,
      preparesRows: true,
      prepare: (preparing) => prepareRepair(preparing, { action: 'rebuild', reason }, epoch),
    });
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}
