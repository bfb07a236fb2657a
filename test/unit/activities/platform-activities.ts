import { afterEach } from '@jest/globals';
import { checkDrift } from '../../../activities/check-drift.js';
import { createPlatformActivities } from '../../../activities/platform.js';
import { createRateLimiter, type RateLimiter } from '../../../platforms/rate-limiter.js';
import { APPROVAL_KEYS } from '../../support/approval-keys.js';
import { handles, withEnforcement } from '../../support/enforcement-fixture.js';
import type { PlatformFixture } from '../../support/platform-fixture.js';
import { aNotice, anActivity, anApprovedDecision, type Registry } from '../../support/registry-fixture.js';

/** Starts a registry and a platform for all tests of a file, and returns what acts on them. */
export function withPlatformActivities(give: (registry: Registry, platform: PlatformFixture) => void) {
  let registry: Registry;
  let platform: PlatformFixture;
  withEnforcement((...started) => {
    [registry, platform] = started;
    give(...started);
  });
  afterEach(() => platform.faults({}));

  const activities = (patch: { pace?: RateLimiter; signal?: AbortSignal; details?: unknown } = {}) => {
    const { pace = createRateLimiter(), signal, details } = patch;
    const activity = {
      ...anActivity(),
      heartbeatDetails: () => details,
      ...(signal === undefined ? {} : { cancellation: () => signal }),
    };
    return createPlatformActivities({
      verifier: APPROVAL_KEYS.verifier(),
      db: registry.enforcement,
      platform: platform.client,
      pace,
      activity,
    });
  };
  const drift = () => checkDrift({ db: registry.db, platform: platform.client, settleMs: 1 }, { sample: 500 });

  async function withheld(prefix: string, count: number, countries = ['IN']): Promise<string> {
    const noticeId = await aNotice(registry, handles(prefix, count));
    await activities().resolveTargets({ noticeId });
    await anApprovedDecision(registry, { noticeId, decisions: [{ action: 'withhold', countries }] });
    return noticeId;
  }

  const lose = (id: string) => registry.pool.query('delete from platform_simulator.effect where id = $1', [id]);
  const add = (id: string, country: string) =>
    registry.pool.query(`insert into platform_simulator.effect (id, kind, country) values ($1, 'withhold', $2)`, [
      id,
      country,
    ]);

  const operations = () => platform.seen.filter((line) => line === 'POST /operations').length;
  return { activities, drift, withheld, lose, add, operations };
}
