import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { listSecretReads, startApi, type ApiHarness, type HarnessPerson } from '../../../support/api-harness.js';

let api: ApiHarness;
let now = Date.now();
let second: HarnessPerson;

beforeAll(async () => {
  api = await startApi({ now: () => new Date(now) });
  second = await api.addPerson('Second', ['reviewer']);
});
afterAll(() => api.close());

async function call(method: 'PUT' | 'DELETE' | 'POST', url: string, as: HarnessPerson, payload?: object) {
  return api.app.inject({
    method,
    url,
    headers: { authorization: `Bearer ${as.key}` },
    ...(payload === undefined ? {} : { payload }),
  });
}
const arrive = (id: string, as: HarnessPerson, body: object = { doing: 'reading' }) =>
  call('PUT', `/v1/notices/${id}/presence`, as, body);
const everywhere = async (as: HarnessPerson) => (await api.get('/v1/presence?count=true', as)).json();

const listReads = async (notice: string) => (await listSecretReads(api, notice)).length;

describe('presence on a notice', () => {
  test('is shown to others on the notice, kept by repeats, and ended by leaving', async () => {
    const { id } = await api.receive();
    const { reviewer } = api.people;
    const since = new Date(now).toISOString();
    expect((await arrive(id, reviewer, { doing: 'review', at: 7 })).json()).toEqual({ items: [] });
    const mine = { notice: id, person: reviewer.id, name: 'reviewer', doing: 'review', at: 7, since };
    expect((await arrive(id, second)).json()).toEqual({ items: [mine] });
    now += 20_000;
    await arrive(id, reviewer, { doing: 'approval' });
    expect((await arrive(id, second)).json().items).toEqual([{ ...mine, doing: 'approval', at: null }]);
    expect(await everywhere(second)).toMatchObject({ total: 2, nextCursor: null });
    expect((await call('DELETE', `/v1/notices/${id}/presence`, reviewer)).statusCode).toBe(204);
    expect((await everywhere(second)).items).toMatchObject([{ person: second.id, doing: 'reading' }]);
  });

  test('expires 45 s after the last signal, and then starts with a new time', async () => {
    const { id } = await api.receive();
    await arrive(id, api.people.reviewer);
    now += 44_000;
    expect((await arrive(id, second)).json().items).toHaveLength(1);
    now += 1_001;
    expect((await arrive(id, second)).json().items).toEqual([]);
    await arrive(id, api.people.reviewer);
    expect((await arrive(id, second)).json().items).toMatchObject([{ since: new Date(now).toISOString() }]);
  });

  test('is neither shown nor accepted on a notice the caller cannot read', async () => {
    const { counsel } = api.people;
    const { id } = await api.receive({ secrecy: await api.gagged(counsel.id) });
    await arrive(id, counsel);
    const of = async (as: HarnessPerson) =>
      (await everywhere(as)).items.filter(({ notice }: { notice: string }) => notice === id);
    expect(await of(counsel)).toHaveLength(1);
    expect(await of(second)).toEqual([]);
    expect((await arrive(id, second)).json()).toMatchObject({ status: 404 });
    expect((await call('DELETE', `/v1/notices/${id}/presence`, second)).statusCode).toBe(404);
    expect((await arrive(id, api.people.intake)).statusCode).toBe(403);
  });

  test('of an auditor on a secret notice is logged as one read, and lists log none', async () => {
    const { auditor, counsel } = api.people;
    const { id } = await api.receive({ secrecy: { level: 'restricted' } });
    await arrive(id, counsel);
    expect((await everywhere(auditor)).items.some(({ notice }: { notice: string }) => notice === id)).toBe(false);
    expect(await listReads(id)).toBe(0);
    for (let times = 0; times < 3; times++) {
      now += 15_000;
      await arrive(id, auditor);
    }
    expect(await listReads(id)).toBe(1);
  });

  test.each([[{}], [{ doing: 'sleeping' }], [{ doing: 'review', at: 0 }], [{ doing: 'review', x: 1 }]])(
    'rejects %j with a field error',
    async (body) => {
      const { id } = await api.receive();
      expect((await arrive(id, second, body)).statusCode).toBe(422);
    },
  );
});

