import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { startDomainApi, type ApiHarness, type HarnessPerson } from '../../../support/api-harness.js';
import { createDomainEngine } from '../../../support/domain-engine.js';

let api: ApiHarness;
beforeAll(async () => {
  api = await startDomainApi(createDomainEngine());
});
afterAll(() => api.close());

type Who = Parameters<ApiHarness['post']>[1];
const forMe = async (as: Who) => (await api.get('/v1/me/inbox', as)).json();
const kindsOf = async (as: Who, id: string): Promise<string[]> =>
  (await forMe(as)).items.filter((item: { id: string }) => item.id === id).map(({ kind }: { kind: string }) => kind);
const send = async (id: string, command: string, body: object, as: Who = 'reviewer') => {
  const answer = await api.post(`/v1/notices/${id}/${command}`, as, body);
  if (answer.statusCode !== 200) throw new Error(answer.body);
  return answer.json();
};

async function submitted(given: Record<string, unknown> = {}, as: Who = 'reviewer') {
  const { id, number } = await api.receive(given);
  await sql`update notice set targets_resolved_at = now() where id = ${id}::uuid`.execute(api.db);
  await send(id, 'triage', {}, as);
  await send(id, 'decide', { select: { targets: [1] }, action: 'withhold', grounds: ['legal_basis_met'] }, as);
  const { submission } = await send(id, 'submit', {}, as);
  return { id, number, submission };
}

describe('GET /v1/me/inbox', () => {
  test('lists a submission for those who may approve it, and not for its author', async () => {
    const { id, number } = await submitted({ subject: 'Two posts' });
    const item = (await forMe('approver')).items.find((one: { id: string }) => one.id === id);
    expect(item).toMatchObject({
      key: `approval:${id}:1`,
      kind: 'approval',
      number,
      title: 'Two posts',
      submission: 1,
      by: 'reviewer',
      unread: true,
    });
    expect(await kindsOf('reviewer', id)).toEqual([]);
    expect(await kindsOf('ops', id)).toEqual([]);
  });

  test('lists a returned submission for its author until the next one', async () => {
    const { id, submission } = await submitted();
    await send(id, 'return', { submission: submission.number, reason: 'No ground.' }, 'approver');
    expect(await kindsOf('approver', id)).toEqual([]);
    const item = (await forMe('reviewer')).items.find((one: { id: string }) => one.id === id);
    expect(item).toMatchObject({ kind: 'returned', by: 'approver', submission: 1 });
    await send(id, 'decide', { select: { targets: [1] }, action: 'push_back', grounds: ['overbroad'] });
    await send(id, 'submit', {});
    expect(await kindsOf('reviewer', id)).toEqual([]);
  });

  test('lists an assigned notice, and as a deadline once one of ours is due within a day', async () => {
    const later = await api.receive({ orderedDeadline: { at: new Date(Date.now() + 30 * 86_400_000).toISOString() } });
    await send(later.id, 'assign', { to: api.people.reviewer.id }, 'counsel');
    await sql`update clock set due_at = now() + interval '9 days' where notice_id = ${later.id}::uuid`.execute(api.db);
    expect(await kindsOf('reviewer', later.id)).toEqual(['assigned']);
    await sql`update clock set due_at = now() + interval '1 hour' where notice_id = ${later.id}::uuid`.execute(api.db);
    expect(await kindsOf('reviewer', later.id)).toEqual(['deadline']);
    expect(await kindsOf('counsel', later.id)).toEqual([]);
  });

  test('hides a secret notice from people without access, and records the read of others, but not their count', async () => {
    const people = [api.people.counsel.id, api.people.approver.id];
    const { id } = await submitted({ secrecy: { level: 'gagged', people } }, 'counsel');
    const outside: HarnessPerson = await api.addPerson('Outside', ['approver']);
    const reads = async () => {
      const { rows } = await sql<{ by: string; list: string }>`
        select actor_id as by, detail ->> 'list' as list from audit_entry
        where notice_id = ${id}::uuid and action = 'secret_read'`.execute(api.db);
      return rows;
    };
    const before = await reads();
    const { unread } = (await api.get('/v1/counts', 'approver')).json();
    expect(await reads()).toEqual(before);
    expect(await kindsOf(outside, id)).toEqual([]);
    expect(await kindsOf('approver', id)).toEqual(['approval']);
    expect(await reads()).toContainEqual({ by: api.people.approver.id, list: 'for_me' });
    expect(unread).toBe((await forMe('approver')).unread);
  });

  test('lists a change for another person who may confirm it', async () => {
    const body = { name: 'New', email: 'new@desk.example', roles: ['approver'] };
    const answer = await api.post('/v1/people', 'admin', body);
    expect(answer.statusCode).toBe(202);
    const { change } = answer.json();
    expect(await kindsOf('counsel', change)).toEqual(['change']);
    expect(await kindsOf('admin', change)).toEqual([]);
    expect(await kindsOf('reviewer', change)).toEqual([]);
  });

  test('counts by kind and unread, and is empty for an intake system', async () => {
    const { items, counts, unread } = await forMe('approver');
    const approvals = items.filter(({ kind }: { kind: string }) => kind === 'approval');
    expect(counts.approval).toBe(approvals.length);
    expect(unread).toBe(items.length);
    expect(await forMe('intake')).toMatchObject({ items: [], unread: 0 });
  });
});

