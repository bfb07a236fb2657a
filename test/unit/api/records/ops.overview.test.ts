import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { describeCause } from '../../../../api/routes/ops/causes.js';
import { recordWorkerHeartbeat } from '../../../../registry/ops/worker-heartbeats.js';
import { listSecretReads, startApi, type ApiHarness } from '../../../support/api-harness.js';
import { createDomainEngine } from '../../../support/domain-engine.js';

const MINUTE = 60_000;
let api: ApiHarness;
let now = Date.now();
let queues: (() => Promise<never[]>) | null = null;
const engine = createDomainEngine(() => now);

beforeAll(async () => {
  const known = [{ name: 'notices', backlog: 30, oldestSeconds: 0.4 }];
  api = await startApi({
    engine: { ...engine, queues: async () => (queues === null ? known : queues()) },
    now: () => new Date(now),
  });
  engine.attach(api.worker);
});
afterAll(() => api.close());

type Who = Parameters<ApiHarness['get']>[1];
async function overview(as: Who = 'ops') {
  const answer = await api.get('/v1/ops/overview', as);
  if (answer.statusCode !== 200) throw new Error(answer.body);
  return answer.json();
}
async function decide(id: string, as: 'reviewer' | 'counsel' = 'reviewer') {
  await sql`update notice set targets_resolved_at = now() where id = ${id}::uuid`.execute(api.db);
  const body = { select: { all: true }, action: 'withhold', grounds: ['legal_basis_met'] };
  const answer = await api.post(`/v1/notices/${id}/decide`, as, body);
  if (answer.statusCode !== 200) throw new Error(answer.body);
}
const total = (series: Record<string, number>[], what: string) =>
  series.reduce((sum, minute) => sum + (minute[what] ?? 0), 0);

