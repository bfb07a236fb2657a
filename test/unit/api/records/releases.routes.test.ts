import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { DeployedRelease } from '../../../../client/releases.js';
import { type ApiHarness, idleEngine, startApi } from '../../../support/api-harness.js';
import { claimReleaseCheck, finishReleaseCheck, insertReleaseCheck } from '../../../../registry/releases/checks.js';
import { noReleases } from '../../../support/simulators/no-releases.js';

type Who = Parameters<ApiHarness['post']>[1];

const at = new Date('2026-11-28T10:00:00Z');
const old: DeployedRelease = { build: 'old', isCurrent: true, isDrained: false, firstCurrentAt: at, replacedAt: null };
const fresh: DeployedRelease = { ...old, build: 'new', isCurrent: false, firstCurrentAt: null };

let deployed: DeployedRelease[] | null;
let promoted: string[];
let hears: boolean;
let pinned: Map<string | null, string[]>;
const engine = {
  ...idleEngine,
  async ping() {
    if (deployed === null) throw new Error('away');
  },
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
let shiftMs = 0;
beforeAll(async () => {
  api = await startApi({ engine, now: () => new Date(Date.now() + shiftMs) });
});
afterAll(() => api.close());
beforeEach(async () => {
  deployed = [old, fresh];
  promoted = [];
  hears = true;
  shiftMs = 0;
  pinned = new Map();
  await sql`delete from release_promotion`.execute(api.db);
  await sql`delete from release_check`.execute(api.db);
  await sql`delete from worker_release`.execute(api.db);
  await passCheck('new');
  for (const [build, queue, ago] of [
    ['old', 'notices', '1 second'],
    ['old', 'enforcement', '20 seconds'],
    ['new', 'notices', '1 second'],
    ['new', 'enforcement', '1 second'],
  ])
    await sql`insert into worker_release (build, queue, heartbeat_at) values (${build}, ${queue}, now() - ${ago}::interval)`.execute(
      api.db,
    );
});

const check = (build: string, as: Who = 'ops') => api.post('/v1/ops/releases/check', as, { build });
const listChecks = async () => (await sql<{ build: string }>`select build from release_check`.execute(api.db)).rows;

/** Answers a check as a worker of the release does. */
async function passCheck(
  build: string,
  { differing = [] as string[], minutesAgo = 0, replayed = [] as string[] } = {},
) {
  const id = randomUUID();
  const requested = { id, build, by: api.people.ops.id, at: new Date(Date.now() - minutesAgo * 60_000) };
  await insertReleaseCheck(api.db, requested);
  await finishReleaseCheck(api.db, { id, digest: 'ab'.repeat(32), replayed, differing, msEach: 4.2 });
  await sql`update release_check set finished_at = requested_at where id = ${id}`.execute(api.db);
}

const promote = (build: string, as: Who = 'ops') =>
  api.post('/v1/ops/releases/promote', as, { build, reason: 'Tested since Monday' });
const confirm = (build: string, as: Who = 'admin') => api.post('/v1/ops/releases/confirm', as, { build });
const entries = async () => {
  const { rows } = await sql<{ detail: unknown }>`
    select detail from audit_entry where action = 'release_promoted' order by seq`.execute(api.db);
  return rows.map(({ detail }) => detail);
};

describe('worker releases of the desk', () => {
  test('lists releases with the current one, the open notices on each, and the queues served', async () => {
    const answer = await api.get('/v1/ops/releases', 'ops');
    expect(answer.json()).toMatchObject({
      items: expect.arrayContaining([
        expect.objectContaining({ build: 'old', state: 'current', open: 0, served: ['notices'] }),
        expect.objectContaining({ build: 'new', state: 'waiting', open: 0, served: ['enforcement', 'notices'] }),
      ]),
      unversioned: 0,
    });
  });

  test('counts only open, readable notices on a replaced release, and the rest on the current one', async () => {
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

  test('requires one person to request a promotion and another to confirm it, and logs both', async () => {
    const promotion = await promote('new');
    expect([promotion.statusCode, promotion.json()]).toEqual([
      202,
      {
        build: 'new',
        before: 'old',
        state: 'requested',
        changed: true,
        requestedBy: 'ops',
        expiresAt: expect.any(String),
      },
    ]);
    expect(promoted).toEqual([]);
    const { items } = (await api.get('/v1/ops/releases', 'counsel')).json();
    expect(items.find(({ build }: { build: string }) => build === 'new')).toMatchObject({
      request: { by: { id: api.people.ops.id, name: 'ops' }, reason: 'Tested since Monday' },
    });
    const answer = await confirm('new');
    expect([answer.statusCode, answer.json()]).toMatchObject([200, { build: 'new', before: 'old', changed: true }]);
    expect(promoted).toEqual(['new']);
    expect((await entries()).at(-1)).toEqual({
      build: 'new',
      before: 'old',
      reason: 'Tested since Monday',
      requestedBy: api.people.ops.id,
    });
    expect((await confirm('new')).json()).toMatchObject({ type: 'urn:notice-desk:problem:illegal-transition' });
  });

  test('rejects a confirmation by the requester, whatever their roles and with any of their keys', async () => {
    const both = await api.addPerson('Both', ['ops', 'admin', 'counsel']);
    expect((await promote('new', both)).statusCode).toBe(202);
    const { json } = await api.post('/v1/keys', both, { person: both.id, name: 'second', roles: ['admin'] });
    for (const as of [both, { id: both.id, key: json().key }])
      expect((await confirm('new', as)).json()).toMatchObject({ type: 'urn:notice-desk:problem:four-eyes' });
    // A second request by another person is no confirmation.
    expect((await promote('new', 'admin')).json()).toMatchObject({ state: 'requested', changed: false });
    expect(promoted).toEqual([]);
    expect((await confirm('new', 'counsel')).statusCode).toBe(200);
  });

  test('rejects a confirmation of a request that expired or whose requester was deactivated', async () => {
    await promote('new');
    shiftMs = 25 * 3_600_000;
    expect((await confirm('new')).statusCode).toBe(409);
    shiftMs = 0;
    const gone = await api.addPerson('Gone', ['ops']);
    await sql`delete from release_promotion`.execute(api.db);
    await promote('new', gone);
    await sql`update person set active = false where id = ${gone.id}::uuid`.execute(api.db);
    expect((await confirm('new')).json()).toMatchObject({ status: 409, detail: expect.stringContaining('Gone') });
    expect(promoted).toEqual([]);
  });

  test('has a table constraint against a requester confirming their own promotion', async () => {
    await promote('new');
    await expect(
      sql`update release_promotion set confirmed_by = requested_by, confirmed_at = now()`.execute(api.db),
    ).rejects.toThrow('check constraint');
  });

  test('rejects a promotion while a kind of worker is missing, and names its queue', async () => {
    deployed = [
      { ...old, isCurrent: false },
      { ...fresh, isCurrent: true },
    ];
    const answer = await promote('old');
    expect(answer.statusCode).toBe(409);
    expect(answer.json().detail).toContain('takes work on enforcement,');
    expect((await promote('never-heard-of')).statusCode).toBe(409);
    expect(promoted).toEqual([]);
  });

  test('rejects a confirmation when the release’s workers have gone since the request', async () => {
    await promote('new');
    await sql`update worker_release set heartbeat_at = now() - interval '1 hour' where build = 'new'`.execute(api.db);
    expect((await confirm('new')).statusCode).toBe(409);
    expect(promoted).toEqual([]);
  });

  test('leaves the current release current when promoted again, and logs nothing', async () => {
    const before = (await entries()).length;
    const answer = await promote('old');
    expect([answer.statusCode, answer.json()]).toMatchObject([200, { state: 'current', changed: false }]);
    expect(await entries()).toHaveLength(before);
  });

  test('returns 503 and logs nothing while Temporal does not know the release, and confirms it on retry', async () => {
    const before = (await entries()).length;
    await promote('new');
    hears = false;
    expect((await confirm('new')).statusCode).toBe(503);
    expect(await entries()).toHaveLength(before);
    hears = true;
    expect((await confirm('new')).statusCode).toBe(200);
  });

  test('returns 503 while Temporal is unreachable', async () => {
    deployed = null;
    expect((await api.get('/v1/ops/releases', 'ops')).statusCode).toBe(503);
    expect((await promote('new')).statusCode).toBe(503);
  });

  test('allows promotion requests to ops and admins, and confirmations to counsel too', async () => {
    expect((await promote('new', 'counsel')).statusCode).toBe(403);
    expect((await promote('new', 'admin')).statusCode).toBe(202);
    for (const role of ['reviewer', 'approver', 'auditor', 'intake'] as const)
      expect((await confirm('new', role)).statusCode).toBe(403);
    expect((await confirm('new', 'ops')).statusCode).toBe(200);
  });
});

describe('check of a release', () => {
  const seen = async (as: Who = 'ops') => {
    const { items } = (await api.get('/v1/ops/releases', as)).json();
    return items.find(({ build }: { build: string }) => build === 'new').check;
  };
  beforeEach(() => sql`delete from release_check`.execute(api.db));

  test('is required of a release that was never current, at the request and at the confirmation', async () => {
    const refused = await promote('new');
    expect([refused.statusCode, refused.json().detail]).toEqual([
      409,
      expect.stringContaining('`notice-desk releases check new`'),
    ]);
    await passCheck('new');
    expect((await promote('new')).statusCode).toBe(202);
    shiftMs = 61 * 60_000;
    expect((await confirm('new')).json().detail).toContain('has not passed a check in the last hour');
    expect(promoted).toEqual([]);
    shiftMs = 0;
    expect((await confirm('new')).statusCode).toBe(200);
  });

  test('refuses a promotion if one history differs, until a later check passes', async () => {
    const [one, secret] = [await api.receive(), await api.receive({ secrecy: await api.gagged() })];
    await passCheck('new', { minutesAgo: 2 });
    await passCheck('new', { minutesAgo: 1, replayed: [one.id, secret.id], differing: [one.id, secret.id] });
    const refused = await promote('new');
    expect([refused.statusCode, refused.json().detail]).toEqual([409, expect.stringContaining('does not fit')]);
    const { json } = await api.get(`/v1/notices/${one.id}`, 'ops');
    // A person who cannot read the secret notice sees neither its number nor that it was counted.
    expect(await seen()).toMatchObject({ state: 'differs', notices: 1, differing: [json().number], msEach: 4.2 });
    await passCheck('new');
    expect((await promote('new')).statusCode).toBe(202);
  });

  test('counts while a later one runs or has ended without a result', async () => {
    await passCheck('new', { minutesAgo: 5 });
    await check('new');
    expect((await promote('new')).statusCode).toBe(202);
  });

  test('of another release does not count', async () => {
    await passCheck('old');
    expect((await promote('new')).statusCode).toBe(409);
  });

  test('is not required on the way back to a release that was current', async () => {
    deployed = [
      { ...old, isCurrent: false },
      { ...fresh, isCurrent: true },
    ];
    await sql`update worker_release set heartbeat_at = now()`.execute(api.db);
    expect((await promote('old')).statusCode).toBe(202);
  });

  test('is requested once while it runs, and taken by one worker of its release', async () => {
    const first = await check('new');
    expect([first.statusCode, first.json()]).toMatchObject([
      202,
      { build: 'new', state: 'running', by: { name: 'ops' } },
    ]);
    expect((await check('new', 'admin')).json()).toMatchObject({ state: 'running', by: { name: 'ops' } });
    expect(await listChecks()).toHaveLength(1);
    expect(await claimReleaseCheck(api.db, 'old')).toBeUndefined();
    expect(await claimReleaseCheck(api.db, 'new')).toMatchObject({ by: api.people.ops.id });
    expect(await claimReleaseCheck(api.db, 'new')).toBeUndefined();
    expect(await seen()).toMatchObject({ state: 'running', digest: null, notices: null, differing: [] });
  });

  test('has no result if no worker is heard of', async () => {
    await check('new');
    shiftMs = 3 * 60_000;
    expect(await seen()).toBeNull();
    expect((await promote('new')).statusCode).toBe(409);
  });

  test('returns 503 and records nothing while Temporal is unreachable', async () => {
    deployed = null;
    const answer = await check('new');
    expect([answer.statusCode, answer.json().detail]).toEqual([503, expect.stringContaining('does not respond')]);
    expect(await listChecks()).toEqual([]);
  });

  test('needs workers of the release, and a role that may confirm', async () => {
    expect((await check('never-heard-of')).json().detail).toContain('Start its workers first');
    for (const role of ['reviewer', 'approver', 'auditor', 'intake'] as const)
      expect((await check('new', role)).statusCode).toBe(403);
    expect(await listChecks()).toEqual([]);
    expect((await check('new', 'counsel')).statusCode).toBe(202);
  });

  test('has its result whole or not at all, by the table', async () => {
    await check('new');
    await expect(sql`update release_check set finished_at = now()`.execute(api.db)).rejects.toThrow('check constraint');
  });
});
