import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { startApi, type ApiHarness } from '../../../support/api-harness.js';
import { accountsNamed, hasPassed } from '../../../support/reported.js';

let api: ApiHarness;
const by = (country: string) => ({ authority: { name: `Office of ${country}`, country }, jurisdiction: country });

async function anOrder(
  patch: object,
  { action = 'withhold', ...passed }: { acknowledged?: number; effective?: number; action?: string } = {},
): Promise<string> {
  const { id } = await api.receive({ kind: 'removal_order', receivedAt: '2024-03-04T06:00:00Z', ...patch });
  await hasPassed(api, id, { action, ...passed });
  return id;
}

let german: string;
beforeAll(async () => {
  api = await startApi();
  german = await anOrder({ ...by('DE'), targets: accountsNamed(3, 'a') }, { acknowledged: 30, effective: 300 });
  await anOrder(
    { ...by('DE'), targets: accountsNamed(4, 'b') },
    { acknowledged: 90, effective: 10, action: 'push_back' },
  );
  await anOrder({ ...by('FR'), kind: 'information_order', targets: accountsNamed(1, 'c') }, { acknowledged: 20 });
  await anOrder({ ...by('FR'), kind: 'request', targets: accountsNamed(9, 'd') });
  await anOrder({ ...by('IN'), targets: accountsNamed(9, 'e') });
  await anOrder({ ...by('DE'), targets: accountsNamed(9, 'f'), secrecy: await api.gagged() });
  await anOrder({ ...by('DE'), targets: accountsNamed(9, 'g'), receivedAt: '2025-01-01T00:00:00Z' });
});
afterAll(() => api.close());

const sheet = async (query = '') => (await api.get(`/v1/reports/dsa?year=2024${query}`, 'auditor')).json();

