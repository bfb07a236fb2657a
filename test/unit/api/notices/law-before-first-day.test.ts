import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { uuidv7 } from 'uuidv7';
import { startDomainApi, type ApiHarness } from '../../../support/api-harness.js';
import { createDomainEngine } from '../../../support/domain-engine.js';

let api: ApiHarness;
beforeAll(async () => {
  api = await startDomainApi(createDomainEngine());
});
afterAll(() => api.close());

const order = {
  kind: 'removal_order',
  reference: 'A/1',
  subject: 'Intimate images; a European Production Order',
  targets: [{ type: 'url', locator: 'https://example.com/a' }],
};

/**
 * Each law with its first day, the last instant before it, and a notice for which it is proposed today (null: for
 * none).
 */
const LAWS = [
  ['EU-TCO', '2022-06-07', '2022-06-06T12:00:00Z', { kind: 'removal_order', authority: 'de-bka', jurisdiction: 'DE' }],
  [
    'US-TIDA',
    '2026-05-19',
    '2026-05-18T12:00:00Z',
    { kind: 'request', authority: { name: 'A person', country: 'US' }, jurisdiction: 'US' },
  ],
  [
    'VN-147',
    '2024-12-25',
    '2024-12-24T10:00:00Z',
    { kind: 'removal_order', authority: { name: 'An office', country: 'VN' }, jurisdiction: 'VN' },
  ],
  [
    'VN-CSL25',
    '2026-07-01',
    '2026-06-30T10:00:00Z',
    { kind: 'removal_order', authority: { name: 'An office', country: 'VN' }, jurisdiction: 'VN' },
  ],
  [
    'EU-EEV-EPOC',
    '2026-08-18',
    '2026-08-17T12:00:00Z',
    { kind: 'information_order', authority: { name: 'A court', country: 'DE' }, jurisdiction: 'DE' },
  ],
] as const;

const send = (body: object) =>
  api.post('/v1/notices', 'intake', { ...order, ...body }, { 'idempotency-key': uuidv7() });

describe.each(LAWS)('%s before its first day in force', (id, first, before, notice) => {
  test('is reported as not in force, with its first day', async () => {
    const answer = await api.get(`/v1/rulebook/regimes/${id}?at=${before}`, 'reviewer');
    expect(answer.json()).toMatchObject({ id, status: 'not_in_force', inForceFrom: first });
    expect((await api.get(`/v1/rulebook/regimes/${id}?at=2026-11-01T00:00:00Z`, 'reviewer')).json().status).toBe(
      'in_force',
    );
  });

  test('is rejected for a notice received then, naming its first day', async () => {
    const answer = await send({ ...notice, regime: id, receivedAt: before });
    expect(answer.statusCode).toBe(422);
    expect(answer.json().errors).toEqual([{ path: '/regime', message: expect.stringContaining(first) }]);
  });

  test('is not proposed for a notice received then, and starts none of its clocks', async () => {
    const answer = await send({ ...notice, receivedAt: before });
    expect(answer.statusCode).toBe(201);
    expect(answer.json().regime.id).not.toBe(id);
    const clocks = await api.get(`/v1/notices/${answer.json().id}/clocks`, 'reviewer');
    const laws = clocks.json().items.map(({ receipt }: { receipt: { regime: { id: string } } }) => receipt.regime.id);
    expect(laws).not.toContain(id);
    expect(laws.length).toBeGreaterThan(0);
  });
});

describe('notice from before any law of its jurisdiction', () => {
  test('comes under the company policy', async () => {
    const { json } = await send({
      kind: 'removal_order',
      authority: 'de-bka',
      jurisdiction: 'DE',
      receivedAt: '2022-06-06T12:00:00Z',
    });
    expect(json().regime.id).toBe('POLICY-DEFAULT');
  });

  test('cannot be triaged under a law that began later', async () => {
    const { id } = await api.receive({ authority: 'de-bka', jurisdiction: 'DE', receivedAt: '2022-06-06T12:00:00Z' });
    const answer = await api.post(`/v1/notices/${id}/triage`, 'reviewer', { regime: 'EU-TCO' });
    expect([answer.statusCode, answer.json().errors]).toEqual([
      422,
      [{ path: '/regime', message: expect.stringContaining('2022-06-07') }],
    ]);
  });
});
