import { describe, expect, test } from '@jest/globals';
import { uuidv7 } from 'uuidv7';
import { createRateLimiter, type RateLimiter } from '../../../platforms/rate-limiter.js';
import { endPause, insertPause } from '../../../registry/enforcement/pauses.js';
import { listPlatformIds } from '../../support/enforcement-fixture.js';
import type { PlatformFixture } from '../../support/platform-fixture.js';
import { anApprovedRestoration, statuses, type Registry } from '../../support/registry-fixture.js';
import { withPlatformActivities } from './platform-activities.js';

let registry: Registry;
let platform: PlatformFixture;
const { activities, withheld, operations } = withPlatformActivities((...given) => ([registry, platform] = given));

describe('enforcement pause', () => {
  const buildPage = (pageSize: number, take: (operations: number) => Promise<void> | void): RateLimiter => ({
    ...createRateLimiter(),
    pageSize,
    take: async (count) => take(count),
  });
  const pauseAll = (noticeId: string | null) =>
    insertPause(registry.db, {
      id: uuidv7(),
      notice_id: noticeId,
      reason: 'Asked to wait.',
      by_id: 'o',
      by_name: 'Ops',
      until: new Date(Date.now() + 3_600_000),
    });
  const goOn = (noticeId: string | null) => endPause(registry.db, { noticeId, reason: 'Go on.', byId: 'o' });
  const unclaimed = async (noticeId: string) =>
    (
      await registry.db
        .selectFrom('operation')
        .select('target_no')
        .where('notice_id', '=', noticeId)
        .where('status', '=', 'pending')
        .where('platform_id', 'is', null)
        .execute()
    ).length;

  test('of one order prevents its first call and affects no other order', async () => {
    const noticeId = await withheld('paused', 1);
    const other = await withheld('running', 1);
    expect(await pauseAll(noticeId)).toBe(true);
    expect(await pauseAll(noticeId)).toBe(false);
    const before = operations();
    await expect(activities().enforce({ noticeId, submission: 1 })).rejects.toThrow(
      'Enforcement is paused: Asked to wait.',
    );
    expect(operations()).toBe(before);
    expect(await activities().enforce({ noticeId: other, submission: 1 })).toMatchObject({ ok: true });
    expect(await goOn(noticeId)).toBe(true);
    expect(await activities().enforce({ noticeId, submission: 1 })).toMatchObject({ ok: true, ledger: { applied: 1 } });
  });

  test('of all orders takes effect after the page in flight, with everything recorded', async () => {
    const noticeId = await withheld('middle', 10);
    let pages = 0;
    const pace = buildPage(4, async () => {
      pages += 1;
      if (pages === 1) await pauseAll(null);
    });
    await expect(activities({ pace }).enforce({ noticeId, submission: 1 })).rejects.toMatchObject({
      type: 'EnforcementPaused',
    });
    expect(await statuses(registry.db, noticeId)).toEqual({ applied: 4, approved: 6 });
    expect(await unclaimed(noticeId)).toBe(6);
    await goOn(null);
    platform.seen.length = 0;
    await activities().enforce({ noticeId, submission: 1 });
    expect(platform.seen.filter((line) => line.startsWith('GET'))).toEqual([]);
    expect(await statuses(registry.db, noticeId)).toEqual({ applied: 10 });
  });

  test('for a stopping process takes effect after the page in flight, with everything recorded', async () => {
    const noticeId = await withheld('cancelled', 10);
    const stopping = new AbortController();
    const pace = buildPage(3, () => stopping.abort(new Error('the worker stops')));
    await expect(activities({ pace, signal: stopping.signal }).enforce({ noticeId, submission: 1 })).rejects.toThrow(
      'the worker stops',
    );
    expect(await statuses(registry.db, noticeId)).toEqual({ applied: 3, approved: 7 });
    expect(await unclaimed(noticeId)).toBe(7);
    expect(await activities().enforce({ noticeId, submission: 1 })).toMatchObject({
      ok: true,
      ledger: { applied: 10 },
    });
  });

  test('during a restoration loses none of its claimed operations', async () => {
    const noticeId = await withheld('lifting', 6);
    await activities().enforce({ noticeId, submission: 1 });
    await anApprovedRestoration(registry, { noticeId, number: 2, targets: [1, 2, 3, 4, 5, 6] });
    const stopping = new AbortController();
    const pace = buildPage(2, () => stopping.abort(new Error('the worker stops')));
    await expect(activities({ pace, signal: stopping.signal }).enforce({ noticeId, submission: 2 })).rejects.toThrow();
    expect(await activities().enforce({ noticeId, submission: 2 })).toMatchObject({
      ok: true,
      ledger: { restored: 6 },
    });
    expect(await platform.state(await listPlatformIds(registry, noticeId))).toEqual(
      (await listPlatformIds(registry, noticeId)).map((id) => ({ id, countries: [], everywhere: false })),
    );
  });
});

describe('platform rate limiter', () => {
  test('limits each request to one second’s worth of operations', async () => {
    const noticeId = await withheld('paced', 5);
    const before = operations();
    const pace = { ...createRateLimiter(2), take: async () => undefined };
    await activities({ pace }).enforce({ noticeId, submission: 1 });
    expect(operations() - before).toBe(3);
  });

  test('serves requests in arrival order, a long order page by page', async () => {
    const pace = createRateLimiter(1_000);
    const order: string[] = [];
    const take = async (name: string, count: number) => {
      await pace.take(count);
      order.push(name);
    };
    const long = (async () => {
      for (let page = 1; page <= 3; page += 1) await take(`long ${page}`, 40);
    })();
    await Promise.all([long, take('short', 1)]);
    expect(order).toEqual(['long 1', 'short', 'long 2', 'long 3']);
  });
});
