import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { createMover } from '../../../../application/enforcement/releases/move-notices.js';
import type { DeployedRelease } from '../../../../client/releases.js';
import { idleEngine } from '../../../support/api-harness.js';
import { noReleases } from '../../../support/simulators/no-releases.js';
import { startRegistry, type Registry } from '../../../support/registry-fixture.js';

const at = (clock: string) => new Date(`2026-11-28T${clock}Z`);
const old: DeployedRelease = {
  build: 'old',
  isCurrent: false,
  isDrained: false,
  firstCurrentAt: at('09:00:00'),
  replacedAt: at('10:00:00'),
};
const current: DeployedRelease = { ...old, build: 'new', isCurrent: true, replacedAt: null };

let registry: Registry;
let calls: string[];
let pinned: string[];
let deployed: DeployedRelease[];

beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry.stop());
beforeEach(async () => {
  await sql`delete from worker_release`.execute(registry.db);
  calls = [];
  pinned = ['n1', 'n2'];
  deployed = [current, old];
});

const releases = {
  ...noReleases,
  list: async () => deployed,
  pinnedTo: async (_build: string, limit: number) => pinned.slice(0, limit),
  nudge: async (id: string, { callOff }: { callOff: boolean }) => void calls.push(callOff ? `${id} calls off` : id),
  takeAlong: async (id: string) => void calls.push(`${id} is taken along`),
};

async function worksOn(build: string): Promise<void> {
  for (const queue of ['notices', 'enforcement'])
    await sql`insert into worker_release (build, queue, heartbeat_at) values (${build}, ${queue}, now())`.execute(
      registry.db,
    );
}

async function go(move: ReturnType<typeof createMover>, clock: string): Promise<string[]> {
  calls = [];
  const sources = { db: registry.db, engine: { ...idleEngine, releases }, now: () => at(clock) };
  await move(sources, () => false);
  return calls;
}

test('the mover wakes each notice of a replaced release once a minute', async () => {
  await worksOn('old');
  const move = createMover();
  expect(await go(move, '10:01:00')).toEqual(['n1', 'n2']);
  pinned = ['n1', 'n2', 'n3'];
  expect(await go(move, '10:01:30')).toEqual(['n3']);
  expect(await go(move, '10:02:00')).toEqual(['n1', 'n2']);
});

test('the mover tells notices to stop waiting ten minutes after their release was replaced', async () => {
  await worksOn('old');
  expect(await go(createMover(), '10:10:00')).toEqual(['n1 calls off', 'n2 calls off']);
});

test('the mover takes over notices of a release whose workers are gone before it wakes them', async () => {
  expect(await go(createMover(), '10:01:00')).toEqual(['n1 is taken along', 'n1', 'n2 is taken along', 'n2']);
});

test('the mover wakes at most 100 notices per run', async () => {
  await worksOn('old');
  pinned = Array.from({ length: 250 }, (_, n) => `n${n}`);
  const move = createMover();
  expect(await go(move, '10:01:00')).toEqual(pinned.slice(0, 100));
  expect(await go(move, '10:01:05')).toEqual(pinned.slice(100, 200));
});

test.each<[string, DeployedRelease[]]>([
  ['while no release is current', [{ ...current, isCurrent: false }]],
  ['of a release that was never current', [current, { ...old, firstCurrentAt: null, replacedAt: null }]],
  ['of a release that Temporal reports as drained', [current, { ...old, isDrained: true }]],
])('the mover wakes no notice %s', async (_which, listed) => {
  deployed = listed;
  expect(await go(createMover(), '10:01:00')).toEqual([]);
});
