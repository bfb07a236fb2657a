import { startPlatform, type PlatformFixture } from './platform-fixture.js';
import { startRegistry, type Registry } from './registry-fixture.js';

/** What enforcement acts between: a registry on a PostgreSQL of its own, and a platform that keeps its state there too. */
export interface EnforcementFixture {
  registry: Registry;
  platform: PlatformFixture;
  stop(): Promise<void>;
}

/** One a file: call `stop` at the end. */
export async function startEnforcement(): Promise<EnforcementFixture> {
  const registry = await startRegistry();
  const platform = await startPlatform(registry);
  return {
    registry,
    platform,
    stop: async () => {
      await platform.stop();
      await registry.stop();
    },
  };
}

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
