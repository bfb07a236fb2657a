import type { EffectOutcome } from '../domain/commands/effect.js';
import { resolveAlert } from '../registry/ops/alerts.js';
import { getNotice, markTargetsResolved } from '../registry/notices/notices.js';
import { listUnresolvedTargets, storeResolved } from '../registry/enforcement/restrictions.js';
import { readLastCursor, OUTAGE_ATTEMPT } from './activity-context.js';
import { createForegroundYield } from '../registry/ops/foreground-work.js';
import type { EnforceDependencies } from './enforcement/enforce.js';
import { PAGE_SIZE } from '../platforms/rate-limiter.js';
import { PlatformUnavailable } from '../platforms/connection.js';
import { outageKey, questionFailed } from './platform-outage.js';

/**
 * Asks the platform for the identity of a notice's targets, for reviewers; a target that does not exist stays
 * unresolved.
 */
export async function resolveTargets(dependencies: EnforceDependencies, noticeId: string): Promise<EffectOutcome> {
  const { db, activity } = dependencies;
  const { targets } = await getNotice(db, noticeId);
  try {
    await resolvePages(dependencies, noticeId);
  } catch (error) {
    if (!(error instanceof PlatformUnavailable)) throw error;
    throw await questionFailed(dependencies, { noticeId, what: 'Targets cannot be resolved.' }, error);
  }
  await markTargetsResolved(db, { noticeId, targets });
  if (activity.attempt() >= OUTAGE_ATTEMPT) await resolveAlert(db, { key: outageKey(noticeId) });
  return { ok: true };
}

async function resolvePages(dependencies: EnforceDependencies, noticeId: string): Promise<void> {
  const { db, activity } = dependencies;
  const foreground = createForegroundYield(db);
  let afterNo: number | undefined = readLastCursor(activity.heartbeatDetails());
  while (afterNo !== undefined) {
    activity.cancellation().throwIfAborted();
    activity.heartbeat({ cursor: afterNo });
    const from: number = afterNo;
    afterNo = await foreground.page(() => resolvePage(dependencies, { noticeId, afterNo: from }));
  }
}

async function resolvePage(
  { db, platform }: EnforceDependencies,
  { noticeId, afterNo }: { noticeId: string; afterNo: number },
): Promise<number | undefined> {
  const page = await listUnresolvedTargets(db, { noticeId, afterNo, limit: PAGE_SIZE });
  if (page.length === 0) return undefined;
  const found = await platform.resolve(page.map(({ type, locator }) => ({ type, locator })));
  const rows = page.flatMap(({ no }, index) => {
    const target = found[index];
    if (target === undefined || !target.exists || target.id === null) return [];
    const { id: platformId, owner = null, protectedClass = null, language = null } = target;
    return [{ no, platformId, owner, protectedClass, language }];
  });
  await storeResolved(db, { noticeId, rows });
  return page.at(-1)?.no;
}
