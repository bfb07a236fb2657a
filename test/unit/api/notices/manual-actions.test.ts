import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { startDomainApi, type ApiHarness } from '../../../support/api-harness.js';
import { createDomainEngine } from '../../../support/domain-engine.js';

let api: ApiHarness;
beforeAll(async () => {
  api = await startDomainApi(createDomainEngine());
});
afterAll(() => api.close());

type Who = Parameters<ApiHarness['post']>[1];
const RECEIVED = new Date(Date.now() - 3_600_000);
const AFTER_RECEIPT = new Date(RECEIVED.getTime() + 60_000).toISOString();
const RECORD = {
  effect: 'withheld',
  targets: [2, 1],
  doneAt: AFTER_RECEIPT,
  doneBy: 'Platform on-call',
  evidence: 'Ticket 4711',
};

const LOCATORS = ['@one', '@two', '@three', '@four'];
const aNotice = async () =>
  (
    await api.receive({
      receivedAt: RECEIVED.toISOString(),
      targets: LOCATORS.map((locator) => ({ type: 'account', locator })),
    })
  ).id;
const record = (id: string, as: Who = 'reviewer', patch: object = {}) =>
  api.post(`/v1/notices/${id}/manual-actions`, as, { ...RECORD, ...patch });
const settle = (id: string, as: Who, body: object, n = 1) =>
  api.post(`/v1/notices/${id}/manual-actions/${n}/settle`, as, body);
const list = async (id: string, as: Who = 'auditor') =>
  (await api.get(`/v1/notices/${id}/manual-actions`, as)).json().items;

describe('a record of what was done by hand', () => {
  test('stands beside the ledger, with its targets as ranges, on the notice and in the timeline', async () => {
    const id = await aNotice();
    const before = (await api.get(`/v1/notices/${id}`, 'reviewer')).json();
    const answer = await record(id, 'ops', { targets: [4, 2, 1, 2] });
    expect(answer.statusCode).toBe(201);
    expect(answer.json()).toMatchObject({
      number: 1,
      targets: 3,
      ranges: [
        [1, 2],
        [4, 4],
      ],
      state: 'recorded',
      by: api.people.ops.id,
      settled: null,
      proven: { targets: 0, at: null },
    });
    const after = (await api.get(`/v1/notices/${id}`, 'reviewer')).json();
    expect(after.manualActions).toEqual({ total: 1, waiting: 1 });
    expect(after.counts).toEqual(before.counts);
    expect(after.version).toBe(before.version);
    const timeline = (await api.get(`/v1/notices/${id}/timeline?limit=200`, 'reviewer')).json().items;
    expect(timeline.at(-1)).toMatchObject({
      action: 'manual_action_recorded',
      detail: { record: 1, effect: 'withheld', targets: 3, doneAt: AFTER_RECEIPT },
    });
  });

  test('is confirmed by another person, never by its author', async () => {
    const id = await aNotice();
    await record(id);
    expect((await settle(id, 'reviewer', { confirm: true })).json().type).toContain('four-eyes');
    expect((await settle(id, 'approver', { confirm: true })).json()).toMatchObject({
      state: 'confirmed',
      settled: { by: api.people.approver.id },
    });
    expect((await settle(id, 'counsel', { confirm: true })).statusCode).toBe(409);
    expect((await settle(id, 'counsel', { confirm: true }, 9)).statusCode).toBe(404);
    expect(await list(id)).toMatchObject([{ number: 1, state: 'confirmed' }]);
  });

  test('is refused with a reason, or withdrawn by its author, and can then be made again', async () => {
    const id = await aNotice();
    await record(id);
    expect((await settle(id, 'reviewer', { confirm: false })).statusCode).toBe(422);
    expect((await settle(id, 'reviewer', { confirm: false, reason: 'Wrong time.' })).json().state).toBe('refused');
    expect((await record(id)).json().number).toBe(2);
  });

  test('shows beside itself what enforcement has read back, and since when once that is all', async () => {
    const id = await aNotice();
    await record(id);
    const send = (path: string, body: object, as: Who = 'reviewer') => api.post(`/v1/notices/${id}/${path}`, as, body);
    await sql`update notice set targets_resolved_at = now() where id = ${id}::uuid`.execute(api.db);
    await send('triage', {});
    await send('decide', {
      select: { all: true },
      action: 'withhold',
      grounds: ['legal_basis_met'],
      countries: ['IN'],
    });
    const { submission } = (await send('submit', {})).json();
    await send('approve', { submission: submission.number, digest: submission.digest }, 'approver');
    const apply = (no: number) =>
      sql`update target set status = 'applied' where notice_id = ${id}::uuid and no = ${no}`.execute(api.db);
    await apply(1);
    expect(await list(id)).toMatchObject([{ proven: { targets: 0, at: null } }]);
    await sql`update submission set proved_at = '2026-11-30T06:40:00Z' where notice_id = ${id}::uuid`.execute(api.db);
    expect(await list(id)).toMatchObject([{ proven: { targets: 1, at: null } }]);
    await apply(2);
    expect(await list(id)).toMatchObject([
      { state: 'recorded', proven: { targets: 2, at: '2026-11-30T06:40:00.000Z' } },
    ]);
  });

  test('made twice is one', async () => {
    const id = await aNotice();
    await record(id);
    expect((await record(id, 'counsel', { targets: [1, 2, 2] })).json()).toMatchObject({ number: 1 });
    await settle(id, 'approver', { confirm: true });
    expect((await record(id)).json()).toMatchObject({ number: 1, state: 'confirmed' });
    expect((await record(id, 'reviewer', { effect: 'removed' })).json().number).toBe(2);
    expect(await list(id)).toHaveLength(2);
  });

  test.each([
    ['in the future', '/doneAt', { doneAt: new Date(Date.now() + 600_000).toISOString() }],
    ['before receipt', '/doneAt', { doneAt: new Date(RECEIVED.getTime() - 1).toISOString() }],
    ['without an offset', '/doneAt', { doneAt: '2026-01-01T00:00:00' }],
    ['of an unknown target', '/targets', { targets: [1, 9] }],
    ['of no target', '/targets', { targets: [] }],
    ['of an unknown document', '/document', { document: 'a'.repeat(64) }],
    ['without evidence', '/evidence', { evidence: ' ' }],
    ['of nobody', '/doneBy', { doneBy: '' }],
    ['of another effect', '/effect', { effect: 'labelled' }],
  ])('%s is rejected', async (_, path, patch) => {
    const id = await aNotice();
    const answer = await record(id, 'reviewer', patch);
    expect(answer.statusCode).toBe(422);
    expect(answer.json().errors).toMatchObject([{ path }]);
    expect(await list(id)).toEqual([]);
  });

  test('is not for auditors, nor for people excluded from the notice', async () => {
    const id = await aNotice();
    expect((await record(id, 'auditor')).statusCode).toBe(403);
    await api.post(`/v1/notices/${id}/exclusions`, 'counsel', { person: api.people.approver.id, reason: 'Family.' });
    expect((await record(id, 'approver')).json().type).toContain('four-eyes');
    await record(id);
    expect((await settle(id, 'approver', { confirm: true })).json().type).toContain('four-eyes');
  });
});