describe('saved views', () => {
  const save = (as: HarnessPerson, body: object) => call('POST', '/v1/views', as, body);
  const names = async (as: HarnessPerson) =>
    (await api.get('/v1/views', as)).json().items.map(({ name }: { name: string }) => name);

  test('are visible to their owner, and to everyone if shared', async () => {
    const { reviewer } = api.people;
    const mine = (await save(reviewer, { name: 'Mine', query: '?assignee=me&open=true' })).json();
    expect(mine).toEqual({ id: mine.id, name: 'Mine', query: 'assignee=me&open=true', shared: false, mine: true });
    const shared = (await save(reviewer, { name: 'India', query: 'jurisdiction=IN', shared: true })).json();
    expect((await api.get('/v1/views', reviewer)).json().items).toEqual([shared, mine]);
    expect((await api.get('/v1/views?count=true', second)).json()).toMatchObject({
      items: [{ ...shared, mine: false }],
      total: 1,
    });
  });

  test('overwrite an own view of the same name, and leave another person’s', async () => {
    const first = await save(second, { name: 'Overdue', query: 'overdue=true' });
    await save(api.people.counsel, { name: 'Overdue', query: 'overdue=true&jurisdiction=DE' });
    const again = await save(second, { name: 'Overdue', query: 'overdue=true&sort=received' });
    expect([first.statusCode, again.statusCode]).toEqual([201, 200]);
    expect(again.json()).toMatchObject({ id: first.json().id, query: 'overdue=true&sort=received' });
    const { items } = (await api.get('/v1/views', api.people.counsel)).json();
    expect(items).toContainEqual(expect.objectContaining({ name: 'Overdue', query: 'overdue=true&jurisdiction=DE' }));
  });

  test('are deleted by their owner or an admin; others get 404, or 403 for a shared one', async () => {
    const { admin, counsel } = api.people;
    const own = (await save(second, { name: 'Hidden', query: '' })).json();
    const shared = (await save(second, { name: 'Shown', query: '', shared: true })).json();
    expect((await call('DELETE', `/v1/views/${own.id}`, counsel)).statusCode).toBe(404);
    expect((await call('DELETE', `/v1/views/${shared.id}`, counsel)).statusCode).toBe(403);
    expect((await call('DELETE', '/v1/views/nonsense', counsel)).statusCode).toBe(404);
    expect((await call('DELETE', `/v1/views/${own.id}`, second)).statusCode).toBe(204);
    expect((await call('DELETE', `/v1/views/${shared.id}`, admin)).statusCode).toBe(204);
    expect(await names(second)).not.toContain('Shown');
  });

  test('are limited to a hundred per person', async () => {
    const many = await api.addPerson('Many', ['reviewer']);
    for (let at = 0; at < 100; at++) await save(many, { name: `View ${at}`, query: '' });
    expect((await save(many, { name: 'One more', query: '' })).statusCode).toBe(422);
    expect(await names(many)).not.toContain('One more');
    expect((await save(many, { name: 'View 1', query: 'open=true' })).statusCode).toBe(200);
  });

  test.each([
    [{ name: 'x' }, '/query'],
    [{ name: '', query: '' }, '/name'],
    [{ name: 'two\nlines', query: '' }, '/name'],
    [{ name: 'x', query: 'a=1\nb=2' }, '/query'],
    [{ name: 'x', query: `q=${'a'.repeat(1_000)}` }, '/query'],
  ])('reject %j with a field error', async (body, path) => {
    expect((await save(second, body)).json()).toMatchObject({ status: 422, errors: [{ path }] });
  });
});

describe('console settings', () => {
  const DEFAULTS = {
    theme: 'system',
    density: 'comfortable',
    language: null,
    media: 'hidden',
    muted: true,
    preview: 'shown',
    hiddenColumns: [],
  };

  test('are the defaults until set, and private to each person', async () => {
    const { reviewer } = api.people;
    expect((await api.get('/v1/me/settings', reviewer)).json()).toEqual(DEFAULTS);
    const wanted = {
      theme: 'dark',
      density: 'compact',
      language: 'pt-BR',
      media: 'grey',
      muted: false,
      preview: 'folded',
      hiddenColumns: ['stage'],
    };
    expect((await call('PUT', '/v1/me/settings', reviewer, wanted)).json()).toEqual(wanted);
    expect((await api.get('/v1/me/settings', reviewer)).json()).toEqual(wanted);
    expect((await api.get('/v1/me/settings', second)).json()).toEqual(DEFAULTS);
    await call('PUT', '/v1/me/settings', reviewer, { theme: 'light' });
    expect((await api.get('/v1/me/settings', reviewer)).json()).toEqual({ ...DEFAULTS, theme: 'light' });
  });

  test('fall back to the defaults for values that are no longer valid', async () => {
    await call('PUT', '/v1/me/settings', second, { theme: 'dark' });
    await api.db
      .updateTable('person_settings')
      .set({ settings: JSON.stringify({ theme: 'sepia' }) })
      .where('person_id', '=', second.id)
      .execute();
    expect((await api.get('/v1/me/settings', second)).json()).toEqual(DEFAULTS);
  });

  test.each([
    [{ theme: 'sepia' }],
    [{ language: 'a language' }],
    [{ muted: 'yes' }],
    [{ font: 'serif' }],
    [{ hiddenColumns: ['notice'] }],
  ])('reject %j with a field error', async (body) => {
    expect((await call('PUT', '/v1/me/settings', second, body)).statusCode).toBe(422);
  });
});

describe('notification settings', () => {
  const all = { approval: true, returned: true, assigned: true, mention: true, opinion: true };
  const DEFAULTS = { mail: all, push: all, webhook: all, quiet: null };

  test('are kept per person, and have defaults beside other settings', async () => {
    const { reviewer } = api.people;
    const wanted = {
      push: { ...all, assigned: false },
      webhook: all,
      mail: { ...all, approval: false },
      quiet: { from: '22:00', until: '06:30', zone: 'Asia/Kolkata' },
    };
    expect((await api.get('/v1/me/notifications', reviewer)).json()).toEqual(DEFAULTS);
    expect((await call('PUT', '/v1/me/notifications', reviewer, wanted)).json()).toEqual(wanted);
    expect((await api.get('/v1/me/notifications', reviewer)).json()).toEqual(wanted);
    expect((await api.get('/v1/me/notifications', second)).json()).toEqual(DEFAULTS);
    expect((await call('PUT', '/v1/me/notifications', reviewer, {})).json()).toEqual(DEFAULTS);
  });

  test.each([
    ['a time of no clock', { quiet: { from: '24:00', until: '06:00', zone: 'UTC' } }],
    ['hours without length', { quiet: { from: '06:00', until: '06:00', zone: 'UTC' } }],
    ['an unknown zone', { quiet: { from: '22:00', until: '06:00', zone: 'India' } }],
    ['an unknown kind', { mail: { overdue: false } }],
  ])('reject %s', async (_, body) => {
    expect((await call('PUT', '/v1/me/notifications', api.people.reviewer, body)).statusCode).toBe(422);
  });
});
