import { afterAll, beforeAll } from '@jest/globals';
import { startPlatform, type PlatformFixture } from './platform-fixture.js';
import { startRegistry, type Decision, type Registry } from './registry-fixture.js';

/**
 * What enforcement acts between, for all tests of a file: a registry on a PostgreSQL of its own, and a platform that
 * keeps its state there too.
 */
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
export const THREE_LANES: Decision[] = [
  { lane: 'withhold', targets: [1, 2] },
  { lane: 'remove_rules', grounds: ['own_rules'], targets: [3] },
  { lane: 'label', targets: [4] },
];

/** So many account names that no other test uses. */
export function handles(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, at) => `@${prefix}${at + 1}`);
}

/** The platform's ids of a notice's targets, in their order; '' where it knows none. */
export async function idsOf({ db }: Registry, noticeId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('target')
    .select('platform_id')
    .where('notice_id', '=', noticeId)
    .orderBy('no')
    .execute();
  return rows.map((row) => row.platform_id ?? '');
}
