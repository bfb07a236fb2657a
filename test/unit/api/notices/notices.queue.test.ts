import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { startDomainApi, type ApiHarness, type HarnessPerson } from '../../../support/api-harness.js';
import { createDomainEngine } from '../../../support/domain-engine.js';

const HOUR = 3_600_000;
let api: ApiHarness;
let now = Date.now();
const engine = createDomainEngine(() => now);

beforeAll(async () => {
  api = await startDomainApi(engine, { massTargets: 1, now: () => new Date(now) });
});
afterAll(() => api.close());

type Who = Parameters<ApiHarness['get']>[1];
async function list(query: Record<string, string>, as: Who = 'reviewer') {
  const response = await api.get(`/v1/notices?${new URLSearchParams({ limit: '200', ...query }).toString()}`, as);
  if (response.statusCode !== 200) throw new Error(response.body);
  return response.json();
}
const ids = async (query: Record<string, string>, as: Who = 'reviewer') =>
  (await list(query, as)).items.map(({ id }: { id: string }) => id);
async function row(id: string) {
  const [listed] = (await list({ q: id })).items;
  const single = (await api.get(`/v1/notices/${id}`, 'reviewer')).json();
  expect(single).toMatchObject(listed);
  return listed;
}
const send = (id: string, command: string, body: object, as: HarnessPerson = api.people.reviewer) =>
  api.post(`/v1/notices/${id}/${command}`, as, body);

const ordered = (within: string, notice: Record<string, unknown> = {}) =>
  api.receive({ regime: 'POLICY-DEFAULT', orderedDeadline: { within }, ...notice });

describe('row of the notice queue', () => {
  test('shows the assignee, protected targets, open alerts and approvals given', async () => {
    const targets = ['@q1', '@q2', '@q3'].map((locator) => ({ type: 'account', locator }));
    const { id } = await ordered('PT40H', { targets });
    expect(await row(id)).toMatchObject({
      assigneeName: null,
      claimedUntil: null,
      protected: 0,
      alertKinds: [],
      approvals: null,
    });
    await sql`update target set protected_class = 'press' where notice_id = ${id}::uuid and no < 3`.execute(api.db);
    await sql`update notice set targets_resolved_at = now() where id = ${id}::uuid`.execute(api.db);
    await sql`insert into alert (id, key, kind, notice_id, summary) values
      (gen_random_uuid(), 'k1', 'mail_outage', ${id}::uuid, ''), (gen_random_uuid(), 'k2', 'mail_outage', ${id}::uuid, ''),
      (gen_random_uuid(), 'k3', 'clock_unknown', ${id}::uuid, '')`.execute(api.db);
    await send(id, 'triage', {});
    await send(id, 'claim', {});
    await send(id, 'decide', { select: { all: true }, action: 'withhold', grounds: ['legal_basis_met'] });
    const { submission } = (await send(id, 'submit', {})).json();
    await send(id, 'approve', { submission: 1, digest: submission.digest }, api.people.approver);
    expect(await row(id)).toMatchObject({
      assignee: api.people.reviewer.id,
      assigneeName: 'reviewer',
      claimedUntil: new Date(now + 4 * HOUR).toISOString(),
      protected: 2,
      alertKinds: ['clock_unknown', 'mail_outage'],
      approvals: { given: 1, needed: 2 },
    });
  });

  test('shows each person whether a submission waits for their approval', async () => {
    const { id } = await ordered('PT41H', { targets: [{ type: 'account', locator: '@q4' }] });
    await sql`update notice set targets_resolved_at = now() where id = ${id}::uuid`.execute(api.db);
    await send(id, 'triage', {});
    await send(id, 'claim', {});
    await send(id, 'decide', { select: { all: true }, action: 'withhold', grounds: ['legal_basis_met'] });
    const { submission } = (await send(id, 'submit', {})).json();
    const yours = async (as: Who) => (await list({ q: id }, as)).items[0].approvals.yours;
    expect(await yours('approver')).toBe(true);
    // The author may not approve it, and a reviewer has no approver slot.
    expect(await yours('reviewer')).toBe(false);
    await send(id, 'approve', { submission: 1, digest: submission.digest }, api.people.approver);
    expect((await row(id)).approvals).toBeNull();
  });

  test('shows our clock due first, a missed one before running ones, and otherwise a paused one', async () => {
    const { id } = await ordered('PT10H', { regime: 'IN-69A-NORMAL' });
    const before = (await row(id)).due;
    expect(before).toMatchObject({ owner: 'us', state: 'running' });
    const clocks = (await api.get(`/v1/notices/${id}/clocks`, 'reviewer')).json().items;
    const first = clocks.find(({ id: clock }: { id: string }) => clock === before.clock);
    expect(before).toEqual({
      clock: first.id,
      kind: first.kind,
      owner: 'us',
      basis: first.basis,
      confidence: first.confidence,
      state: 'running',
      startsAt: first.startsAt,
      dueAt: first.dueAt,
    });
    await engine.passTo(id, Date.parse(first.dueAt) + 1);
    const missed = await row(id);
    expect(missed.due).toMatchObject({ clock: first.id, state: 'missed' });
    expect(missed.nextDue?.clock).not.toBe(first.id);
    await sql`update clock set state = 'met' where notice_id = ${id}::uuid and owner = 'us'`.execute(api.db);
    await sql`update clock set state = 'paused', due_at = null where id = ${first.id}::uuid`.execute(api.db);
    expect((await row(id)).due).toMatchObject({ clock: first.id, state: 'paused', dueAt: null });
  });

  test('shows the authority’s nearest clock if none of ours is open, and none once the notice is closed', async () => {
    const { id } = await ordered('PT10H');
    await sql`update clock set state = 'met' where notice_id = ${id}::uuid`.execute(api.db);
    expect((await row(id)).due).toBeNull();
    await sql`insert into clock (id, notice_id, position, kind, owner, basis, state, starts_at, due_at, confirmed, may_pause, may_extend, escalation, receipt)
      select gen_random_uuid(), notice_id, 20 + nth, 'reply', 'authority', 'policy', 'running', starts_at, now() + nth * interval '1 day', true, false, false, '[]', receipt
      from clock, generate_series(1, 2) nth where notice_id = ${id}::uuid and position = 1`.execute(api.db);
    expect((await row(id)).due).toMatchObject({ owner: 'authority', kind: 'reply', state: 'running' });
    await sql`update notice set stage = 'closed' where id = ${id}::uuid`.execute(api.db);
    expect((await row(id)).due).toBeNull();
  });
});

