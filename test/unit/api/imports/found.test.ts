import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { startDomainApi, type ApiHarness } from '../../../support/api-harness.js';
import { createDomainEngine } from '../../../support/domain-engine.js';

let api: ApiHarness;
let authority: string;

const makeCase = (externalId: string, more: object = {}) => ({
  source: 'Jira',
  externalId,
  kind: 'blocking_order',
  authority: { name: authority, country: 'IN' },
  jurisdiction: 'IN',
  law: 'IN-69A-NORMAL',
  subject: `Lantern ${externalId}`,
  receivedAt: '2024-03-01T08:00:00Z',
  closedAt: '2024-03-04T08:00:00Z',
  outcome: 'complied',
  targets: [
    { type: 'account', locator: '@lantern', action: 'withhold', status: 'applied', decidedAt: '2024-03-02T08:00:00Z' },
    { type: 'account', locator: `@only-${externalId}` },
  ],
  ...more,
});

const receive = () =>
  api.receive({
    authority: 'in-meity',
    regime: 'IN-69A-NORMAL',
    targets: [{ type: 'account', locator: '@lantern' }],
  });
const read = async (path: string, as: Parameters<ApiHarness['get']>[1] = 'reviewer') =>
  (await api.get(path, as)).json();

beforeAll(async () => {
  api = await startDomainApi(createDomainEngine());
  const { rows } = await sql<{ name: string }>`select name from authority where id = 'in-meity'`.execute(api.db);
  authority = rows[0]?.name ?? '';
  const other = makeCase('X-2', { law: 'IN-ITR-3-1-D', targets: [], closedAt: null, outcome: null });
  await api.agreed('/v1/imports', { name: 'a', cases: [makeCase('X-1'), other] });
});
afterAll(() => api.close());

describe('imported cases', () => {
  test('are found by the search, by their id, subject or an item, for people who read documents', async () => {
    const find = async (q: string, as?: Parameters<ApiHarness['get']>[1]) =>
      (await read(`/v1/search?q=${encodeURIComponent(q)}`, as)).imported.map(
        ({ externalId }: { externalId: string }) => externalId,
      );
    expect((await find('lantern')).sort()).toEqual(['X-1', 'X-2']);
    expect(await find('X-2')).toEqual(['X-2']);
    expect(await find('@only-X-1')).toEqual(['X-1']);
    expect(await find('lantern', 'admin')).toEqual([]);
  });

  test('are precedents of a target on the same item, with what their source decided', async () => {
    const { id } = await receive();
    const { imported, notices } = await read(`/v1/notices/${id}/targets/1/context`);
    expect(notices).toEqual([]);
    expect(imported).toMatchObject([
      {
        source: 'Jira',
        externalId: 'X-1',
        decision: { action: 'withhold', status: 'applied', at: '2024-03-02T08:00:00.000Z' },
      },
    ]);
  });

  test('are precedents of a notice of the same authority and law, apart from those decided here', async () => {
    const { id } = await receive();
    const { imported } = await read(`/v1/notices/${id}/precedents`);
    expect(imported).toMatchObject([
      { externalId: 'X-1', outcome: 'complied', decisions: [{ action: 'withhold', count: 1 }] },
    ]);
  });

  test('are counted in a report of their own and in no other', async () => {
    const span = 'from=2024-01-01T00:00:00Z&to=2025-01-01T00:00:00Z';
    const { items } = await read(`/v1/reports/imported?${span}`);
    expect(items).toMatchObject([
      { source: 'Jira', law: 'IN-69A-NORMAL', outcome: 'complied', cases: 1, open: 0, targets: 2, restricted: 1 },
      { source: 'Jira', law: 'IN-ITR-3-1-D', outcome: null, cases: 1, open: 1, targets: 0, restricted: 0 },
    ]);
    expect((await read('/v1/reports/imported?from=2025-01-01T00:00:00Z&to=2026-01-01T00:00:00Z')).items).toEqual([]);
    expect((await read(`/v1/reports/transparency?${span}`)).items).toEqual([]);
    expect(
      (await api.get('/v1/reports/imported?from=2025-01-01T00:00:00Z&to=2024-01-01T00:00:00Z', 'reviewer')).statusCode,
    ).toBe(422);
  });

  test('with erased items are no precedents of an erased target', async () => {
    const { id } = await receive();
    await sql`update imported_target set normalised = '', locator = ''
      where case_id = (select id from imported_case where external_id = 'X-1') and no = 2`.execute(api.db);
    await sql`update target set normalised = '' where notice_id = ${id}::uuid`.execute(api.db);
    expect((await read(`/v1/notices/${id}/targets/1/context`)).imported).toEqual([]);
  });

  test('that were filed are found as their notice, and as precedents no longer', async () => {
    await api.agreed('/v1/imports', {
      name: 'b',
      cases: [
        makeCase('X-3', {
          closedAt: null,
          outcome: null,
          receivedAt: new Date(Date.now() - 3_600_000).toISOString(),
          targets: [{ type: 'account', locator: '@filed-lantern' }],
        }),
      ],
    });
    const [{ id }] = (await read('/v1/search?q=X-3')).imported;
    expect((await api.post(`/v1/imported-cases/${id}/file`, 'reviewer', {})).statusCode).toBe(201);
    const other = await api.receive({ targets: [{ type: 'account', locator: '@filed-lantern' }] });
    expect(await read(`/v1/notices/${other.id}/targets/1/context`)).toMatchObject({ imported: [], total: 1 });
  });

  test('that were filed as a notice now secret are found by nobody who may not read it', async () => {
    await sql`update notice set secrecy_level = 'gagged', secrecy_until = null
      where id = (select notice_id from imported_case where external_id = 'X-3')`.execute(api.db);
    expect((await read('/v1/search?q=X-3')).imported).toEqual([]);
  });
});
