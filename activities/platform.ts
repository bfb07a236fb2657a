import type { EffectOutcome } from '../domain/commands/effect.js';
import type { Db } from '../registry/db.js';
import type { Enforcing } from '../registry/enforcement/operations.js';
import { temporalActivity, type ActivityContext } from './activity-context.js';
import type { ApprovalVerifier } from './proof/approval-keys.js';
import { enforce, type EnforceInput } from './enforcement/enforce.js';
import { createRateLimiter, type RateLimiter } from '../platforms/rate-limiter.js';
import type { PlatformClient } from '../platforms/client.js';
import { proveEffect } from './prove-effect.js';
import { resolveTargets } from './resolve-targets.js';

export interface PlatformActivities {
  resolveTargets(input: { noticeId: string }): Promise<EffectOutcome>;
  enforce(input: EnforceInput): Promise<EffectOutcome>;
  proveEffect(input: Enforcing): Promise<EffectOutcome>;
}

/**
 * All activities that call the platform. They run in a process of their own, the only one that holds the platform's
 * token.
 */
export function createPlatformActivities(needed: {
  db: Db;
  platform: PlatformClient;
  verifier: ApprovalVerifier;
  pace?: RateLimiter;
  activity?: ActivityContext;
}): PlatformActivities {
  const { db, platform, verifier, pace = createRateLimiter(), activity = temporalActivity } = needed;
  const dependencies = { db, platform, verifier, pace, activity };
  return {
    resolveTargets: ({ noticeId }) => resolveTargets(dependencies, noticeId),
    enforce: (input) => enforce(dependencies, input),
    proveEffect: (enforcing) => proveEffect(dependencies, enforcing),
  };
}