describe('notice queue', () => {
  test('sorts overdue notices first until they are closed, even without a running clock', async () => {
    const soon = await ordered('PT1H');
    const late = await ordered('PT30M');
    for (const { id } of [late, soon]) await send(id, 'triage', {});
    const clocks = (await api.get(`/v1/notices/${late.id}/clocks`, 'reviewer')).json().items;
    const ends = clocks.map(({ dueAt }: { dueAt: string }) => Date.parse(dueAt));
    await engine.passTo(late.id, Math.max(...ends) + 1);
    const { items } = await list({});
    expect(items.find(({ id }: { id: string }) => id === late.id).nextDue).toBeNull();
    const order = items.map(({ id }: { id: string }) => id);
    expect(order.indexOf(late.id)).toBeLessThan(order.indexOf(soon.id));
    const paged: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: { items: { id: string }[]; nextCursor: string | null } = await list({
        limit: '2',
        ...(cursor === '' ? {} : { cursor }),
      });
      paged.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(paged).toEqual(order);
    await send(late.id, 'close', { reason: 'Done elsewhere', override: true }, api.people.counsel);
    const after = await list({});
    expect(after.items.at(-1)).toMatchObject({ id: late.id, stage: 'closed' });
    expect(await ids({ open: 'true' })).not.toContain(late.id);
  });

  test('filters by time until due, including overdue notices', async () => {
    const [near, far] = [await ordered('PT2H'), await ordered('P20D')];
    await sql`update notice set queue_due_at = now() - interval '1 day' where id = ${far.id}::uuid`.execute(api.db);
    expect(await ids({ dueWithin: 'PT3H' })).toEqual(expect.arrayContaining([near.id, far.id]));
    await sql`update notice set queue_due_at = now() + interval '20 days' where id = ${far.id}::uuid`.execute(api.db);
    expect(await ids({ dueWithin: 'PT3H' })).not.toContain(far.id);
    expect(await ids({ dueWithin: 'P30D' })).toContain(far.id);
  });

  test('filters unassigned notices, including those with an expired claim', async () => {
    const [free, held] = [await ordered('PT9H'), await ordered('PT9H')];
    for (const { id } of [free, held]) await send(id, 'triage', {});
    await send(held.id, 'claim', {});
    expect(await ids({ unassigned: 'true' })).toContain(free.id);
    expect(await ids({ unassigned: 'true' })).not.toContain(held.id);
    now += 5 * HOUR;
    expect(await ids({ unassigned: 'true' })).toContain(held.id);
    now -= 5 * HOUR;
  });

  test('shows the content category stated at triage, and asks for it only if a report counts by it', async () => {
    const { id } = await api.receive({ authority: { name: 'An Office', country: 'DE' }, jurisdiction: 'DE' });
    const stated = async () => (await api.get(`/v1/notices/${id}`, 'reviewer')).json();
    expect(await stated()).toMatchObject({ category: null, asksCategory: true });
    await send(id, 'triage', { category: 'violence' });
    await send(id, 'triage', { priority: 'high' });
    expect(await stated()).toMatchObject({ category: 'violence', priority: 'high' });
    const { items } = (await api.get(`/v1/notices/${id}/timeline`, 'reviewer')).json();
    const [first] = items.filter(({ action }: { action: string }) => action === 'triage');
    expect(first.detail.read).toEqual({ category: 'violence' });
    await send(id, 'triage', { category: null });
    expect(await stated()).toMatchObject({ category: null });
    expect((await send(id, 'triage', { category: 'gossip' })).json().errors).toEqual([
      expect.objectContaining({ path: '/category' }),
    ]);
    expect((await api.get(`/v1/notices/${(await api.receive()).id}`, 'reviewer')).json().asksCategory).toBe(false);
  });

  test('filters by several stages, a queue and a secrecy level', async () => {
    const { id } = await ordered('PT9H', { secrecy: { level: 'restricted' } });
    await send(id, 'triage', { queue: 'night' }, api.people.counsel);
    expect(await ids({ queue: 'night' }, 'counsel')).toEqual([id]);
    expect(await ids({ queue: 'night' })).toEqual([]);
    expect(await ids({ secrecy: 'restricted' }, 'counsel')).toContain(id);
    expect(await ids({ stages: 'review,approval' }, 'counsel')).toContain(id);
    expect(await ids({ stages: 'triage,approval' }, 'counsel')).not.toContain(id);
  });

  test.each([
    ['?stages=review,bogus', '/query/stages'],
    ['?dueWithin=1h', '/query/dueWithin'],
    ['?dueWithin=P1M', '/query/dueWithin'],
    ['?dueWithin=P9999999D', '/query/dueWithin'],
    ['?unassigned=1', '/query/unassigned'],
    ['?secrecy=dark', '/query/secrecy'],
  ])('rejects %s with a field error', async (query, path) => {
    const response = await api.get(`/v1/notices${query}`, 'reviewer');
    expect([response.statusCode, response.json().errors?.[0].path.slice(0, path.length)]).toEqual([422, path]);
  });
});