describe('GET /v1/ops/overview', () => {
  test('counts what was done in each of the last 120 minutes', async () => {
    const { id } = await api.receive();
    await decide(id);
    await sql`insert into submission (notice_id, number, purpose, state, digest, author, approver_slots, by_action, targets, enforced, command_id, started_at)
      values (${id}::uuid, 1, 'decision', 'approved', 'sha256:0', ${api.people.reviewer.id}::uuid, '{approver}', '{}', 1, 1, gen_random_uuid(), ${new Date(now)})`.execute(
      api.db,
    );
    await sql`insert into operation (key, notice_id, submission, target_no, action, type, status, at)
      select 'k' || nth, ${id}::uuid, 1, 1, 'withhold', 'account', status, ${new Date(now - 5 * MINUTE)}
      from unnest('{applied,already,failed}'::text[]) with ordinality as one (status, nth)`.execute(api.db);
    await sql`insert into audit_entry (at, notice_id, actor_kind, actor_id, actor_name, action, detail, leaf_hash)
      values (${new Date(now - 10 * MINUTE)}, ${id}::uuid, 'system', '', '', 'letter_sent', '{}', sha256('x')),
        (${new Date(now - 130 * MINUTE)}, ${id}::uuid, 'system', '', '', 'letter_sent', '{}', sha256('x'))`.execute(
      api.db,
    );
    now += 1_000;
    const { series } = await overview();
    expect(series).toHaveLength(120);
    const at = (minutesAgo: number) =>
      new Date(Math.floor((now - minutesAgo * MINUTE) / MINUTE) * MINUTE).toISOString();
    expect(series.at(-1).at).toBe(at(0));
    const of = (atMinute: string) => series.find((minute: { at: string }) => minute.at === atMinute);
    expect(total(series, 'applied')).toBe(2);
    expect(total(series, 'letters')).toBe(1);
    expect(total(series, 'received')).toBe(1);
    expect(total(series, 'decisions')).toBe(1);
    const floorToMinute = (ms: number) => new Date(Math.floor(ms / MINUTE) * MINUTE).toISOString();
    expect(of(floorToMinute(now - 1_000 - 5 * MINUTE)).applied).toBe(2);
    expect(of(floorToMinute(now - 1_000 - 10 * MINUTE)).letters).toBe(1);
  });

  test('reports how late escalation steps and clocks fired', async () => {
    const { id } = await api.receive({ regime: 'POLICY-DEFAULT', orderedDeadline: { within: 'PT10M' } });
    await api.post(`/v1/notices/${id}/triage`, 'reviewer', {});
    const clocks = (await api.get(`/v1/notices/${id}/clocks`, 'reviewer')).json().items;
    const comply = clocks.find(({ kind }: { kind: string }) => kind === 'comply');
    const first = Date.parse(comply.escalation[0].at);
    await engine.passTo(id, first + 40);
    now = first + 1_000;
    const { timerLag } = await overview();
    expect(timerLag).toEqual([
      { at: new Date(Math.floor((first + 40) / MINUTE) * MINUTE).toISOString(), p50: 40, p99: 40 },
    ]);
    await engine.passTo(id, Date.parse(comply.dueAt) + 500);
    now = Date.parse(comply.dueAt) + 1_000;
    const late = (await overview()).timerLag.at(-1);
    expect(late.p99).toBeGreaterThanOrEqual(500);
  });

  test('counts no escalation step as late that was due before the notice was received', async () => {
    const receivedAt = new Date(now - 300 * MINUTE).toISOString();
    const { id } = await api.receive({ regime: 'POLICY-DEFAULT', receivedAt, orderedDeadline: { within: 'PT6H' } });
    now += 3 * MINUTE;
    await sql`update notice set created_at = ${new Date(now - 40)} where id = ${id}::uuid`.execute(api.db);
    await engine.passTo(id, now);
    const at = new Date(Math.floor(now / MINUTE) * MINUTE).toISOString();
    now += 1_000;
    expect((await overview()).timerLag.find((minute: { at: string }) => minute.at === at)).toEqual({
      at,
      p50: 40,
      p99: 40,
    });
  });

  test('lists our own clocks due within a day and whether they are at risk', async () => {
    const { id, number } = await api.receive({ regime: 'POLICY-DEFAULT', orderedDeadline: { within: 'PT3H' } });
    const { dueSoon, dueSoonTotal } = await overview();
    const mine = dueSoon.filter(({ notice }: { notice: string }) => notice === id);
    expect(mine).toContainEqual({
      notice: id,
      number,
      clock: expect.any(String),
      kind: 'comply',
      dueAt: expect.any(String),
      atRisk: false,
    });
    expect(dueSoonTotal).toBe(dueSoon.length);
    const dues = dueSoon.map(({ dueAt }: { dueAt: string }) => dueAt);
    expect(dues).toEqual(dues.toSorted((a: string, b: string) => Date.parse(a) - Date.parse(b)));
    const far = Date.parse((await api.get(`/v1/notices/${id}`, 'reviewer')).json().receivedAt) + 25 * 60 * MINUTE;
    expect(dues.every((due: string) => Date.parse(due) < far)).toBe(true);
  });

  test('lists the repairs of the last day with their author and reason', async () => {
    const { id, number } = await api.receive();
    const { id: by } = api.people.ops;
    await sql`insert into repair (id, notice_id, action, reason, by_id, by_name, created_at) values
      ('018f0000-0000-7000-8000-000000000001', ${id}::uuid, 'skip', 'Account deleted', ${by}, 'ops', ${new Date(now - MINUTE)}),
      ('018f0000-0000-7000-8000-000000000002', ${id}::uuid, 'retry', 'Long ago', ${by}, 'ops', ${new Date(now - 25 * 60 * MINUTE)})`.execute(
      api.db,
    );
    await sql`insert into repair_target values ('018f0000-0000-7000-8000-000000000001', 1, 1, 1)`.execute(api.db);
    expect((await overview()).repairedToday).toEqual([
      {
        at: new Date(now - MINUTE).toISOString(),
        by,
        byName: 'ops',
        notice: id,
        number,
        action: 'skip',
        target: 1,
        targets: 1,
        reason: 'Account deleted',
      },
    ]);
  });

  test('shows nothing of a notice that the reader cannot read, and records an auditor’s read of a secret one', async () => {
    const before = await overview();
    const { id } = await api.receive({
      regime: 'POLICY-DEFAULT',
      orderedDeadline: { within: 'PT2H' },
      secrecy: await api.gagged(),
    });
    await decide(id, 'counsel');
    now += MINUTE;
    const after = await overview();
    expect(total(after.series, 'decisions')).toBe(total(before.series, 'decisions'));
    expect(total(after.series, 'received')).toBe(total(before.series, 'received'));
    const soon = async (as: Who) =>
      (await overview(as)).dueSoon.some(({ notice }: { notice: string }) => notice === id);
    expect([await soon('ops'), await soon('counsel'), await soon('auditor')]).toEqual([false, true, true]);
    expect(await listSecretReads(api, id)).toEqual([{ detail: { level: 'gagged', list: 'ops_overview' } }]);
  });

  test('answers without queue figures while Temporal is unreachable', async () => {
    await recordWorkerHeartbeat(api.db, { queue: 'notices', process: '00000000-0000-4000-8000-000000000001' });
    await recordWorkerHeartbeat(api.db, { queue: 'notices', process: '00000000-0000-4000-8000-000000000002' });
    expect((await overview()).queues).toEqual([{ name: 'notices', workers: 2, backlog: 30, oldestSeconds: 0.4 }]);
    queues = async () => {
      throw new Error('away');
    };
    expect((await overview()).queues).toBeNull();
    queues = null;
  });

  test('is forbidden to roles that may not read alerts', async () => {
    expect((await api.get('/v1/ops/overview', 'admin')).statusCode).toBe(403);
    expect((await api.get('/v1/ops/overview', 'intake')).statusCode).toBe(403);
  });
});

