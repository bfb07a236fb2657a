import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startDomainApi, type ApiHarness } from '../../../support/api-harness.js';
import { createDomainEngine } from '../../../support/domain-engine.js';

let api: ApiHarness;
beforeAll(async () => {
  api = await startDomainApi(createDomainEngine());
});
afterAll(() => api.close());

const read = async (id: string) => (await api.get(`/v1/notices/${id}`, 'reviewer')).json();
const triage = (id: string, body: object = {}) => api.post(`/v1/notices/${id}/triage`, 'reviewer', body);
const ask = (rules: object[]) => api.post('/v1/routing', 'admin', { rules });

describe('routing rules', () => {
  test('take effect once a second person has confirmed them, and set queue and priority of new notices', async () => {
    const rules = [
      { name: 'English', languages: ['en'], queue: 'english', priority: 'high', reviewers: [api.people.reviewer.id] },
    ];
    const before = await api.receive({ language: 'en' });
    const asked = await ask(rules);
    expect(asked.statusCode).toBe(202);
    expect((await api.get('/v1/routing', 'admin')).json().rules).toEqual([]);
    const own = await api.post(`/v1/changes/${asked.json().change}/confirm`, 'admin', {});
    expect(own.json().type).toContain('four-eyes');
    expect((await api.post(`/v1/changes/${asked.json().change}/confirm`, 'counsel', {})).json().state).toBe('applied');
    expect((await api.get('/v1/routing', 'admin')).json().rules).toMatchObject(rules);

    const { id } = await api.receive({ language: 'en' });
    const routed = { rule: 'English', reviewers: [api.people.reviewer.id] };
    expect(await read(id)).toMatchObject({ queue: 'english', priority: 'high', routed });
    expect(await read((await api.receive({ language: 'tr' })).id)).toMatchObject({ queue: null, routed: null });
    await triage(id);
    expect(await read(id)).toMatchObject({ stage: 'review', queue: 'english', priority: 'high', routed });

    expect(await read(before.id)).toMatchObject({ queue: null, routed: null });
    await triage(before.id);
    expect(await read(before.id)).toMatchObject({ queue: 'english', routed });
    await triage(before.id, { queue: 'mine' });
    expect(await read(before.id)).toMatchObject({ queue: 'mine', priority: 'high', routed: null });
  });

  test('are not confirmed if others took effect since', async () => {
    const first = (await ask([{ name: 'a' }])).json().change;
    const second = (await ask([{ name: 'b' }])).json().change;
    const confirm = (change: string) => api.post(`/v1/changes/${change}/confirm`, 'counsel', {});
    expect((await confirm(first)).statusCode).toBe(200);
    expect((await confirm(second)).statusCode).toBe(409);
    expect((await api.get('/v1/routing', 'admin')).json().rules).toMatchObject([{ name: 'a' }]);
  });

  test.each([
    [[{ name: 'a', laws: ['XX-NONE'] }], '/rules/0/laws/0'],
    [[{ name: 'a', authorities: ['none'] }], '/rules/0/authorities/0'],
    [[{ name: 'a', reviewers: ['00000000-0000-4000-8000-000000000000'] }], '/rules/0/reviewers/0'],
    [[{ name: 'a', kinds: ['letter'] }], '/rules/0/kinds/0'],
    [[{ name: 'a', languages: ['Turkish'] }], '/rules/0/languages/0'],
    [[{ name: ' ' }], '/rules/0/name'],
    [[{ name: 'a' }, { name: 'a' }], '/rules'],
  ])('are rejected: %j', async (rules, path) => {
    const answer = await ask(rules);
    expect(answer.statusCode).toBe(422);
    expect(answer.json().errors.map((error: { path: string }) => error.path)).toContain(path);
  });

  test('are for admins', async () => {
    expect((await api.get('/v1/routing', 'reviewer')).statusCode).toBe(403);
    expect((await api.post('/v1/routing', 'counsel', { rules: [] })).statusCode).toBe(403);
  });
});

describe('the queue by priority', () => {
  const list = async (query: string) => (await api.get(`/v1/notices?${query}`, 'reviewer')).json();

  test('lists urgent notices first and those without a priority among the normal ones, page by page', async () => {
    const authority = { name: 'Priority Office', country: 'XX' };
    const ids: string[] = [];
    for (const priority of ['low', null, 'urgent', 'high'] as const) {
      const { id } = await api.receive({ authority, subject: 'By priority' });
      await triage(id, priority === null ? {} : { priority });
      ids.push(id);
    }
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const query = `q=${encodeURIComponent('By priority')}&sort=priority&limit=1`;
      const page: { items: { id: string }[]; nextCursor: string | null } = await list(
        cursor === '' ? query : `${query}&cursor=${encodeURIComponent(cursor)}`,
      );
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual([ids[2], ids[3], ids[1], ids[0]]);
    const urgent = await list(`q=${encodeURIComponent('By priority')}&priority=urgent`);
    expect(urgent.items.map(({ id }: { id: string }) => id)).toEqual([ids[2]]);
    expect((await api.get('/v1/notices?priority=soon', 'reviewer')).statusCode).toBe(422);
  });
});
