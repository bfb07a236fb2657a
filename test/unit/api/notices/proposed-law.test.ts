import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createDomainEngine } from '../../../support/domain-engine.js';
import { startDomainApi, type ApiHarness } from '../../../support/api-harness.js';

const HOUR_MS = 3_600_000;

let api: ApiHarness;
beforeAll(async () => {
  api = await startDomainApi(createDomainEngine());
});
afterAll(() => api.close());

interface ClockItem {
  kind: string;
  owner: string;
  basis: string;
  state: string;
  startsAt: string;
  dueAt: string;
  receipt: { regime: { id: string }; working: string[] };
}

async function clocks(id: string): Promise<ClockItem[]> {
  return (await api.get(`/v1/notices/${id}/clocks`, 'reviewer')).json().items;
}

async function complying(id: string): Promise<ClockItem[]> {
  return (await clocks(id)).filter(({ kind, state }) => kind === 'comply' && state === 'running');
}

const computeHours = ({ startsAt, dueAt }: ClockItem) => (Date.parse(dueAt) - Date.parse(startsAt)) / HOUR_MS;
const view = async (id: string) => (await api.get(`/v1/notices/${id}`, 'reviewer')).json();

const REMOVAL = {
  kind: 'removal_order',
  jurisdiction: 'ID',
  authority: { name: 'Komdigi, kantor wilayah', country: 'ID' },
  regime: undefined,
};

describe('notice that may come under two laws', () => {
  test('comes under the likelier law, and runs the stricter clock', async () => {
    const { id } = await api.receive({ ...REMOVAL, subject: 'Mendesak: penghapusan konten' });
    expect(await view(id)).toMatchObject({
      regime: { id: 'ID-MR5' },
      lawCandidates: [{ id: 'ID-MR5-URGENT', words: ['mendesak'] }],
    });
    const [comply] = await complying(id);
    expect(comply && computeHours(comply)).toBe(4);
    expect(comply?.receipt.regime.id).toBe('ID-MR5-URGENT');
    expect(comply?.receipt.working[0]).toBe(
      'Two laws may apply (ID-MR5, ID-MR5-URGENT): the stricter runs until triage has decided.',
    );
  });

  test('comes under one law with its clock if the words of the other are absent', async () => {
    const { id } = await api.receive({ ...REMOVAL, subject: 'Penghapusan konten' });
    expect((await view(id)).lawCandidates).toEqual([]);
    const [comply] = await complying(id);
    expect(comply && computeHours(comply)).toBe(24);
  });

  test('has its candidate laws shown by GET /v1/rulebook/proposal before it is filed', async () => {
    const query = 'jurisdiction=ID&kind=removal_order&text=terorisme%20terror';
    expect((await api.get(`/v1/rulebook/proposal?${query}`, 'reviewer')).json()).toMatchObject({
      id: 'ID-MR5',
      candidates: [{ id: 'ID-MR5-URGENT', words: ['terror'] }],
    });
  });

  test('keeps the stricter clock until triage names a law', async () => {
    const { id } = await api.receive({ ...REMOVAL, subject: 'Mendesak' });
    const triage = (body: object) => api.post(`/v1/notices/${id}/triage`, 'reviewer', body);
    const hours = async () => (await complying(id)).map(computeHours);
    expect((await triage({ queue: 'id' })).statusCode).toBe(200);
    expect(await hours()).toEqual([4]);
    expect((await triage({ regime: 'ID-MR5' })).statusCode).toBe(200);
    expect(await hours()).toEqual([24]);
    expect((await view(id)).lawCandidates).toEqual([]);
  });
});

describe('notice for which the rulebook knows no law', () => {
  const UNKNOWN = { kind: 'removal_order', jurisdiction: 'TV', authority: { name: 'An office', country: 'TV' } };
  const alertsOf = async (id: string) =>
    ((await api.get(`/v1/ops/alerts?kind=law_unknown&limit=200`, 'ops')).json().items as { notice: string }[]).filter(
      ({ notice }) => notice === id,
    );

  test('raises an alert until triage names a law, if only to confirm company policy', async () => {
    const { id } = await api.receive({ ...UNKNOWN, regime: undefined });
    expect(await view(id)).toMatchObject({ regime: { id: 'POLICY-DEFAULT' } });
    expect(await alertsOf(id)).toMatchObject([
      { summary: expect.stringMatching(/^The rulebook knows no law of .*, so company policy sets every deadline\./) },
    ]);
    const triage = (body: object) => api.post(`/v1/notices/${id}/triage`, 'reviewer', body);
    expect((await triage({ queue: 'tv' })).statusCode).toBe(200);
    expect(await alertsOf(id)).toHaveLength(1);
    expect((await triage({ regime: 'POLICY-DEFAULT' })).statusCode).toBe(200);
    expect(await alertsOf(id)).toEqual([]);
  });

  test('raises none if the sender named company policy, or a law fits', async () => {
    const named = await api.receive({ ...UNKNOWN, regime: 'POLICY-DEFAULT' });
    const known = await api.receive({ ...REMOVAL });
    expect([await alertsOf(named.id), await alertsOf(known.id)]).toEqual([[], []]);
  });
});

describe('notice about an earlier order', () => {
  const order = { kind: 'blocking_order', jurisdiction: 'IN', authority: 'in-meity', regime: 'IN-69A-EMERG' };

  test.each(['non_compliance_notice', 'show_cause', 'reminder'])(
    'of kind %s takes the law of the order, and starts no authority clock',
    async (kind) => {
      const { id: first } = await api.receive(order);
      const relatesTo = [{ notice: first, as: 'follows' }];
      const { id } = await api.receive({ ...order, regime: undefined, kind, targets: [], relatesTo });
      expect((await view(id)).regime.id).toBe('IN-69A-EMERG');
      const own = await clocks(id);
      expect(own.filter(({ owner }) => owner === 'authority')).toEqual([]);
      expect(own.find(({ kind: name }) => name === 'acknowledge')).toMatchObject({ basis: 'law' });
    },
  );

  test('starts a comply clock as a reminder, and none as a revocation', async () => {
    const removal = { kind: 'removal_order', jurisdiction: 'ID', authority: 'id-komdigi', regime: 'ID-MR5' };
    const { id: first } = await api.receive(removal);
    const about = async (kind: string, as: string) =>
      (await api.receive({ ...removal, regime: undefined, kind, targets: [], relatesTo: [{ notice: first, as }] })).id;
    expect(await complying(await about('reminder', 'reminds'))).toHaveLength(1);
    expect(await complying(await about('revocation', 'revokes'))).toEqual([]);
  });

  test('keeps its own law if it names one', async () => {
    const { id: first } = await api.receive(order);
    const said = { regime: 'IN-ITR-3-1-D', kind: 'amendment', relatesTo: [{ notice: first, as: 'amends' }] };
    const { id } = await api.receive({ ...order, ...said });
    expect((await view(id)).regime.id).toBe('IN-ITR-3-1-D');
  });
});
