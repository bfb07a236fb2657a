import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startDomainApi, type ApiHarness } from '../../../support/api-harness.js';
import { createDomainEngine } from '../../../support/domain-engine.js';

const engine = createDomainEngine();
const started: string[] = [];
let api: ApiHarness;
beforeAll(async () => {
  const start: typeof engine.start = async (input) => {
    started.push(input.noticeId);
    return engine.start(input);
  };
  api = await startDomainApi({ ...engine, start });
});
afterAll(() => api.close());

let count = 0;
function makeCase(patch: object = {}) {
  count += 1;
  return {
    source: 'Jira',
    externalId: `LEGAL-${count}`,
    kind: 'blocking_order',
    authority: { name: 'Ministry of Information', country: 'IN' },
    jurisdiction: 'IN',
    law: 'IN-69A-NORMAL',
    subject: 'Block these accounts',
    receivedAt: '2023-03-01T09:15:00+05:30',
    decidedAt: '2023-03-02T10:00:00Z',
    closedAt: '2023-03-03T10:00:00Z',
    outcome: 'complied',
    targets: [{ type: 'account', locator: `@Name${count}`, action: 'withhold', countries: ['IN'], status: 'applied' }],
    ...patch,
  };
}
const OPEN = { decidedAt: null, closedAt: null, outcome: null };

const ask = (cases: object[], as: 'admin' | 'counsel' = 'admin') =>
  api.post('/v1/imports', as, { name: 'legal.csv', cases });
const preview = (cases: object[]) => api.post('/v1/imports/preview', 'admin', { name: 'legal.csv', cases });
const confirm = (change: string) => api.post(`/v1/changes/${change}/confirm`, 'counsel', {});
const list = async (query = '') => (await api.get(`/v1/imported-cases?count=true&${query}`, 'reviewer')).json();

async function bringIn(cases: object[]): Promise<void> {
  const asked = await ask(cases);
  expect(asked.statusCode).toBe(202);
  expect((await confirm(asked.json().change)).json().state).toBe('applied');
}

/** Rows of everything that would act on a case. */
async function countActing(): Promise<unknown> {
  const tables = ['notice', 'outbox', 'letter', 'clock', 'operation', 'notification', 'user_message', 'webhook_event'];
  const parts = tables.map((name) => `(select count(*) from ${name}) as ${name}`).join(', ');
  const { rows } = await (await import('kysely')).sql.raw(`select ${parts}`).execute(api.db);
  return rows[0];
}

