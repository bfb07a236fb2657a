import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { drainOutbox } from '../../../../application/letters/outbox/drain-outbox.js';
import { followOrders } from '../../../../application/intake/orders/follow-orders.js';
import { openDuties } from '../../../../application/enforcement/restore/open-duties.js';
import type { Role } from '../../../../domain/people/permission.js';
import { startDomainApi, type ApiHarness } from '../../../support/api-harness.js';
import { createDomainEngine } from '../../../support/domain-engine.js';
import { readAlerts } from '../../../support/read-alerts.js';

const MINUTE = 60_000;
const DRAFT = { select: { all: true }, action: 'withhold', grounds: ['legal_basis_met'] };

let api: ApiHarness;
let nowMs = Date.now();
const engine = createDomainEngine(() => nowMs);

beforeAll(async () => {
  api = await startDomainApi(engine, { now: () => new Date(nowMs) });
});
afterAll(() => api.close());

const post = (id: string, command: string, body: object, as: Role = 'reviewer') =>
  api.post(`/v1/notices/${id}/${command}`, as, body);

async function done(id: string, command: string, body: object, as: Role = 'reviewer') {
  const answer = await post(id, command, body, as);
  if (answer.statusCode !== 200) throw new Error(`${command}: ${answer.body}`);
  return answer.json();
}

const read = async (id: string) => (await api.get(`/v1/notices/${id}`, 'reviewer')).json();

async function anOrder(patch: object = {}): Promise<string> {
  nowMs = Date.now();
  const { id } = await api.receive({ orderedDeadline: { within: 'PT2H' }, ...patch });
  await sql`update notice set targets_resolved_at = now() where id = ${id}::uuid`.execute(api.db);
  await done(id, 'triage', {});
  await done(id, 'decide', DRAFT);
  return id;
}

const document = (id: string, as: string, patch: object = {}) =>
  api.receive({ kind: 'revocation', targets: [], relatesTo: [{ notice: id, as }], ...patch });
const courtOrder = (id: string, as: string) =>
  document(id, as, { kind: 'court_order', targetsFollow: true, targets: undefined });

async function seen(...ids: string[]): Promise<void> {
  await followOrders(api.context, new Date(nowMs));
  for (const id of ids) await drainOutbox(api.context, { limit: 20, noticeId: id });
}

const ownClock = async (id: string, kind: string) => {
  const { items } = (await api.get(`/v1/notices/${id}/clocks`, 'reviewer')).json();
  return items.find((clock: { kind: string; owner: string }) => clock.kind === kind && clock.owner === 'us');
};

const alerts = async (id: string) =>
  (await readAlerts(api, 'order_not_in_effect')).filter(({ notice }) => notice === id);

