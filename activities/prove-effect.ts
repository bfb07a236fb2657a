import { SYSTEM } from '../domain/people/actor.js';
import type { EffectOutcome } from '../domain/command/effect.js';
import { resolveAttention } from '../registry/ops/attention.js';
import { appendAudit } from '../registry/notice/audit.js';
import type { Enforcing } from '../registry/enforcement/operations.js';
import { countProofs, listActedItems, markProved, tellOfDrift } from '../registry/enforcement/proofs.js';
import { cursorOf, OUTAGE_ATTEMPT, startPulse } from './activity-context.js';
import { createCourtesy } from '../registry/ops/courtesy.js';
import type { EnforceDependencies } from './enforcement/enforce.js';
import { PAGE_SIZE } from './pace.js';
import { PlatformUnavailable } from './platform-connection.js';
import { outageKey, questionFailed } from './platform-outage.js';
import { proveItems } from './prove-items.js';

/** Reads back what the platform has in force on every item that a submission acted on, and keeps what it found. It changes nothing there. */
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
    await tellOfDrift(trx);
    if (await markProved(trx, enforcing, counts)) {
      const detail = { submission, ...counts };
      await appendAudit(trx, [{ at: new Date(), noticeId, actor: SYSTEM, action: 'effect_proven', detail }]);
    }
  });
  if (activity.attempt() >= OUTAGE_ATTEMPT) await resolveAttention(db, { key: outageKey(noticeId) });
  return { ok: true };
}

async function provePages(dependencies: EnforceDependencies, enforcing: Enforcing): Promise<void> {
  const { db, activity } = dependencies;
  let afterNo = cursorOf(activity.heartbeatDetails());
  const courtesy = createCourtesy(db);
  const pulse = startPulse(activity, () => ({ cursor: afterNo }));
  try {
    for (;;) {
      activity.cancellation().throwIfAborted();
      const others = await courtesy.othersAtWork();
      const page = await listActedItems(db, { ...enforcing, afterNo, limit: PAGE_SIZE });
      const last = page.at(-1);
      if (last === undefined) return;
      await proveItems(
        { ...dependencies, noticeId: enforcing.noticeId },
        page.map(({ platformId }) => platformId),
      );
      afterNo = last.no;
      pulse.beat();
      activity.heartbeat({ cursor: afterNo });
      if (others) await courtesy.giveWay();
    }
  } finally {
    pulse.stop();
  }
}