describe('POST /v1/me/seen', () => {
  test('marks an item as read for this person alone, and as unread again', async () => {
    const { id } = await submitted();
    const item = async (as: Who) => (await forMe(as)).items.find((one: { id: string }) => one.id === id);
    const { key } = await item('approver');
    expect((await api.post('/v1/me/seen', 'approver', { items: [key] })).statusCode).toBe(204);
    expect((await api.post('/v1/me/seen', 'approver', { items: [key, key] })).statusCode).toBe(204);
    expect(await item('approver')).toMatchObject({ unread: false });
    expect(await item('counsel')).toMatchObject({ unread: true });
    await api.post('/v1/me/seen', 'approver', { items: [key], seen: false });
    expect(await item('approver')).toMatchObject({ unread: true });
  });

  test('marks an item as read until a reminder; from then on it is unread', async () => {
    const { id } = await submitted();
    const item = async () => (await forMe('approver')).items.find((one: { id: string }) => one.id === id);
    const { key, remindAt } = await item();
    expect(remindAt).toBeNull();
    const at = new Date(Date.now() + 3_600_000).toISOString();
    expect((await api.post('/v1/me/seen', 'approver', { items: [key], remindAt: at })).statusCode).toBe(204);
    expect(await item()).toMatchObject({ unread: false, remindAt: at });
    await sql`update seen_item set remind_at = now() where item = ${key}`.execute(api.db);
    expect(await item()).toMatchObject({ unread: true, remindAt: null });
    await api.post('/v1/me/seen', 'approver', { items: [key] });
    expect(await item()).toMatchObject({ unread: false, remindAt: null });
  });

  test.each([
    ['that has passed', { remindAt: '2021-02-01T00:00:00Z' }],
    ['in more than a year', { remindAt: '2999-01-01T00:00:00Z' }],
    ['without a zone', { remindAt: '2026-12-24T09:00:00' }],
    ['of an unread item', { seen: false, remindAt: new Date(Date.now() + 3_600_000).toISOString() }],
  ])('rejects a reminder %s, and names the field', async (_, body) => {
    const answer = await api.post('/v1/me/seen', 'approver', { items: ['a'], ...body });
    expect([answer.statusCode, answer.json().errors[0].path]).toEqual([422, '/remindAt']);
  });

  test.each([
    ['no item', { items: [] }],
    ['a number', { items: [7] }],
    ['an overlong name', { items: ['x'.repeat(201)] }],
    ['NUL', { items: ['a\0b'] }],
    ['an unknown field', { items: ['a'], other: 1 }],
  ])('rejects %s', async (_, body) => {
    expect((await api.post('/v1/me/seen', 'approver', body)).statusCode).toBe(422);
  });
});
