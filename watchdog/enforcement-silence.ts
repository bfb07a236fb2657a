import { raiseAlert, resolveOthers } from '../registry/ops/alerts.js';
import type { Db } from '../registry/db.js';
import { listUnservedEnforcement, type WaitingEnforcement } from '../registry/ops/watchdog.js';
import { ENFORCEMENT_SILENT, NAMED } from './rhythm.js';
import type { Finding } from './situation.js';
import { ENFORCEMENT_SILENT_TEXT, enforcementPage } from './words.js';

const KIND = 'enforcement_silent';
const DESK = { key: KIND, noticeId: null };

export async function findEnforcementSilence(
  db: Db,
  { startedAt, at }: { startedAt: Date; at: Date },
): Promise<Finding> {
  // After a full stop the workers start at the same time as the watchdog.
  if (at.getTime() - startedAt.getTime() < ENFORCEMENT_SILENT.silentMs) return { state: 'waiting' };
  const waiting = await listUnservedEnforcement(db, { at, ...ENFORCEMENT_SILENT });
  await settleAlerts(db, waiting);
  if (waiting.length === 0) return { state: 'fine' };
  return { state: 'wrong', reason: KIND, describe: async (_, page) => enforcementPage(page, waiting.slice(0, NAMED)) };
}

/**
 * Raises one alert for the desk if a waiting order is not secret. A secret order has an alert of its own, seen only by
 * people with access to it, because an alert for the desk would reveal it to everyone.
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
    await raiseAlert(db, { key, kind: KIND, noticeId, summary: ENFORCEMENT_SILENT_TEXT });
}
