import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { startApi, type ApiHarness } from '../../../support/api-harness.js';

let api: ApiHarness;
const accounts = (count: number, prefix: string) =>
  Array.from({ length: count }, (_, no) => ({ type: 'account', locator: `@${prefix}${no}` }));

interface Row {
  measure: string;
  ground?: string | null;
  value?: number | null;
  notices?: string | null;
  halfYear?: string;
  band?: string | null;
}

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe('GET /v1/reports/tco', () => {
  const receivedAt = '2024-03-04T06:00:00Z';
  const order = (prefix: string, secrecy?: object) =>
    api.receive({
      kind: 'removal_order',
      authority: { name: 'An Office', country: 'DE' },
      jurisdiction: 'DE',
      regime: 'EU-TCO',
      receivedAt,
      targets: accounts(3, prefix),
      ...(secrecy === undefined ? {} : { secrecy }),
    });

  async function decided(id: string, number: number, purpose: string, cause: string | null): Promise<void> {
    await sql`insert into submission (notice_id, number, purpose, cause, state, digest, author, approver_slots, by_action, targets, enforced, command_id, finished_at)
      values (${id}::uuid, ${number}, ${purpose}, ${cause}, 'approved', 'sha256:0', ${api.people.reviewer.id}::uuid, '{}', '{}', 1, 1, ${id}::uuid, now())`.execute(
      api.db,
    );
  }
  const acted = (id: string, { submission, no, action, status = 'applied' }: Record<string, string | number>) =>
    sql`insert into operation (key, notice_id, submission, target_no, action, type, status, at)
      values (${`${id}-${submission}-${no}`}, ${id}::uuid, ${submission}, ${no}, ${action}, 'account', ${status}, now())`.execute(
      api.db,
    );

  const appealed = (id: string, outcome: string | null) =>
    sql`insert into appeal (id, number, notice_id, target_no, named, statement, channel, received_at, due_at, late, state, outcome, reasons, decided_by, decided_at)
      values (${uuidv7()}::uuid, ${uuidv7()}, ${id}::uuid, 1, '@a', 'It is mine.', 'platform', now(), now(), false,
        ${outcome === null ? 'open' : 'decided'}, ${outcome}, ${outcome === null ? null : 'because'},
        ${outcome === null ? null : api.people.counsel.id}::uuid, case when ${outcome}::text is null then null else now() end)`.execute(
      api.db,
    );

  async function rowsAt(query = ''): Promise<Row[]> {
    return (await api.get(`/v1/reports/tco?year=2024${query}`, 'auditor')).json().rows;
  }

  test('counts orders, items removed, orders without removal by ground, and reinstatements', async () => {
    const removed = (await order('a')).id;
    await decided(removed, 1, 'decision', null);
    await acted(removed, { submission: 1, no: 1, action: 'remove' });
    await acted(removed, { submission: 1, no: 2, action: 'withhold', status: 'already' });
    await acted(removed, { submission: 1, no: 3, action: 'remove', status: 'failed' });
    await decided(removed, 2, 'restoration', 'appeal_won');
    await acted(removed, { submission: 2, no: 1, action: 'restore' });
    await appealed(removed, null);
    await appealed(removed, 'restored');
    const refused = (await order('b')).id;
    await appealed(refused, 'upheld');
    await appealed((await api.receive()).id, 'upheld');
    await decided(refused, 1, 'decision', null);
    await sql`update target set action = 'push_back', grounds = '{deficient}' where notice_id = ${refused}::uuid`.execute(
      api.db,
    );
    await order('c');
    await order('d', await api.gagged());
    const rows = await rowsAt();
    const values = Object.fromEntries(rows.map(({ measure, ground, value }) => [`${measure} ${ground ?? ''}`, value]));
    expect(values).toMatchObject({
      'removal_orders ': 3,
      'items_removed_by_order ': 2,
      'orders_without_removal ': 1,
      'orders_without_removal deficient': 1,
      'items_reinstated_after_complaint ': 1,
      'complaints ': 3,
      'complaints_upheld ': 1,
      'complaints_restored ': 1,
      'complaints_changed ': 0,
      'proceedings_brought ': null,
    });
    const { missing } = (await api.get('/v1/reports/tco?year=2024', 'auditor')).json();
    expect(missing.join(' ')).not.toMatch(/keeps no appeals/);
    for (const { value, notices } of rows.filter((row) => row.notices !== null)) {
      const { items } = (await api.get(notices ?? '', 'auditor')).json();
      expect(items.reduce((sum: number, one: { value: number }) => sum + one.value, 0)).toBe(value);
    }
  });

  test('returns the same figures for a past asOf', async () => {
    const asOf = new Date().toISOString();
    const before = await rowsAt(`&asOf=${asOf}`);
    const later = (await order('e')).id;
    await decided(later, 1, 'decision', null);
    await acted(later, { submission: 1, no: 1, action: 'remove' });
    expect(await rowsAt(`&asOf=${asOf}`)).toEqual(before);
    expect(await rowsAt()).not.toEqual(before);
  });

  test('exports CSV as a file', async () => {
    const { body } = await api.get('/v1/reports/tco?year=2024&format=csv', 'auditor');
    expect(body).toMatch(/^point,measure,ground,value\r\n7\(3\)\(a\),/);
  });
});

describe('GET /v1/reports/us: bands of national security letters', () => {
  const letter = (receivedAt: string, targets: object[]) =>
    api.receive({
      kind: 'information_order',
      authority: { name: 'A Bureau', country: 'US' },
      jurisdiction: 'US',
      regime: 'US-NSL',
      receivedAt,
      targets,
    });
  const fetchRows = async (year: number): Promise<Row[]> =>
    (await api.get(`/v1/reports/us?year=${year}`, 'reviewer')).json().rows;

  test('includes secret letters, and shows the same bands whether there are any', async () => {
    const before = await fetchRows(2024);
    const { id } = await letter('2024-03-04T06:00:00Z', accounts(3, 'k'));
    await sql`update notice set secrecy_level = 'gagged' where id = ${id}::uuid`.execute(api.db);
    expect(await fetchRows(2024)).toEqual(before);
    expect(before.slice(0, 3)).toEqual([
      { halfYear: '2024-H1', measure: 'nsl_received', band: '0-499' },
      { halfYear: '2024-H1', measure: 'nsl_customer_selectors', band: '0-499' },
      { halfYear: '2024-H1', measure: 'fisa_content_orders', band: null },
    ]);
    await sql`update notice set targets = 500 where id = ${id}::uuid`.execute(api.db);
    expect((await fetchRows(2024))[1]).toMatchObject({ band: '500-999' });
  });

  test('covers completed half-years only', async () => {
    expect(await fetchRows(new Date().getUTCFullYear() + 1)).toEqual([]);
  });

  test('rejects asOf, since the date on which a band changes would reveal a letter', async () => {
    expect((await api.get('/v1/reports/us?year=2024&asOf=2024-08-01T00:00:00Z', 'auditor')).statusCode).toBe(422);
  });

  test('exports CSV as a file', async () => {
    const { body } = await api.get('/v1/reports/us?year=2024&format=csv', 'auditor');
    expect(body).toMatch(/^half_year,measure,band\r\n2024-H1,nsl_received,/);
  });
});
