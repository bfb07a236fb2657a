import type { EffectOutcome } from '../domain/command/effect.js';
import { resolveAttention } from '../registry/ops/attention.js';
import { getNotice, markTargetsResolved } from '../registry/notice/notices.js';
import { listUnresolvedTargets, storeResolved } from '../registry/enforcement/restrictions.js';
import { cursorOf, OUTAGE_ATTEMPT } from './activity-context.js';
import { createCourtesy } from '../registry/ops/courtesy.js';
import type { EnforceDependencies } from './enforcement/enforce.js';
import { PAGE_SIZE } from './pace.js';
import { PlatformUnavailable } from './platform-connection.js';
import { outageKey, questionFailed } from './platform-outage.js';

/** Asks the platform who a notice's targets are, so that reviewers see whom they deal with. What does not exist stays unresolved. */
export async function resolveTargets(dependencies: EnforceDependencies, noticeId: string): Promise<EffectOutcome> {
  const { db, activity } = dependencies;
  const { targets } = await getNotice(db, noticeId);
  try {
    await resolvePages(dependencies, noticeId);
  } catch (error) {
    if (!(error instanceof PlatformUnavailable)) throw error;
    throw await questionFailed(dependencies, { noticeId, what: 'Targets cannot be looked up.' }, error);
  }
  await markTargetsResolved(db, { noticeId, targets });
  if (activity.attempt() >= OUTAGE_ATTEMPT) await resolveAttention(db, { key: outageKey(noticeId) });
  return { ok: true };
}

async function resolvePages({ db, platform, activity }: EnforceDependencies, noticeId: string): Promise<void> {
  let afterNo = cursorOf(activity.heartbeatDetails());
  const courtesy = createCourtesy(db);
  for (;;) {
    activity.cancellation().throwIfAborted();
    const others = await courtesy.othersAtWork();
    const page = await listUnresolvedTargets(db, { noticeId, afterNo, limit: PAGE_SIZE });
    const last = page.at(-1);
    if (last === undefined) return;
    const found = await platform.resolve(page.map(({ type, locator }) => ({ type, locator })));
    const rows = page.flatMap(({ no }, index) => {
      const target = found[index];
      if (target === undefined || !target.exists || target.id === null) return [];
      return [
        { no, platformId: target.id, owner: target.owner ?? null, protectedClass: target.protectedClass ?? null },
      ];
    });
    await storeResolved(db, { noticeId, rows });
    afterNo = last.no;
    activity.heartbeat({ cursor: afterNo });
    if (others) await courtesy.giveWay();
  }
}
