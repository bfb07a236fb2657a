import type { EffectOutcome } from '../domain/effect.js';
import type { Db } from '../registry/db.js';
import type { Enforcing } from '../registry/operations.js';
import { temporalActivity, type ActivityContext } from './activity-context.js';
import { enforce } from './enforce.js';
import type { PlatformClient } from './platform-client.js';
import { resolveTargets } from './resolve-targets.js';

export interface PlatformActivities {
  resolveTargets(input: { noticeId: string }): Promise<EffectOutcome>;
  enforce(input: Enforcing): Promise<EffectOutcome>;
}

/** Everything that is asked of the platform. Runs in a process of its own, the only one that holds the platform's token. */
export function createPlatformActivities({
  db,
  platform,
  activity = temporalActivity,
}: {
  db: Db;
  platform: PlatformClient;
  activity?: ActivityContext;
}): PlatformActivities {
  const dependencies = { db, platform, activity };
  return {
    resolveTargets: ({ noticeId }) => resolveTargets(dependencies, noticeId),
    enforce: (enforcing) => enforce(dependencies, enforcing),
  };
}