describe('alert in GET /v1/ops/alerts', () => {
  test('describes its cause, the desk’s automatic response, and the clock of its notice', async () => {
    const { id, number } = await api.receive({ regime: 'POLICY-DEFAULT', orderedDeadline: { within: 'PT3H' } });
    await sql`insert into alert (id, key, kind, notice_id, summary) values
      (gen_random_uuid(), 'o1', 'platform_outage', ${id}::uuid, '3 operations are pending.'),
      (gen_random_uuid(), 'o2', 'pager_missing', null, 'There is none.')`.execute(api.db);
    const { items } = (await api.get('/v1/ops/alerts?limit=200', 'ops')).json();
    const { due } = (await api.get('/v1/notices?limit=200', 'ops'))
      .json()
      .items.find((row: { id: string }) => row.id === id);
    const { repairs, ...cause } = describeCause('platform_outage');
    expect(items.find((item: { notice: string }) => item.notice === id)).toMatchObject({
      kind: 'platform_outage',
      number,
      due,
      temporalUrl: expect.stringContaining(`notice-${id}`),
      repairs,
      ...cause,
    });
    expect(items.find(({ kind }: { kind: string }) => kind === 'pager_missing')).toMatchObject({
      due: null,
      repairs: [],
      title: 'No pager is configured',
    });
  });

  test('names the clock that the alert concerns, not the next one due on the notice', async () => {
    const { id } = await api.receive({ regime: 'POLICY-DEFAULT', orderedDeadline: { within: 'PT3H' } });
    const clocks = (await api.get(`/v1/notices/${id}/clocks?limit=200`, 'ops')).json().items;
    const spoken = clocks.at(-1);
    await sql`insert into alert (id, key, kind, notice_id, summary, detail) values
      (gen_random_uuid(), 'o3', 'clock_missed', ${id}::uuid, '', ${JSON.stringify({ clock: spoken.id })}::jsonb),
      (gen_random_uuid(), 'o4', 'clock_unknown', ${id}::uuid, '', '{"clock": "no such one"}')`.execute(api.db);
    const { items } = (await api.get('/v1/ops/alerts?limit=200', 'ops')).json();
    const of = (kind: string) =>
      items.find((item: { notice: string; kind: string }) => item.notice === id && item.kind === kind).clock;
    const { id: clock, kind, owner, state, startsAt, dueAt, metAt } = spoken;
    expect(of('clock_missed')).toEqual({ id: clock, kind, owner, state, startsAt, dueAt, metAt });
    expect(of('clock_unknown')).toBeNull();
  });

  test('has a description for every alert kind that the code raises', () => {
    const kinds = new Set<string>();
    const files = ['activities', 'api', 'client', 'registry', 'watchdog'].flatMap((room) =>
      readdirSync(room, { recursive: true, encoding: 'utf8' }).map((name) => join(room, name)),
    );
    for (const file of files.filter((name) => name.endsWith('.ts'))) {
      const text = readFileSync(file, 'utf8');
      if (!/raiseAlert|Attention\b/.test(text)) continue;
      for (const [, kind] of text.matchAll(/\bkind: '([a-z]+(?:_[a-z]+)+)'/g)) if (kind !== undefined) kinds.add(kind);
      for (const [, kind] of text.matchAll(/\b(?:KIND|KEY|NO_PAGER|NOT_RATIFIED) = '([a-z_]+)'/g))
        if (kind !== undefined) kinds.add(kind);
    }
    expect(kinds.size).toBeGreaterThan(15);
    const unknown = describeCause('something_new');
    expect(unknown.title).toBe('Something new');
    for (const kind of kinds) expect([kind, describeCause(kind).explains]).not.toEqual([kind, unknown.explains]);
  });
});