describe('GET /v1/reports/dsa', () => {
  test('counts orders of Member States to act and to inform, with items and medians, in total and by State', async () => {
    const { rows } = await sheet();
    expect(rows.map(({ scope }: { scope: string }) => scope)).toEqual(['total', 'DE', 'FR', 'total', 'DE', 'FR']);
    expect(rows[3]).toMatchObject({ category: 'not_stated', act: { orders: 2 } });
    expect(rows[0]).toMatchObject({
      category: 'total',
      act: { orders: 2, items: 7, medianHoursToInformOfReceipt: 1, medianHoursToEffect: 5 },
      inform: { orders: 1, items: 1, medianHoursToInformOfReceipt: 0.33, medianHoursToEffect: null },
    });
    expect(rows[1]).toMatchObject({ act: { orders: 2 }, inform: null });
    expect(rows[2]).toMatchObject({ act: null, inform: { orders: 1 } });
  });

  test('links each figure to the notices that it counts', async () => {
    const { rows } = await sheet();
    for (const { act, inform } of rows)
      for (const figures of [act, inform].filter((one) => one !== null)) {
        const { items, total } = (await api.get(`${figures.notices}&count=true`, 'auditor')).json();
        expect(total).toBe(figures.orders);
        expect(items.reduce((sum: number, { items: count }: { items: number }) => sum + count, 0)).toBe(figures.items);
      }
    const [first] = (await api.get(`${rows[1].act.notices}&limit=1`, 'auditor')).json().items;
    expect(first).toMatchObject({ number: expect.any(String), receivedAt: '2024-03-04T06:00:00.000Z' });
  });

  test('returns the same figures for a past asOf, whatever was received or declassified since', async () => {
    const asOf = new Date().toISOString();
    const before = await sheet(`&asOf=${asOf}`);
    await anOrder({ ...by('IT'), targets: accountsNamed(1, 'h') });
    const lapsed = await anOrder({ ...by('DE'), targets: accountsNamed(1, 'i'), secrecy: await api.gagged() });
    await sql`update notice set secrecy_until = ${asOf}::timestamptz + interval '1 ms' where id = ${lapsed}::uuid`.execute(
      api.db,
    );
    await sql`insert into target_upload (notice_id, n, uploaded_by, uploaded_at, name, media_type, format, sha256, bytes, lines, accepted, merged, flagged, rejected)
      values (${german}::uuid, 1, ${api.people.reviewer.id}::uuid, now(), '', 'text/csv', 'csv', 'x', 1, 5, 5, 0, 0, 0)`.execute(
      api.db,
    );
    await sql`update notice set targets = targets + 5 where id = ${german}::uuid`.execute(api.db);
    expect(await sheet(`&asOf=${asOf}`)).toEqual(before);
    const [now] = (await sheet()).rows;
    expect(now.act).toMatchObject({ orders: 4, items: 14 });
  });

  test('drops a notice that became secret immediately, also for a past asOf', async () => {
    const order = await anOrder({ ...by('SE'), targets: accountsNamed(1, 'j') });
    const asOf = new Date().toISOString();
    await sql`update notice set secrecy_level = 'gagged' where id = ${order}::uuid`.execute(api.db);
    const { rows } = await sheet(`&asOf=${asOf}`);
    expect(rows.map(({ scope }: { scope: string }) => scope)).not.toContain('SE');
  });

  test('counts by the category stated at triage, in the codes of the template', async () => {
    const stated = async (id: string, category: string) =>
      sql`update notice set category = ${category} where id = ${id}::uuid`.execute(api.db);
    const greek = { receivedAt: '2022-03-04T06:00:00Z', ...by('GR') };
    await stated(await anOrder({ ...greek, targets: accountsNamed(2, 'k') }), 'violence');
    await anOrder({ ...greek, targets: accountsNamed(1, 'l') });
    const { rows } = (await api.get('/v1/reports/dsa?year=2022', 'auditor')).json();
    const violent = rows.find(({ category }: { category: string }) => category === 'violence');
    expect(rows[0]).toMatchObject({ category: 'total', act: { orders: 2, items: 3 } });
    expect(violent).toMatchObject({ scope: 'total', act: { orders: 1, items: 2 } });
    expect((await api.get(violent.act.notices, 'auditor')).json().items).toHaveLength(1);
    const { body } = await api.get('/v1/reports/dsa?year=2022&format=csv', 'auditor');
    const cells = body
      .trim()
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(',').slice(3, 7));
    expect(cells).toEqual([
      ['TOTAL', '', 'TOTAL', '2'],
      ['TOTAL', '', 'EL', '2'],
      ['STATEMENT_CATEGORY_VIOLENCE', '', 'TOTAL', '1'],
      ['STATEMENT_CATEGORY_VIOLENCE', '', 'EL', '1'],
    ]);
  });

  test('limits the figures and the linked notices to half a year when one is requested', async () => {
    const first = await sheet('&half=1');
    expect(first.rows[0].act.orders).toBeGreaterThan(0);
    expect((await api.get(first.rows[0].act.notices, 'auditor')).json().items).not.toEqual([]);
    expect((await sheet('&half=2')).rows).toEqual([
      expect.objectContaining({ scope: 'total', act: null, inform: null }),
    ]);
    const { body, headers } = await api.get('/v1/reports/dsa?year=2024&half=2&format=csv', 'auditor');
    expect(headers['content-disposition']).toContain('dsa-orders-2024-H2.csv');
    expect(body).toContain('2024-07-01/2024-12-31,TOTAL,,TOTAL,0,0,');
  });

  test('rejects an asOf in the future', async () => {
    const answer = await api.get('/v1/reports/dsa?year=2024&asOf=2090-01-01T00:00:00Z', 'auditor');
    expect(answer.json().errors).toEqual([expect.objectContaining({ path: '/query/asOf' })]);
  });

  test('exports CSV as a file with the columns of the template', async () => {
    const { headers, body } = await api.get('/v1/reports/dsa?year=2024&format=csv', 'auditor');
    expect(headers['content-disposition']).toBe('attachment; filename="dsa-orders-2024.csv"');
    const [head, total] = body.trim().split('\r\n');
    expect(head).toContain(`,Scope,Number of orders to act against illegal content received,`);
    expect(head?.split(',').length).toBe(20);
    expect(total).toMatch(/^All,,2024-01-01\/2024-12-31,TOTAL,,TOTAL,/);
  });
});