describe('POST /v1/imports', () => {
  test('brings in 1,000 cases with their own instants once a second person confirms, and nothing acts', async () => {
    const cases = Array.from({ length: 1_000 }, () => makeCase());
    const seen = await preview(cases);
    expect(seen.json()).toMatchObject({ cases: 1_000, open: 0, closed: 1_000, targets: 1_000, problems: [] });
    const before = await countActing();
    const asked = await ask(cases);
    expect(await list('source=Jira')).toMatchObject({ total: 0 });
    const { change } = asked.json();
    expect((await api.get(`/v1/changes/${change}`, 'counsel')).json()).toMatchObject({
      kind: 'import',
      after: { name: 'legal.csv', cases: 1_000, digest: seen.json().digest, sources: ['Jira'] },
    });
    expect((await api.post(`/v1/changes/${change}/confirm`, 'admin', {})).json().type).toContain('four-eyes');
    await confirm(change);
    expect(await countActing()).toEqual(before);
    expect(started).toEqual([]);

    const found = await list(`source=Jira&q=${cases[0]?.externalId}&limit=200`);
    const own = found.items.find(({ externalId }: { externalId: string }) => externalId === cases[0]?.externalId);
    expect(own).toMatchObject({ receivedAt: '2023-03-01T03:45:00.000Z', closedAt: '2023-03-03T10:00:00.000Z' });
    const one = (await api.get(`/v1/imported-cases/${own.id}`, 'reviewer')).json();
    expect(one).toMatchObject({
      outcome: 'complied',
      notice: null,
      items: [{ no: 1, locator: '@Name1', action: 'withhold', countries: ['IN'], status: 'applied' }],
    });
    expect(await list('source=Jira')).toMatchObject({ total: 1_000 });
    expect(await list('locator=@Name1')).toMatchObject({ total: 1 });
    const log = (await api.get('/v1/audit?action=cases_imported', 'auditor')).json().items;
    expect(log.at(-1).entry.detail).toMatchObject({ change, cases: 1_000, digest: seen.json().digest });
  });

  test.each<[string, object, string]>([
    ['a receipt in the future', { receivedAt: '2999-01-01T00:00:00Z', ...OPEN }, '/receivedAt'],
    ['a closing in the future', { closedAt: '2999-01-01T00:00:00Z' }, '/closedAt'],
    ['a closing before the receipt', { closedAt: '2023-02-01T00:00:00Z' }, '/closedAt'],
    ['a decision before the receipt', { decidedAt: '2023-02-01T00:00:00Z' }, '/decidedAt'],
    ['an unknown law', { law: 'XX-NONE' }, '/law'],
    ['an outcome of an open case', { ...OPEN, outcome: 'complied' }, '/outcome'],
    ['a target without a locator', { targets: [{ type: 'account', locator: ' ' }] }, '/targets/0/locator'],
    ['a missing authority', { authority: undefined }, '/authority'],
    ['an unknown action', { targets: [{ type: 'account', locator: '@a', action: 'delete' }] }, '/targets/0/action'],
    ['a time without an offset', { receivedAt: '2023-03-01T09:15:00' }, '/receivedAt'],
    ['secrecy', { secrecy: { level: 'gagged' } }, '/secrecy'],
    ['half a character', { subject: '\ud800' }, '/subject'],
    ['a NUL character', { subject: 'a\0b' }, '/subject'],
  ])('rejects %s and keeps nothing of the file', async (_what, patch, path) => {
    const source = `bad ${path} ${_what}`;
    const answer = await ask([makeCase({ source }), makeCase({ source, ...patch })]);
    expect(answer.statusCode).toBe(422);
    expect(answer.json().errors.map((error: { path: string }) => error.path)).toContain(`/cases/1${path}`);
    expect(await list(`source=${encodeURIComponent(source)}`)).toMatchObject({ total: 0 });
  });

  test('names every problem of a file in the preview', async () => {
    const twice = makeCase();
    const answer = await preview([twice, twice, makeCase({ law: 'XX-NONE', closedAt: '2999-01-01T00:00:00Z' })]);
    expect(answer.json().problems.map(({ path }: { path: string }) => path)).toEqual([
      '/1/externalId',
      '/2/closedAt',
      '/2/law',
    ]);
  });

  test('rejects cases that are there already, also when they were imported between request and confirmation', async () => {
    const one = makeCase();
    const [first, second] = [await ask([one]), await ask([makeCase(), one])];
    await confirm(first.json().change);
    expect((await confirm(second.json().change)).statusCode).toBe(409);
    expect((await ask([one])).json().errors[0].message).toContain('already been imported');
    const kept = await list(`q=LEGAL-${count}`);
    expect(kept.total).toBe(0);
  });

  test('is for admins, and reading for people who read documents', async () => {
    expect((await ask([makeCase()], 'counsel')).statusCode).toBe(403);
    expect((await api.get('/v1/imported-cases', 'ops')).statusCode).toBe(403);
    expect((await api.get('/v1/imported-cases/0197c5a0-0000-7000-8000-000000000002', 'reviewer')).statusCode).toBe(404);
    expect((await api.get('/v1/imported-cases/x', 'reviewer')).statusCode).toBe(404);
  });
});

describe('an open imported case', () => {
  test('becomes a notice once, received when its source says', async () => {
    const one = makeCase({ ...OPEN, source: 'Coop', receivedAt: '2026-01-10T08:00:00Z' });
    await bringIn([one]);
    const [{ id }] = (await list('source=Coop&state=open')).items;
    const filed = await api.post(`/v1/imported-cases/${id}/file`, 'reviewer', {});
    expect(filed.statusCode).toBe(201);
    const { notice } = filed.json();
    expect(started).toEqual([notice]);
    expect((await api.get(`/v1/notices/${notice}`, 'reviewer')).json()).toMatchObject({
      receivedAt: '2026-01-10T08:00:00.000Z',
      authenticity: 'unverified',
      channel: 'import',
      subject: 'Block these accounts',
    });
    expect((await api.post(`/v1/imported-cases/${id}/file`, 'reviewer', {})).statusCode).toBe(409);
    expect((await api.get(`/v1/imported-cases/${id}`, 'reviewer')).json().notice.id).toBe(notice);
    expect(await list('source=Coop&state=open')).toMatchObject({ total: 0 });
  });

  test('is not filed if it is closed at its source', async () => {
    await bringIn([makeCase({ source: 'Closed' })]);
    const [{ id }] = (await list('source=Closed')).items;
    expect((await api.post(`/v1/imported-cases/${id}/file`, 'reviewer', {})).statusCode).toBe(409);
  });
});