describe('withdrawn order', () => {
  test('is marked withdrawn on the notice, stops our clocks with the reason, and raises an alert', async () => {
    const id = await anOrder();
    expect(await read(id)).toMatchObject({ orderStatus: 'in_effect', order: null });
    const { number } = await document(id, 'revokes');
    await seen(id);
    const notice = await read(id);
    expect(notice).toMatchObject({ orderStatus: 'withdrawn', order: { number, upheld: null } });
    expect(notice.order.reason).toContain(number);
    expect(await ownClock(id, 'comply')).toMatchObject({ state: 'cancelled' });
    expect(await ownClock(id, 'decide')).toMatchObject({ state: 'cancelled' });
    const { items } = (await api.get(`/v1/notices/${id}/timeline`, 'reviewer')).json();
    expect(items.at(-1)).toMatchObject({
      action: 'order_status_changed',
      actor: { kind: 'system' },
      detail: { status: 'withdrawn', number },
    });
    expect(await alerts(id)).toHaveLength(1);
  });

  test('blocks an enforced action as soon as the document is on record, before any job has run', async () => {
    const id = await anOrder();
    await document(id, 'revokes');
    const refused = await post(id, 'submit', {});
    expect(refused.statusCode).toBe(409);
    expect(refused.json()).toMatchObject({ type: 'urn:notice-desk:problem:order-not-in-effect' });
    expect(refused.json().detail).toContain('uphold-order');
    await done(id, 'decide', { ...DRAFT, action: 'push_back', grounds: ['deficient'] });
    expect((await post(id, 'submit', {})).statusCode).toBe(200);
  });

  test('blocks the approval of an earlier submission', async () => {
    const id = await anOrder();
    const { submission } = await done(id, 'submit', {});
    await document(id, 'revokes');
    const body = { submission: submission.number, digest: submission.digest };
    expect((await post(id, 'approve', body, 'approver')).json()).toMatchObject({
      status: 409,
      type: 'urn:notice-desk:problem:order-not-in-effect',
    });
    await seen(id);
    expect((await read(id)).stage).toBe('approval');
    await done(id, 'return', { submission: submission.number, reason: 'Withdrawn.' }, 'approver');
  });

  test('is enforced once counsel upholds it with a reason, and lists that risk first for approvers', async () => {
    const id = await anOrder();
    await document(id, 'revokes');
    await seen(id);
    expect((await post(id, 'uphold-order', { reason: 'It names another order.' })).statusCode).toBe(403);
    expect((await post(id, 'uphold-order', { reason: ' ' }, 'counsel')).statusCode).toBe(422);
    await done(id, 'uphold-order', { reason: 'It names another order.' }, 'counsel');
    const notice = await read(id);
    expect(notice).toMatchObject({
      orderStatus: 'withdrawn',
      order: { upheld: { by: api.people.counsel.id, reason: 'It names another order.' } },
    });
    expect(await alerts(id)).toEqual([]);
    const { submission } = await done(id, 'submit', {});
    expect(submission.risks[0]).toBe('order_not_in_effect');
    await done(id, 'approve', { submission: submission.number, digest: submission.digest }, 'approver');
  });

  test('shows the approver of an open submission the risk, and blocks approval until counsel upholds the order', async () => {
    const id = await anOrder();
    await done(id, 'submit', {});
    const asApprover = async () => (await api.get(`/v1/notices/${id}`, 'approver')).json();
    expect((await asApprover()).submission).toMatchObject({
      risks: expect.not.arrayContaining(['order_not_in_effect']),
    });
    await document(id, 'revokes');
    await seen(id);
    const stopped = await asApprover();
    expect(stopped.submission.risks[0]).toBe('order_not_in_effect');
    expect(stopped.submission.mayApprove).toMatchObject({ ok: false, why: expect.stringContaining('is withdrawn') });
    expect(stopped.approvals.yours).toBe(false);
    await done(id, 'uphold-order', { reason: 'It names another order.' }, 'counsel');
    const upheld = await asApprover();
    expect(upheld.submission.risks[0]).toBe('order_not_in_effect');
    expect(upheld.submission.mayApprove.ok).toBe(true);
    expect(upheld.approvals.yours).toBe(true);
  });

  test('is blocked again if it then lapses, because the uphold covered the earlier cause only', async () => {
    const id = await anOrder({ effectiveUntil: new Date(Date.now() + 30 * MINUTE).toISOString() });
    const stay = await courtOrder(id, 'stays');
    await seen(id);
    await done(id, 'uphold-order', { reason: 'The stay concerns another account.' }, 'counsel');
    nowMs += 31 * MINUTE;
    expect((await read(id)).order.number).toBe(stay.number);
    expect((await post(id, 'submit', {})).statusCode).toBe(409);
  });

  test('stays in effect if the document is unverified or from another authority', async () => {
    const id = await anOrder();
    await document(id, 'revokes', { authority: { name: 'Somebody', country: 'IN' } });
    await document(id, 'revokes', { authority: 'de-bka', jurisdiction: 'DE', regime: undefined });
    await seen(id);
    expect(await read(id)).toMatchObject({ orderStatus: 'in_effect' });
  });

  test('stays in effect if the document names only some of its targets', async () => {
    const targets = [
      { type: 'account', locator: '@one_of_two' },
      { type: 'account', locator: '@two_of_two' },
    ];
    const id = await anOrder({ targets });
    await document(id, 'revokes', { targets: targets.slice(0, 1) });
    await seen(id);
    expect((await read(id)).orderStatus).toBe('in_effect');
    await document(id, 'revokes', { targets });
    await seen(id);
    expect((await read(id)).orderStatus).toBe('withdrawn');
  });

  test('resumes its clocks if the document proves to be forged', async () => {
    const id = await anOrder();
    const before = await ownClock(id, 'comply');
    const revocation = await document(id, 'revokes');
    await seen(id);
    await sql`update notice set authenticity = 'rejected' where id = ${revocation.id}::uuid`.execute(api.db);
    await seen(id);
    expect(await read(id)).toMatchObject({ orderStatus: 'in_effect', order: null });
    expect(await ownClock(id, 'comply')).toMatchObject({ state: 'running', dueAt: before.dueAt });
    expect(await alerts(id)).toEqual([]);
  });
});

describe('annulled order', () => {
  test('is marked annulled after a court order revokes it', async () => {
    const id = await anOrder();
    await courtOrder(id, 'revokes');
    await seen(id);
    expect((await read(id)).orderStatus).toBe('annulled');
  });
});

describe('lapsed order', () => {
  test('is blocked from its end on, and is in effect again once its end is later', async () => {
    const until = new Date(Date.now() + 10 * MINUTE).toISOString();
    const id = await anOrder({ effectiveUntil: until });
    nowMs = Date.parse(until) - 1;
    await seen(id);
    expect((await read(id)).orderStatus).toBe('in_effect');
    nowMs += 1;
    expect((await post(id, 'submit', {})).statusCode).toBe(409);
    await seen(id);
    expect(await read(id)).toMatchObject({ orderStatus: 'lapsed', order: { since: until } });
    expect(await ownClock(id, 'comply')).toMatchObject({ state: 'cancelled' });
    await done(id, 'triage', { effectiveUntil: new Date(nowMs + 60 * MINUTE).toISOString() });
    await seen(id);
    expect((await read(id)).orderStatus).toBe('in_effect');
    expect(await ownClock(id, 'comply')).toMatchObject({ state: 'running' });
  });
});

