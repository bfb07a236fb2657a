import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { listSecretReads, startApi, type ApiHarness } from '../../../support/api-harness.js';
import { RECEIPT_FIELDS } from '../../../support/receipt-fields.js';

interface Item {
  id: string;
  number: string;
  nextDue: { dueAt: string } | null;
  consequence?: string;
  body?: string;
  subject?: string;
}
interface Page {
  items: Item[];
  nextCursor: string | null;
  total?: number;
}

let api: ApiHarness;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();

async function page(query: string, as: Parameters<ApiHarness['get']>[1] = 'reviewer'): Promise<Page> {
  const response = await api.get(`/v1/notices${query}`, as);
  if (response.statusCode !== 200) throw new Error(response.body);
  return response.json();
}

const secretReads = async (notice: string) => (await listSecretReads(api, notice)).length;

describe('GET /v1/notices', () => {
  test('keeps pages stable while notices arrive in between', async () => {
    for (let hour = 9; hour > 0; hour--) await api.receive({ receivedAt: hoursAgo(hour) });
    for (const sort of ['due', 'received']) {
      const whole = await page(`?limit=200&sort=${sort}`);
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const next: Page = await page(`?limit=2&sort=${sort}${cursor === null ? '' : `&cursor=${cursor}`}`);
        seen.push(...next.items.map(({ id }) => id));
        cursor = next.nextCursor;
        await api.receive({ receivedAt: hoursAgo(seen.length / 2) });
      } while (cursor !== null);
      const wanted = whole.items.map(({ id }) => id);
      expect(seen.filter((id) => wanted.includes(id))).toEqual(wanted);
      expect(new Set(seen).size).toBe(seen.length);
    }
  });

  test('sorts an order not in effect last, unless something is in force or counsel upholds it', async () => {
    const set = (id: string, values: object) =>
      api.db
        .updateTable('notice')
        .set({ queue_due_at: new Date(0), ...values })
        .where('id', '=', id)
        .execute();
    const withdrawn = { order_status: 'withdrawn' as const, order_because: 'a' };
    const uphold = {
      status: 'withdrawn',
      by: 'caro',
      byName: 'Caro',
      reason: 'Another order.',
      document: null,
      atMs: 0,
    };
    const [last, restored, upheld, other] = [
      await api.receive(),
      await api.receive(),
      await api.receive(),
      await api.receive(),
    ].map(({ id }) => id) as [string, string, string, string];
    await set(last, withdrawn);
    await set(restored, { ...withdrawn, applied: 1 });
    await set(upheld, { ...withdrawn, order_uphold: JSON.stringify({ ...uphold, because: 'a' }) });
    await set(other, { ...withdrawn, order_uphold: JSON.stringify({ ...uphold, because: 'b' }) });
    const ids = (await page('?limit=200')).items.map(({ id }) => id);
    expect(ids.slice(0, 2).sort()).toEqual([restored, upheld].sort());
    expect(ids.slice(-2).sort()).toEqual([last, other].sort());
    const dueAt = sql<Date>`least(next_due_at, next_plan_at)`;
    const before = { order_status: 'in_effect' as const, applied: 0, order_uphold: null, queue_due_at: dueAt };
    for (const id of [last, restored, upheld, other]) await set(id, before);
  });

  test('sorts the nearest own due time first', async () => {
    const { items } = await page('?limit=200');
    const dues = items.map(({ nextDue }) => (nextDue === null ? Infinity : Date.parse(nextDue.dueAt)));
    expect(dues).toEqual([...dues].sort((a, b) => a - b));
  });

  test('returns the filtered total with count=true', async () => {
    const { id, number } = await api.receive({ subject: 'A subject like no other' });
    expect(await page('?q=like+no+OTHER&count=true&limit=1')).toMatchObject({
      items: [{ id, number }],
      total: 1,
      nextCursor: null,
    });
    expect(await page(`?q=${number}`)).toMatchObject({ items: [{ id }] });
    expect((await page('?stage=closed&count=true')).total).toBe(0);
    expect((await page('')).total).toBeUndefined();
  });

  test.each([
    ['part of the subject', 'ünderneath 100%_of'],
    ['part of the reference', 'ref/77\\4'],
    ["part of the authority's name", 'office of odd'],
    ['two letters', '77'],
  ])('finds by search %s whatever the case, and no mere lookalike', async (_, text) => {
    await api.receive({ subject: 'Underneath 100xyof' });
    const { id } = await api.receive({
      subject: 'Ünderneath 100%_of all',
      reference: 'REF/77\\4/B',
      authority: { name: 'Office of Odd Affairs', country: 'IN' },
      targets: [{ type: 'account', locator: '@some_odd_account' }],
    });
    const found = await page(`?q=${encodeURIComponent(text.toUpperCase())}&sort=received&count=true`);
    expect(found.items[0]?.id).toBe(id);
    const lower = await page(`?q=${encodeURIComponent(text.toLowerCase())}&sort=received&count=true`);
    expect(lower.items).toEqual(found.items);
    expect(await page('?q=%40some_odd_account&sort=received')).toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ id })]),
    });
  });

  test('finds by search for an id that notice only', async () => {
    const { id } = await api.receive();
    expect(await page(`?q=${id}&count=true`)).toMatchObject({ items: [{ id }], total: 1 });
  });

  test.each([
    ['?unknown=1', '/query/unknown'],
    ['?limit=0', '/query/limit'],
    ['?limit=201', '/query/limit'],
    ['?limit=x', '/query/limit'],
    ['?limit=1&limit=2', '/query/limit'],
    ['?stage=bogus', '/query/stage'],
    ['?sort=size', '/query/sort'],
    ['?dueBefore=2021-01-01T00:00:00', '/query/dueBefore'],
    ['?jurisdiction=india', '/query/jurisdiction'],
    ['?q=%00', '/query/q'],
    ['?q=', '/query/q'],
    ['?cursor=x', '/query/cursor'],
    [`?cursor=${Buffer.from('["due",1e300,"x"]').toString('base64url')}`, '/query/cursor'],
    [
      `?sort=received&cursor=${Buffer.from('["due",1,"018f0000-0000-7000-8000-000000000001"]').toString('base64url')}`,
      '/query/cursor',
    ],
  ])('rejects %s with a field error', async (query, path) => {
    const response = await api.get(`/v1/notices${query}`, 'reviewer');
    expect(response.headers['content-type']).toContain('application/problem+json');
    expect(response.json()).toMatchObject({
      type: 'urn:notice-desk:problem:validation',
      status: 422,
      instance: '/v1/notices',
      errors: [{ path }],
    });
  });

  test('shows an intake system only its own notices in reduced form, including gagged ones', async () => {
    const other = await api.addPerson('Otherintake', ['intake']);
    const { id } = await api.receive({
      subject: 'Hush',
      secrecy: await api.gagged(),
    });
    const mine = await page('?limit=200', 'intake');
    const found = mine.items.find((item) => item.id === id);
    expect(Object.keys(found ?? {}).sort()).toEqual(RECEIPT_FIELDS);
    expect((await page('?count=true', other)).total).toBe(0);
    expect((await page('?limit=200', 'reviewer')).items.some((item) => item.id === id)).toBe(false);
    expect((await page('?limit=200', 'counsel')).items.some((item) => item.id === id)).toBe(true);
  });

  test('logs an auditor’s read of a secret notice, once per page', async () => {
    const { id } = await api.receive({ subject: 'Looked at', secrecy: { level: 'restricted' } });
    await page('?q=Looked+at', 'counsel');
    expect(await secretReads(id)).toBe(0);
    await page('?q=Looked+at', 'auditor');
    expect(await secretReads(id)).toBe(1);
    await api.get(`/v1/notices/${id}/targets`, 'auditor');
    expect(await secretReads(id)).toBe(2);
  });

  test('audit log paging ends although each read is logged', async () => {
    let pages = 0;
    for (let cursor: string | null = '0'; cursor !== null; pages++) {
      const query: string = pages === 0 ? '?limit=3' : `?limit=3&cursor=${cursor}`;
      const response = await api.get(`/v1/audit${query}`, 'auditor');
      cursor = response.json().nextCursor;
      expect(pages).toBeLessThan(200);
    }
  });

  test('audit log is readable newest first', async () => {
    const ask = async (query: string) => (await api.get(`/v1/audit?${query}`, 'auditor')).json();
    const forwards: number[] = (await ask('limit=200&after=0')).items.map(({ seq }: { seq: number }) => seq);
    const first = await ask('limit=3&order=newest');
    const second = await ask(`limit=3&order=newest&cursor=${first.nextCursor}`);
    const backwards: number[] = [...first.items, ...second.items].map(({ seq }: { seq: number }) => seq);
    expect(backwards).toEqual(backwards.toSorted((one, other) => other - one));
    expect(backwards[0]).toBeGreaterThanOrEqual(forwards.at(-1) ?? 0);
    expect(new Set(backwards).size).toBe(6);
  });

  test('audit log is filtered by notice, action and actor', async () => {
    const { id, number } = await api.receive({ subject: 'Audited' });
    const ask = async (query: string) => (await api.get(`/v1/audit?count=true&${query}`, 'auditor')).json();
    const own = await ask(`notice=${id}`);
    expect(own.items.length).toBeGreaterThan(0);
    expect(own.items.every(({ entry }: { entry: { notice: string } }) => entry.notice === id)).toBe(true);
    expect(own.total).toBe(own.items.length);
    expect((await ask(`notice=${number}`)).total).toBe(own.total);
    const received = await ask(`notice=${number}&action=notice_received`);
    expect(received.items.map(({ entry }: { entry: { action: string } }) => entry.action)).toEqual(['notice_received']);
    const actor = received.items[0].entry.actor.id;
    expect((await ask(`notice=${number}&action=notice_received&actor=${actor}`)).total).toBe(1);
    expect((await ask(`notice=${number}&actor=nobody`)).items).toEqual([]);
    expect((await ask('notice=N-1999-000001')).total).toBe(0);
  });

  test('audit log search matches literal text anywhere in an entry', async () => {
    const { number } = await api.receive({ subject: 'Searched' });
    const total = async (q: string, more = '') =>
      (await api.get(`/v1/audit?count=true&q=${encodeURIComponent(q)}${more}`, 'auditor')).json().total;
    expect(await total(number.toLowerCase())).toBeGreaterThan(0);
    expect(await total('notice received', `&notice=${number}`)).toBe(1);
    expect(await total('NOTICE_received', `&notice=${number}`)).toBe(1);
    expect(await total('no such words')).toBe(0);
    // LIKE wildcards are matched literally.
    expect(await total('notice%received', `&notice=${number}`)).toBe(0);
  });
});

describe('GET /v1/notices?sort=consequence', () => {
  test('sorts the severest possible penalty first, the same across pages', async () => {
    for (const regime of ['POLICY-DEFAULT', 'IN-ITR-3-1-D', 'IN-69A-NORMAL', 'BR-MCI19'])
      await api.receive({ regime, jurisdiction: regime.startsWith('BR') ? 'BR' : 'IN', kind: 'court_order' });
    const whole = await page('?limit=200&sort=consequence');
    const order = ['prison', 'person', 'company', 'unknown'];
    const found = whole.items.map(({ consequence = '' }) => order.indexOf(consequence));
    expect(found).toEqual([...found].sort((a, b) => a - b));
    expect(new Set(found).size).toBe(order.length);
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const next: Page = await page(`?limit=3&sort=consequence${cursor === '' ? '' : `&cursor=${cursor}`}`);
      seen.push(...next.items.map(({ id }) => id));
      cursor = next.nextCursor;
    }
    expect(seen).toEqual(whole.items.map(({ id }) => id));
  });
});
