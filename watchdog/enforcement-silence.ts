import { raiseAttention, resolveOthers } from '../registry/ops/attention.js';
import type { Db } from '../registry/db.js';
import { listUnservedEnforcement, type WaitingEnforcement } from '../registry/ops/watchdog.js';
import { ENFORCEMENT_SILENT, NAMED } from './rhythm.js';
import type { Finding } from './situation.js';
import { ENFORCEMENT_SILENT_TEXT, enforcementPage } from './words.js';

const KIND = 'enforcement_silent';
const DESK = { key: KIND, noticeId: null };

/** Approved orders that wait while no enforcement worker is running. Raises the alerts, and answers what is to be paged. */
export async function findEnforcementSilence(
  db: Db,
  { startedAt, at }: { startedAt: Date; at: Date },
): Promise<Finding> {
  // After a stop of everything the worker starts beside us.
  if (at.getTime() - startedAt.getTime() < ENFORCEMENT_SILENT.silentMs) return { state: 'waiting' };
  const waiting = await listUnservedEnforcement(db, { at, ...ENFORCEMENT_SILENT, limit: NAMED });
  await settleAlerts(db, waiting);
  if (waiting.length === 0) return { state: 'fine' };
  return { state: 'wrong', reason: KIND, describe: async (_, page) => enforcementPage(page, waiting) };
}

/**
 * One alert for the whole desk where an order waits that everybody may read. Where only secret ones wait, each has its own, which the
 * people who may read that notice see: an alert of the desk would tell everybody that there is one.
 */
async function settleAlerts(db: Db, waiting: readonly WaitingEnforcement[]): Promise<void> {
  const isOpen = waiting.some(({ secret }) => !secret);
  const secret = waiting.filter((one) => one.secret);
  const wanted = [
    ...(isOpen ? [DESK] : []),
    ...secret.map(({ notice }) => ({ key: `${KIND}:${notice}`, noticeId: notice })),
  ];
  await resolveOthers(db, { kind: KIND, keys: wanted.map(({ key }) => key) });
  for (const { key, noticeId } of wanted)
    await raiseAttention(db, { key, kind: KIND, noticeId, summary: ENFORCEMENT_SILENT_TEXT });
}
