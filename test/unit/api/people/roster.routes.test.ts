import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startDomainApi, type ApiHarness } from '../../../support/api-harness.js';
import { createDomainEngine } from '../../../support/domain-engine.js';

let api: ApiHarness;
beforeAll(async () => {
  api = await startDomainApi(createDomainEngine());
});
afterAll(() => api.close());

type Who = Parameters<ApiHarness['post']>[1];
const ALWAYS = {
  days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
  from: '00:00',
  until: '00:00',
  zone: 'Asia/Kolkata',
};
const entry = (patch: object = {}) => ({ shifts: [], languages: [], capacity: null, ...patch });
const save = (id: string, body: object, as: Who = 'ops') => api.post(`/v1/people/${id}/roster`, as, body);
const listAssignees = async (query = '', as: Who = 'reviewer') =>
  (await api.get(`/v1/assignees${query}`, as)).json().people as Record<string, unknown>[];
const names = async (query?: string, as?: Who) => (await listAssignees(query, as)).map(({ name }) => name);

describe('POST /v1/people/{id}/roster', () => {
  test('is for ops and admins; a person sees the own entry, and the change is logged', async () => {
    const { id } = api.people.reviewer;
    const body = entry({ shifts: [ALWAYS], languages: ['hi', 'en'], capacity: 8 });
    expect((await save(id, body, 'reviewer')).statusCode).toBe(403);
    expect((await save(id, body, 'counsel')).statusCode).toBe(403);
    const saved = await save(id, body);
    expect(saved.json()).toMatchObject({ id, ...body, open: 0, nextShiftAt: null });
    expect(Date.parse(saved.json().onShiftUntil)).toBeGreaterThan(Date.now());
    expect((await api.get(`/v1/people/${id}/roster`, 'reviewer')).json()).toMatchObject(body);
    expect((await api.get(`/v1/people/${id}/roster`, 'approver')).statusCode).toBe(403);
    expect((await api.get('/v1/roster', 'reviewer')).statusCode).toBe(403);
    const { items } = (await api.get('/v1/roster', 'admin')).json();
    expect(items.find((one: { id: string }) => one.id === id)).toMatchObject(body);
    const log = (await api.get('/v1/audit?action=roster_changed', 'auditor')).json().items;
    expect(log[0]).toMatchObject({ entry: { detail: { person: id } } });
    expect((await save(id, entry())).json()).toMatchObject({ ...entry(), onShiftUntil: null, nextShiftAt: null });
  });

  test.each([
    [entry({ shifts: [{ ...ALWAYS, zone: 'IST' }] }), '/shifts/0/zone'],
    [entry({ shifts: [{ ...ALWAYS, from: '24:00' }] }), '/shifts/0/from'],
    [entry({ shifts: [{ ...ALWAYS, days: [] }] }), '/shifts/0/days'],
    [entry({ shifts: [{ ...ALWAYS, days: ['mon', 'mon'] }] }), '/shifts/0/days'],
    [entry({ shifts: [{ from: '09:00', until: '10:00', zone: 'UTC', date: '2026-02-30' }] }), '/shifts/0/date'],
    [entry({ languages: ['Hindi'] }), '/languages/0'],
    [entry({ languages: ['hi', 'hi'] }), '/languages'],
    [entry({ capacity: 0 }), '/capacity'],
    [{ shifts: [], languages: [] }, '/capacity'],
  ])('rejects %j', async (body, path) => {
    const answer = await save(api.people.reviewer.id, body);
    expect(answer.statusCode).toBe(422);
    expect(answer.json().errors.map((error: { path: string }) => error.path)).toContain(path);
  });

  test('of an unknown person is 404', async () => {
    expect((await save('00000000-0000-4000-8000-000000000000', entry())).statusCode).toBe(404);
  });
});

describe('GET /v1/assignees', () => {
  test('lists people on shift first, with language and load, and nobody who is excluded or absent', async () => {
    const day = await api.addPerson('Day', ['reviewer']);
    const night = await api.addPerson('Night', ['reviewer']);
    const tomorrow = new Date(Date.now() + 36 * 3_600_000).toISOString().slice(0, 10);
    await save(day.id, entry({ shifts: [ALWAYS], languages: ['hi'], capacity: 2 }));
    await save(night.id, entry({ shifts: [{ date: tomorrow, from: '10:00', until: '11:00', zone: 'UTC' }] }));
    const { id } = await api.receive({ language: 'hi-IN' });
    const [first] = await listAssignees(`?notice=${id}`);
    expect(first).toMatchObject({ id: day.id, speaks: ['hi'], open: 0, capacity: 2, nextShiftAt: null });
    expect((await names(`?notice=${id}`)).at(-1)).toBe('Night');

    await api.post(`/v1/notices/${id}/assign`, 'ops', { to: day.id });
    expect((await listAssignees(`?notice=${id}`))[0]).toMatchObject({ id: day.id, open: 1 });
    await api.post(`/v1/notices/${id}/assign`, 'ops', { to: night.id });
    await api.post(`/v1/notices/${id}/exclusions`, 'ops', { person: day.id, reason: 'Knows the author.' });
    expect(await names(`?notice=${id}`)).not.toContain('Day');
    expect(await names()).toContain('Day');

    const until = new Date(Date.now() + 3_600_000).toISOString();
    await api.post(`/v1/people/${night.id}/absence`, night, { until, substitute: api.people.reviewer.id });
    expect(await names()).not.toContain('Night');
  });

  test('counts and heeds no notice that the caller cannot read', async () => {
    const named = await api.addPerson('Named', ['reviewer']);
    const secrecy = await api.gagged(named.id);
    const { id } = await api.receive({ secrecy, language: 'ta' });
    await api.post(`/v1/notices/${id}/assign`, named, { to: named.id });
    const find = (people: Record<string, unknown>[]) => people.find((one) => one['id'] === named.id);
    expect(find(await listAssignees())).toMatchObject({ open: 0 });
    expect(find(await listAssignees('', named))).toMatchObject({ open: 1 });
    expect(await names(`?notice=${id}`)).toEqual(await names());
    expect(await names(`?notice=${id}`, named)).not.toContain('Reviewer');
  });

  test('is for people who may assign, and takes ids', async () => {
    expect((await api.get('/v1/assignees', 'auditor')).statusCode).toBe(403);
    expect((await api.get('/v1/assignees?notice=none', 'reviewer')).statusCode).toBe(422);
  });
});
