import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { startApi, type ApiHarness } from '../../../support/api-harness.js';
import { accountsNamed, hasPassed } from '../../../support/reported.js';

let api: ApiHarness;
async function aNotice(
  patch: object,
  { outcome, ...passed }: { acknowledged?: number; effective?: number; outcome?: string } = {},
) {
  const receivedAt = '2021-02-04T06:00:00Z';
  const { id } = await api.receive({ receivedAt, ...patch });
  if (outcome !== undefined) await sql`update notice set outcome = ${outcome} where id = ${id}::uuid`.execute(api.db);
  await hasPassed(api, id, passed);
  return id;
}

beforeAll(async () => {
  api = await startApi();
  await aNotice({ targets: accountsNamed(3, 'a') }, { outcome: 'complied', acknowledged: 30, effective: 300 });
  await aNotice({ targets: accountsNamed(4, 'b') }, { outcome: 'refused', acknowledged: 90 });
  await aNotice({ targets: accountsNamed(5, 'c') });
  await aNotice({
    targets: accountsNamed(1, 'd'),
    authority: { name: 'An Office', country: 'DE' },
    jurisdiction: 'DE',
  });
  await aNotice({ targets: accountsNamed(9, 'e'), secrecy: await api.gagged() });
  await aNotice({ targets: accountsNamed(9, 'f'), receivedAt: '2021-03-01T00:00:00Z' });
});
afterAll(() => api.close());

const FEBRUARY = '/v1/reports/transparency?from=2021-02-01&to=2021-03-01';

describe('GET /v1/reports/transparency', () => {
  test('counts notices, targets and outcomes by authority and law, with medians from receipt', async () => {
    const report = (await api.get(`${FEBRUARY}&count=true`, 'auditor')).json();
    expect(report).toMatchObject({ from: '2021-02-01T00:00:00.000Z', to: '2021-03-01T00:00:00.000Z', total: 2 });
    const [office, ministry] = report.items;
    expect(office).toMatchObject({
      authority: { id: null, name: 'An Office', country: 'DE' },
      notices: 1,
      targets: 1,
      medianMinutesToAcknowledge: null,
    });
    expect(ministry).toMatchObject({
      authority: { id: 'in-meity', country: 'IN' },
      kind: 'blocking_order',
      notices: 3,
      targets: 12,
      byOutcome: { complied: 1, refused: 1, open: 1, partly_complied: 0 },
      medianMinutesToAcknowledge: 60,
      medianMinutesToEffect: 300,
    });
  });

  test('leaves out secret notices, also for readers who have access to them', async () => {
    const { items } = (await api.get(FEBRUARY, 'counsel')).json();
    expect(items.reduce((sum: number, { notices }: { notices: number }) => sum + notices, 0)).toBe(4);
  });

  test('reports restorations: whole notices as an outcome, single targets as a count', async () => {
    const march = '/v1/reports/transparency?from=2021-03-01&to=2021-04-01';
    const restored = await aNotice(
      { targets: accountsNamed(6, 'g'), receivedAt: '2021-03-02T00:00:00Z' },
      { outcome: 'restored' },
    );
    await sql`update notice set restored = 4 where id = ${restored}::uuid`.execute(api.db);
    const [line] = (await api.get(march, 'auditor')).json().items;
    expect(line).toMatchObject({ notices: 2, targetsRestored: 4, byOutcome: { restored: 1, open: 1 } });
  });

  test('exports CSV as a file named by its first and last day', async () => {
    const { headers, body } = await api.get(`${FEBRUARY}&format=csv`, 'auditor');
    expect(headers['content-disposition']).toBe('attachment; filename="transparency-2021-02-01-2021-02-28.csv"');
    const [head, ...lines] = body.trim().split('\r\n');
    expect(head).toMatch(/^authority_id,authority,country,regime,kind,notices,targets,targets_restored,/);
    expect(head?.split(',')).toContain('restored');
    expect(lines.map((line) => line.split(',').slice(0, 3))).toEqual([
      ['', 'An Office', 'DE'],
      ['in-meity', expect.stringContaining('Ministry'), expect.any(String)],
    ]);
  });

  const sent = '/v1/reports/transparency?from=2021-05-01&to=2021-06-01';
  const inMay = { receivedAt: '2021-05-04T06:00:00Z' };

  test('links each line to its notices, which add up to its figures', async () => {
    const first = await aNotice({ ...inMay, targets: accountsNamed(3, 'm') }, { outcome: 'refused', acknowledged: 5 });
    await sql`update notice set category = 'violence', restored = 1 where id = ${first}::uuid`.execute(api.db);
    await aNotice({ ...inMay, targets: accountsNamed(2, 'n') });
    const [line] = (await api.get(sent, 'auditor')).json().items;
    expect(line.byCategory).toMatchObject({ violence: 1, not_stated: 1, self_harm: 0 });
    const behind = async (query = '') => (await api.get(`${line.behind}&count=true${query}`, 'auditor')).json();
    const { items, total } = await behind();
    const sum = (name: string) =>
      items.reduce((all: number, item: Record<string, number>) => all + (item[name] ?? 0), 0);
    expect([total, sum('targets'), sum('targetsRestored')]).toEqual([line.notices, line.targets, line.targetsRestored]);
    expect((await behind('&outcome=refused')).total).toBe(line.byOutcome.refused);
    expect((await behind('&category=violence')).items).toEqual([
      expect.objectContaining({ notice: first, outcome: 'refused', category: 'violence', targets: 3 }),
    ]);
  });

  test('returns the same figures for a past asOf, whatever changed on the notices since', async () => {
    const asOf = new Date().toISOString();
    const before = (await api.get(`${sent}&asOf=${asOf}`, 'auditor')).json();
    await sql`update notice set outcome = 'restored', restored = 2, category = 'self_harm', regime_id = 'POLICY-DEFAULT'
      where received_at between '2021-05-01' and '2021-06-01'`.execute(api.db);
    await aNotice({ ...inMay, targets: accountsNamed(2, 'o') });
    expect((await api.get(`${sent}&asOf=${asOf}`, 'auditor')).json()).toEqual(before);
    const [line] = before.items;
    expect((await api.get(`${line.behind}&count=true`, 'auditor')).json().total).toBe(line.notices);
    const now = (await api.get(sent, 'auditor')).json().items;
    expect(now).toContainEqual(expect.objectContaining({ regime: 'POLICY-DEFAULT', notices: 2, targetsRestored: 4 }));
  });

  test('rejects an asOf in the future', async () => {
    const { statusCode, body } = await api.get(`${sent}&asOf=2090-01-01T00:00:00Z`, 'auditor');
    expect([statusCode, body]).toEqual([422, expect.stringContaining('/query/asOf')]);
  });
});
