import { afterAll, beforeAll } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRateLimiter } from '../../platforms/rate-limiter.js';
import type { PlatformClient } from '../../platforms/client.js';
import { createPlatformActivities } from '../../activities/platform.js';
import { SYSTEM } from '../../domain/people/actor.js';
import { appendAudit } from '../../registry/notices/audit.js';
import { APPROVAL_KEYS } from './approval-keys.js';
import { startPlatform, type PlatformFixture } from './platform-fixture.js';
import { anActivity, startRegistry, type FixtureDecision, type Registry } from './registry-fixture.js';

export function withEnforcement(take: (registry: Registry, platform: PlatformFixture) => void): void {
  let registry: Registry | undefined;
  let platform: PlatformFixture | undefined;
  beforeAll(async () => {
    registry = await startRegistry();
    platform = await startPlatform(registry);
    take(registry, platform);
  });
  afterAll(async () => {
    await platform?.stop();
    await registry?.stop();
  });
}

/** Decisions over four targets: two withheld, one removed, and a label, which has no state to read back. */
export const THREE_ACTIONS: FixtureDecision[] = [
  { action: 'withhold', targets: [1, 2] },
  { action: 'remove_rules', grounds: ['own_rules'], targets: [3] },
  { action: 'label', targets: [4] },
];

export function handles(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, at) => `@${prefix}${at + 1}`);
}

export async function listPlatformIds({ db }: Registry, noticeId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('target')
    .select('platform_id')
    .where('notice_id', '=', noticeId)
    .orderBy('no')
    .execute();
  return rows.map((row) => row.platform_id ?? '');
}

export async function findPlatformId(registry: Registry, noticeId: string, no: number): Promise<string> {
  return (await listPlatformIds(registry, noticeId))[no - 1] ?? '';
}

/** Returns the enforcement activities at some attempt, with the usual retry budget in less time. */
export function platformActivities(
  registry: Registry,
  { attempt, client }: { attempt: number; client: PlatformClient },
): ReturnType<typeof createPlatformActivities> {
  return createPlatformActivities({
    pace: createRateLimiter(undefined, { now: () => Date.now(), wait: (ms) => sleep(ms / 50) }),
    verifier: APPROVAL_KEYS.verifier(),
    db: registry.enforcement,
    platform: client,
    activity: anActivity(attempt),
  });
}

export async function note({ db }: Registry): Promise<void> {
  await appendAudit(db, [
    { at: new Date(), noticeId: null, actor: SYSTEM, action: 'annotate', detail: { text: 'x', audience: 'internal' } },
  ]);
}
