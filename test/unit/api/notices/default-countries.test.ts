import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startDomainApi, type ApiHarness } from '../../../support/api-harness.js';
import { createDomainEngine } from '../../../support/domain-engine.js';

let api: ApiHarness;
beforeAll(async () => {
  api = await startDomainApi(createDomainEngine());
});
afterAll(() => api.close());

const read = async (id: string) => (await api.get(`/v1/notices/${id}`, 'reviewer')).json();
const fetchPreview = async (id: string) => {
  const body = { select: { all: true }, action: 'withhold', grounds: ['legal_basis_met'], preview: true };
  const answer = await api.post(`/v1/notices/${id}/decide`, 'reviewer', body);
  if (answer.statusCode !== 200) throw new Error(answer.body);
  return answer.json().result.countries as string[];
};
const triage = (id: string) => api.post(`/v1/notices/${id}/triage`, 'reviewer', {});

describe('default countries of a notice', () => {
  test('are all EU Member States for an authority of one of them under EU law', async () => {
    const { id } = await api.receive({
      kind: 'removal_order',
      authority: 'de-bka',
      jurisdiction: 'DE',
      regime: 'EU-TCO',
      targets: [{ type: 'url', locator: 'https://example.com/a' }],
    });
    await triage(id);
    const { defaultCountries } = await read(id);
    expect(defaultCountries).toHaveLength(27);
    expect(defaultCountries).toEqual(expect.arrayContaining(['DE', 'FR', 'PL']));
    expect(await fetchPreview(id)).toEqual(defaultCountries);
  });

  test('are the jurisdiction alone if the law lists no countries', async () => {
    const { id } = await api.receive({
      jurisdiction: 'NZ',
      authority: { name: 'An office', country: 'NZ' },
      regime: 'POLICY-DEFAULT',
    });
    await triage(id);
    expect((await read(id)).defaultCountries).toEqual(['NZ']);
    expect(await fetchPreview(id)).toEqual(['NZ']);
  });
});
