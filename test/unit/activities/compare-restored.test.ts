import { afterEach, describe, expect, test } from '@jest/globals';
import { compareRestored } from '../../../activities/compare-restored.js';
import { createRateLimiter } from '../../../platforms/rate-limiter.js';
import { createPlatformActivities } from '../../../activities/platform.js';
import { findPause } from '../../../registry/enforcement/pauses.js';
import { findRestoration, holdAfterRestore } from '../../../registry/enforcement/restored.js';
import { startDriftChecks } from '../../../worker/drift-checks.js';
import { APPROVAL_KEYS } from '../../support/approval-keys.js';
import { handles, listPlatformIds, withEnforcement } from '../../support/enforcement-fixture.js';
import type { PlatformFixture } from '../../support/platform-fixture.js';
import { aNotice, anActivity, anApprovedDecision, openAlerts, type Registry } from '../../support/registry-fixture.js';

let registry: Registry;
let platform: PlatformFixture;
withEnforcement((...started) => ([registry, platform] = started));
afterEach(async () => {
  await platform.faults({});
  await registry.db.updateTable('enforcement_pause').set({ ended_at: new Date() }).execute();
  await registry.db.updateTable('alert').set({ resolved_at: new Date() }).execute();
});

const activities = () =>
  createPlatformActivities({
    verifier: APPROVAL_KEYS.verifier(),
    db: registry.enforcement,
    platform: platform.client,
    pace: createRateLimiter(),
    activity: anActivity(),
  });

const compare = () => compareRestored({ db: registry.enforcement, platform: platform.client, settleMs: 1 });
const restore = (from: Date) =>
  registry.db.transaction().execute((trx) => holdAfterRestore(trx, { from, at: new Date() }));

async function withheld(prefix: string, count: number): Promise<string> {
  const noticeId = await aNotice(registry, handles(prefix, count));
  await activities().resolveTargets({ noticeId });
  await anApprovedDecision(registry, { noticeId, decisions: [{ action: 'withhold', countries: ['IN'] }] });
  return noticeId;
}

const readAlerts = () =>
  registry.db
    .selectFrom('alert')
    .select(['summary', 'detail'])
    .where('kind', '=', 'restored')
    .where('resolved_at', 'is', null)
    .executeTakeFirst();

describe('restored registry', () => {
  test('pauses enforcement, names the instant of its backup, and pauses only once per instant', async () => {
    const noticeId = await withheld('held', 1);
    const from = new Date('2026-03-01T02:00:00Z');
    expect(await restore(from)).toBe(true);
    await expect(activities().enforce({ noticeId, submission: 1 })).rejects.toThrow('Enforcement is paused');
    expect(await readAlerts()).toMatchObject({
      summary: expect.stringContaining('2026-03-01T02:00:00.000Z'),
      detail: { from: from.toISOString() },
    });
    await registry.db.updateTable('enforcement_pause').set({ ended_at: new Date() }).execute();
    expect(await restore(from)).toBe(false);
    expect(await findPause(registry.db, noticeId)).toBeUndefined();
  });

  test('replaces an enforcement pause made by a person', async () => {
    await registry.pool.query(`insert into enforcement_pause (id, reason, by_id, by_name, until)
      values (gen_random_uuid(), 'x', 'p', 'P', now() + interval '1 minute')`);
    expect(await restore(new Date('2026-03-02T02:00:00Z'))).toBe(true);
    expect(await findRestoration(registry.db)).toMatchObject({ comparedAt: null });
  });

  test('raises drift for operations it never sent and effects that were lost, but not for targets that agree', async () => {
    const [done, lost] = [await withheld('agreed', 2), await withheld('lost', 2)];
    for (const noticeId of [done, lost]) await activities().enforce({ noticeId, submission: 1 });
    // As after a restore: the platform has executed what the registry only has as submitted, and the reverse.
    const unsent = await withheld('unsent', 2);
    const [first = ''] = await listPlatformIds(registry, unsent);
    await registry.pool.query(`insert into platform_simulator.effect values ($1, 'withhold', 'IN')`, [first]);
    const [gone = ''] = await listPlatformIds(registry, lost);
    await registry.pool.query('delete from platform_simulator.effect where id = $1', [gone]);
    await restore(new Date('2026-03-03T02:00:00Z'));
    await compare();
    expect(await readAlerts()).toMatchObject({
      summary: expect.stringMatching(/2 of the \d+ targets it knows differ/),
    });
    expect(await openAlerts(registry.db, done)).toEqual([]);
    expect(await openAlerts(registry.db, lost)).toEqual(['platform_drift']);
    expect(await openAlerts(registry.db, unsent)).toEqual(['platform_drift']);
    await expect(activities().enforce({ noticeId: unsent, submission: 1 })).rejects.toThrow('Enforcement is paused');
    await registry.pool.query('delete from platform_simulator.effect where id = $1', [first]);
    await registry.pool.query(`insert into platform_simulator.effect values ($1, 'withhold', 'IN')`, [gone]);
  });

  test('is compared by the enforcement process, which retries until the platform answers', async () => {
    await restore(new Date('2026-03-04T02:00:00Z'));
    await platform.faults({ down: 1 });
    const checks = startDriftChecks({
      db: registry.enforcement,
      platform: platform.client,
      everyMs: 20,
      sample: 10,
      logger: { debug: () => undefined, warn: () => undefined } as never,
    });
    try {
      const isCompared = async () => (await findRestoration(registry.db))?.comparedAt !== null;
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(await isCompared()).toBe(false);
      await platform.faults({});
      while (!(await isCompared())) await new Promise((resolve) => setTimeout(resolve, 20));
    } finally {
      await checks.stop();
    }
    expect((await readAlerts())?.summary).toContain('Enforcement continues when a person resumes it.');
  });
});
