import { SYSTEM } from '../domain/people/actor.js';
import type { EffectOutcome } from '../domain/commands/effect.js';
import { resolveAlert } from '../registry/ops/alerts.js';
import { appendAudit } from '../registry/notices/audit.js';
import type { Enforcing } from '../registry/enforcement/operations.js';
import { countProofs, listEnforcedItems, markProved, raiseDrift } from '../registry/enforcement/proofs.js';
import { readLastCursor, OUTAGE_ATTEMPT, startPulse } from './activity-context.js';
import { createForegroundYield } from '../registry/ops/foreground-work.js';
import type { EnforceDependencies } from './enforcement/enforce.js';
import { PAGE_SIZE } from '../platforms/rate-limiter.js';
import { PlatformUnavailable } from '../platforms/connection.js';
import { outageKey, questionFailed } from './platform-outage.js';
import { proveItems } from './prove-items.js';

/**
 * Reads back what the platform has in force on every item of a submission and stores the result; changes nothing on the
 * platform.
 */
export async function proveEffect(dependencies: EnforceDependencies, enforcing: Enforcing): Promise<EffectOutcome> {
  const { db, activity } = dependencies;
  const { noticeId, submission } = enforcing;
  try {
    await provePages(dependencies, enforcing);
  } catch (error) {
    if (!(error instanceof PlatformUnavailable)) throw error;
    throw await questionFailed(dependencies, { noticeId, what: 'The effect cannot be read back.' }, error);
  }
  await db.transaction().execute(async (trx) => {
    const counts = await countProofs(trx, enforcing);
    await raiseDrift(trx);
    if (await markProved(trx, enforcing, counts)) {
      const detail = { submission, ...counts };
      await appendAudit(trx, [{ at: new Date(), noticeId, actor: SYSTEM, action: 'effect_proven', detail }]);
    }
  });
  if (activity.attempt() >= OUTAGE_ATTEMPT) await resolveAlert(db, { key: outageKey(noticeId) });
  return { ok: true };
}

async function provePages(dependencies: EnforceDependencies, enforcing: Enforcing): Promise<void> {
  const { db, activity } = dependencies;
  const foreground = createForegroundYield(db);
  let cursor = readLastCursor(activity.heartbeatDetails());
  let last: number | undefined = cursor;
  const pulse = startPulse(activity, () => ({ cursor }));
  try {
    while (last !== undefined) {
      activity.cancellation().throwIfAborted();
      cursor = last;
      pulse.heartbeat();
      activity.heartbeat({ cursor });
      const afterNo = cursor;
      last = await foreground.page(() => provePage(dependencies, { ...enforcing, afterNo }));
    }
  } finally {
    pulse.stop();
  }
}

async function provePage(
  dependencies: EnforceDependencies,
  enforcing: Enforcing & { afterNo: number },
): Promise<number | undefined> {
  const page = await listEnforcedItems(dependencies.db, { ...enforcing, limit: PAGE_SIZE });
  if (page.length === 0) return undefined;
  const ids = page.map(({ platformId }) => platformId);
  await proveItems({ ...dependencies, noticeId: enforcing.noticeId }, ids);
  return page.at(-1)?.no;
}
