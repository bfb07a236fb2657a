import type { z } from 'zod';
import type { rebuildAllBody } from '../../contract/repair.js';
import type { AlertKind } from '../../domain/alert.js';
import { getNotice } from '../../registry/notices/notices.js';
import { listNoticesOfAlerts, type NoticeOfAlert } from '../../registry/ops/open-alerts.js';
import { type Caller, toReader } from '../caller.js';
import type { CommandStepUp } from '../acting.js';
import { computeCommandId } from '../command-id.js';
import { needStepUp } from '../step-up.js';
import { Refusal } from '../refusal.js';
import { recordSecretReads } from '../secret-reads.js';
import type { Services } from '../services.js';
import { findEpoch, prepareRepair } from './repair.js';
import { runCommand } from './run-command.js';

export const REBUILT_BY_ALL = ['workflow_gone', 'workflow_stuck', 'divergence'] as const satisfies readonly AlertKind[];
/** Time budget of one page, whatever its limit: the rest follows with the next page. */
const PAGE_MS = 20_000;

interface RebuiltNotice extends Pick<NoticeOfAlert, 'number'> {
  notice: string;
  state: 'rebuilt' | 'failed';
  /** Why it failed, and what helps; null: it did not fail. */
  why: string | null;
}

interface RebuildAll {
  caller: Caller;
  /** `cursor`: the last notice of the previous page. */
  body: z.output<typeof rebuildAllBody>;
  key: string | undefined;
  stepUp: CommandStepUp;
}

/**
 * Rebuilds, one by one, a page of the notices that the caller can read and that have an open alert which a rebuild
 * resolves. A failure does not stop the others, and resolved notices are not listed again, so a repeated call continues
 * with the rest.
 */
export async function rebuildAll(
  services: Services,
  { caller, body, key, stepUp }: RebuildAll,
): Promise<{ items: RebuiltNotice[]; nextCursor: string | null }> {
  const { reason, cursor: after = null, limit } = body;
  // A passkey confirmation covers one page, because each page is a request of its own.
  await services.db.transaction().execute((trx) => needStepUp({ trx, services, caller }, stepUp));
  // The same for a repeat under one key.
  const idFor = (id: string) =>
    key === undefined
      ? services.newId()
      : computeCommandId({ caller: caller.person.id, key, scope: `ops/rebuild-all/${id}` });
  const question = { kinds: REBUILT_BY_ALL, reader: toReader(caller), after, limit: limit + 1 };
  const found = await listNoticesOfAlerts(services.db, question);
  const page = found.slice(0, limit);
  const items: RebuiltNotice[] = [];
  const untilMs = performance.now() + PAGE_MS;
  for (const { id, number } of page) {
    if (items.length > 0 && performance.now() > untilMs) break;
    const why = await rebuildOne(services, { id, caller, reason, commandId: idFor(id), repeatable: key !== undefined });
    items.push({ notice: id, number, state: why === null ? 'rebuilt' : 'failed', why });
  }
  const seen = page.slice(0, items.length);
  await recordSecretReads(services, caller, { seen, list: 'rebuild_all' });
  return { items, nextCursor: found.length > items.length ? (seen.at(-1)?.id ?? null) : null };
}

async function rebuildOne(
  services: Services,
  {
    id,
    caller,
    reason,
    commandId,
    repeatable,
  }: { id: string; caller: Caller; reason: string; commandId: string; repeatable: boolean },
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
