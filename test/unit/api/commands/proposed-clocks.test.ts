import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startUserNoticeClock } from '../../../../application/clocks/start-clocks.js';
import { drainOutbox } from '../../../../application/letters/outbox/drain-outbox.js';
import { listClocks } from '../../../../registry/clocks/clock-views.js';
import { getNotice } from '../../../../registry/notices/notices.js';
import { startDomainApi, type ApiHarness } from '../../../support/api-harness.js';
import { createDomainEngine } from '../../../support/domain-engine.js';

let api: ApiHarness;
beforeAll(async () => {
  api = await startDomainApi(createDomainEngine());
});
afterAll(() => api.close());

describe('clock proposed by the desk', () => {
  const shown = async (id: string) => {
    const { items, total } = (await api.get(`/v1/notices/${id}/clocks?count=true&limit=50`, 'reviewer')).json();
    const clocks = items as { kind: string; state: string }[];
    return { total, states: clocks.filter(({ kind }) => kind === 'user_notice').map(({ state }) => state), clocks };
  };

  test('is hidden until the workflow starts it, and then shown as running', async () => {
    const { id } = await api.receive({ regime: 'EU-DSA-9', jurisdiction: 'DE', kind: 'removal_order' });
    await drainOutbox(api.context, { limit: 50 });
    const before = await shown(id);
    const starting = { trx: api.context.db, rulebook: api.context.rulebook, newId: api.context.newId };
    await startUserNoticeClock(starting, { row: await getNotice(api.db, id), atMs: Date.now() });
    expect(await shown(id)).toMatchObject({ states: [], total: before.total });
    await drainOutbox(api.context, { limit: 50 });
    expect(await shown(id)).toMatchObject({ states: ['running'], clocks: { length: before.clocks.length + 1 } });
  });

  test('is shown as cancelled if the notice is closed after it was started', async () => {
    const { id } = await api.receive({ regime: 'EU-DSA-9', jurisdiction: 'DE', kind: 'removal_order' });
    await drainOutbox(api.context, { limit: 50 });
    const starting = { trx: api.context.db, rulebook: api.context.rulebook, newId: api.context.newId };
    await startUserNoticeClock(starting, { row: await getNotice(api.db, id), atMs: Date.now() });
    await drainOutbox(api.context, { limit: 50 });
    const close = { reason: 'Sent by mistake.', override: true };
    expect((await api.post(`/v1/notices/${id}/close`, 'counsel', close)).statusCode).toBe(200);
    const clocks = await listClocks(api.db, { noticeId: id, after: null, limit: 50 });
    expect(clocks.filter(({ kind }) => kind === 'user_notice')).toMatchObject([{ state: 'cancelled' }]);
  });
});