describe('search of the notice queue', () => {
  test.each([
    ['account', '@Find_me', ['@Find_me', 'Find_me', ' @Find_me ']],
    ['account', 'bare_name', ['bare_name', '@bare_name']],
    ['hashtag', '#tag_of_it', ['#tag_of_it', 'tag_of_it']],
    ['url', 'https://Host.example/a/../b', ['https://host.example/b', 'HTTPS://host.example/b']],
    ['post', '1357924680', ['1357924680']],
  ])('finds the notice that names a pasted %s %s', async (type, locator, pasted) => {
    const { id } = await ordered('PT9H', { targets: [{ type, locator }] });
    for (const q of pasted) expect([q, await ids({ q })]).toEqual([q, [id]]);
    expect(await ids({ q: `${locator}x` })).toEqual([]);
  });

  test('does not find an unreadable notice by its target', async () => {
    const { id } = await ordered('PT9H', {
      secrecy: await api.gagged(),
      targets: [{ type: 'account', locator: '@hidden_one' }],
    });
    expect(await ids({ q: '@hidden_one' })).toEqual([]);
    expect(await ids({ q: '@hidden_one' }, 'counsel')).toEqual([id]);
  });

  test('finds a notice by part of the authority’s name', async () => {
    const { id } = await ordered('PT9H', { authority: { name: 'Prefecture of Somewhere', country: 'FR' } });
    expect(await ids({ q: 'of somewhere' })).toEqual([id]);
  });
});