describe('order stayed by a court', () => {
  test('pauses its clocks until the stay is lifted, and moves their due time by the pause', async () => {
    const id = await anOrder();
    const before = await ownClock(id, 'comply');
    nowMs += 10 * MINUTE;
    const stay = await courtOrder(id, 'stays');
    await sql`update notice set received_at = ${new Date(nowMs)} where id = ${stay.id}::uuid`.execute(api.db);
    nowMs += 2 * MINUTE;
    await seen(id);
    await seen(id);
    expect((await read(id)).orderStatus).toBe('stayed');
    const paused = await ownClock(id, 'comply');
    expect(paused).toMatchObject({ state: 'paused', dueAt: null });
    expect(paused.moves.map(({ cause }: { cause: string }) => cause)).toEqual(['stay']);
    expect((await post(id, 'submit', {})).statusCode).toBe(409);
    const lift = await courtOrder(id, 'lifts_stay');
    nowMs += 28 * MINUTE;
    await sql`update notice set received_at = ${new Date(nowMs)} where id = ${lift.id}::uuid`.execute(api.db);
    nowMs += MINUTE;
    await seen(id);
    await seen(id);
    expect((await read(id)).orderStatus).toBe('in_effect');
    const after = await ownClock(id, 'comply');
    expect(after.state).toBe('running');
    expect(Date.parse(after.dueAt) - Date.parse(before.dueAt)).toBe(30 * MINUTE);
    expect((await post(id, 'submit', {})).statusCode).toBe(200);
  });

  test('stays stayed if its own authority lifts the stay of a court', async () => {
    const id = await anOrder();
    await courtOrder(id, 'stays');
    await document(id, 'lifts_stay', { kind: 'confirmation' });
    await seen(id);
    const stayedByCourt = (await read(id)).orderStatus;
    expect(stayedByCourt).toBe('stayed');
  });

  test('opens a restoration duty if it is in force, which ends with the stay', async () => {
    const id = await anOrder();
    await sql`insert into operation (key, notice_id, submission, target_no, action, type, status) values (${`${id}:1:1:withhold`}, ${id}::uuid, 1, 1, 'withhold', 'account', 'applied')`.execute(
      api.db,
    );
    await sql`insert into restriction_support (operation_key, notice_id, target_no, type, locator, platform_id, countries, everywhere, since)
      values (${`${id}:1:1:withhold`}, ${id}::uuid, 1, 'account', '@one', ${`p:${id}`}, '{IN}', false, now())`.execute(
      api.db,
    );
    const stay = await courtOrder(id, 'stays');
    await seen(id);
    await openDuties(api.context, new Date(nowMs));
    await seen(id);
    expect(await ownClock(id, 'reinstate')).toMatchObject({ state: 'running' });
    const unsupported = async () => {
      const { items } = (await api.get('/v1/reports/unsupported-restrictions?limit=200', 'reviewer')).json();
      return items.filter(({ notice }: { notice: string }) => notice === id);
    };
    nowMs += 2_000;
    expect(await unsupported()).toMatchObject([{ cause: 'stayed' }]);
    await api.receive({
      kind: 'court_order',
      targetsFollow: true,
      targets: undefined,
      relatesTo: [{ notice: stay.id, as: 'lifts_stay' }],
    });
    await seen(id);
    expect(await ownClock(id, 'reinstate')).toMatchObject({ state: 'cancelled' });
    expect(await unsupported()).toEqual([]);
  });
});

describe('GET /v1/notices: order status', () => {
  test('sorts orders that are not in effect last across pages, and filters by order status', async () => {
    const withdrawn = await anOrder({ orderedDeadline: { within: 'PT1M' } });
    const running = await anOrder({ orderedDeadline: { within: 'PT9H' } });
    await document(withdrawn, 'revokes');
    await seen(withdrawn);
    const ids: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const after: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page = (await api.get(`/v1/notices?limit=3${after}`, 'reviewer')).json();
      ids.push(...page.items.map(({ id }: { id: string }) => id));
      cursor = page.nextCursor;
    }
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.indexOf(withdrawn)).toBeGreaterThan(ids.indexOf(running));
    const { items } = (await api.get('/v1/notices?orderStatus=withdrawn&limit=200', 'reviewer')).json();
    expect(items.map(({ orderStatus }: { orderStatus: string }) => orderStatus)).toContain('withdrawn');
    expect(items.every(({ orderStatus }: { orderStatus: string }) => orderStatus === 'withdrawn')).toBe(true);
  });
});
