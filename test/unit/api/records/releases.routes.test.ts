import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { DeployedRelease } from '../../../../temporal/deployment.js';
import { type ApiHarness, idleEngine, startApi } from '../../../support/api-harness.js';
import { noReleases } from '../../../support/doubles/no-releases.js';

const at = new Date('2026-11-28T10:00:00Z');
const old: DeployedRelease = { build: 'old', isCurrent: true, isDrained: false, firstCurrentAt: at, replacedAt: null };
const fresh: DeployedRelease = { ...old, build: 'new', isCurrent: false, firstCurrentAt: null };

let deployed: DeployedRelease[] | null;
let promoted: string[];
let hears: boolean;
let pinned: Map<string | null, string[]>;
const engine = {
  ...idleEngine,
  releases: {
    ...noReleases,
    async list() {
      if (deployed === null) throw new Error('away');
      return deployed;
    },
    async promote(build: string) {
      promoted.push(build);
      return hears;
    },
    pinnedTo: async (build: string | null) => pinned.get(build) ?? [],
  },
};

let api: ApiHarness;
beforeAll(async () => {
  api = await startApi({ engine });
});
afterAll(() => api.close());
beforeEach(async () => {
  deployed = [old, fresh];
  promoted = [];
  hears = true;
  pinned = new Map();
  await sql`delete from worker_release`.execute(api.db);
  for (const [build, queue, ago] of [
    ['old', 'notices', '1 second'],
    ['old', 'enforcement', '20 seconds'],
    ['new', 'notices', '1 second'],
    ['new', 'enforcement', '1 second'],
  ])
    await sql`insert into worker_release (build, queue, beat_at) values (${build}, ${queue}, now() - ${ago}::interval)`.execute(
      api.db,
    );
});

const promote = (build: string, as: 'ops' | 'admin' | 'counsel' = 'ops') =>
  api.post('/v1/ops/releases/promote', as, { build, reason: 'Tried since Monday' });
const entries = async () => {
  const { rows } = await sql<{ detail: unknown }>`
    select detail from audit_entry where action = 'release_promoted' order by seq`.execute(api.db);
  return rows.map(({ detail }) => detail);
};

describe('releases of the desk', () => {
  test('are listed with what is current, what is on them and who serves them', async () => {
    const answer = await api.get('/v1/ops/releases', 'ops');
    expect(answer.json()).toMatchObject({
      items: expect.arrayContaining([
        expect.objectContaining({ build: 'old', state: 'current', open: 0, served: ['notices'] }),
        expect.objectContaining({ build: 'new', state: 'waiting', open: 0, served: ['enforcement', 'notices'] }),
      ]),
      unversioned: 0,
    });
  });

  test('counts on a replaced release only open notices that the reader may read, and the rest on the current one', async () => {
    const [one, two, three] = [await api.receive(), await api.receive(), await api.receive()];
    const secret = await api.receive({ secrecy: await api.gagged() });
    await sql`update notice set stage = 'closed' where id = ${two.id}::uuid`.execute(api.db);
    const replaced = { ...fresh, firstCurrentAt: at, replacedAt: new Date() };
    deployed = [old, replaced];
    pinned = new Map([['new', [one.id, two.id, secret.id]]]);
    const openOn = async () => {
      const { items, unversioned } = (await api.get('/v1/ops/releases', 'ops')).json();
      const counted = items.map(({ build, open, state }: Record<string, unknown>) => ({ build, open, state }));
      return { counted, unversioned };
    };
    const counts = (open: number, state: string) =>
      expect.arrayContaining([
        { build: 'new', open, state },
        expect.objectContaining({ build: 'old', state: 'current' }),
      ]);
    expect(await openOn()).toEqual({ counted: counts(1, 'draining'), unversioned: 0 });
    pinned = new Map([
      ['new', [secret.id]],
      [null, [three.id, secret.id]],
    ]);
    expect(await openOn()).toEqual({ counted: counts(0, 'draining'), unversioned: 1 });
    deployed = [old, { ...replaced, replacedAt: new Date(Date.now() - 20 * 60_000) }];
    expect(await openOn()).toEqual({ counted: counts(0, 'drained'), unversioned: 1 });
    expect((await openOn()).counted).toContainEqual({ build: 'old', open: 1, state: 'current' });
  });

  test('one with both kinds of worker is promoted, and the log says by whom and why', async () => {
    const answer = await promote('new');
    expect([answer.statusCode, answer.json()]).toEqual([200, { build: 'new', before: 'old', changed: true }]);
    expect(promoted).toEqual(['new']);
    expect((await entries()).at(-1)).toEqual({ build: 'new', before: 'old', reason: 'Tried since Monday' });
  });

  test('one that lacks a kind of worker is not, and it is said which', async () => {
    deployed = [
      { ...old, isCurrent: false },
      { ...fresh, isCurrent: true },
    ];
    const answer = await promote('old');
    expect(answer.statusCode).toBe(409);
    expect(answer.json().detail).toContain('takes work for enforcement:');
    expect((await promote('never-heard-of')).statusCode).toBe(409);
    expect(promoted).toEqual([]);
  });

  test('the current one stays current, and nothing is logged', async () => {
    const before = (await entries()).length;
    expect((await promote('old')).json()).toEqual({ build: 'old', before: 'old', changed: false });
    expect(await entries()).toHaveLength(before);
  });

  test('what the engine has not heard of yet is asked for again, and nothing is logged', async () => {
    const before = (await entries()).length;
    hears = false;
    expect((await promote('new')).statusCode).toBe(503);
    expect(await entries()).toHaveLength(before);
  });

  test('while the engine is away nobody is told a guess', async () => {
    deployed = null;
    expect((await api.get('/v1/ops/releases', 'ops')).statusCode).toBe(503);
    expect((await promote('new')).statusCode).toBe(503);
  });

  test('is for ops and admins', async () => {
    expect((await promote('new', 'counsel')).statusCode).toBe(403);
    expect((await promote('new', 'admin')).statusCode).toBe(200);
  });
});
