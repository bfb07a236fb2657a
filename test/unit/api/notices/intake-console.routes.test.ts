import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { appendAudit } from '../../../../registry/notices/audit.js';
import { startApi, type ApiHarness } from '../../../support/api-harness.js';

let api: ApiHarness;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe('GET /v1/rulebook/proposal', () => {
  const propose = async (query: string, as: 'intake' | 'reviewer' = 'intake') =>
    (await api.get(`/v1/rulebook/proposal?${query}`, as)).json();

  test('names the law that intake then chooses', async () => {
    const proposal = await propose('jurisdiction=IN&kind=blocking_order&authority=in-meity');
    const { id } = await api.receive({
      kind: 'blocking_order',
      jurisdiction: 'IN',
      authority: 'in-meity',
      regime: null,
    });
    const { regime } = (await api.get(`/v1/notices/${id}`, 'reviewer')).json();
    expect({ id: proposal.id, version: proposal.version }).toEqual(regime);
    expect(proposal.title).not.toBe('');
  });

  test('falls back to the company policy if no law fits', async () => {
    expect(await propose('jurisdiction=AQ&kind=request')).toMatchObject({ id: 'POLICY-DEFAULT' });
  });

  test('rejects an unknown country or kind', async () => {
    const { statusCode } = await api.get('/v1/rulebook/proposal?jurisdiction=India&kind=wish', 'intake');
    expect(statusCode).toBe(422);
  });
});

describe('GET /v1/notices/{id}/timeline', () => {
  test('pages from either end, with the same entries in both orders', async () => {
    const { id } = await api.receive({});
    const actor = { kind: 'system' as const, id: 'system', name: 'Notice Desk', roles: [] };
    for (let no = 0; no < 5; no += 1) {
      await appendAudit(api.db, [
        {
          at: new Date(),
          noticeId: id,
          actor,
          action: 'clock_met',
          detail: { clock: `clock ${no}`, kind: 'comply', late: false },
          version: 1,
          ordinal: no + 1,
        },
      ]);
    }
    const all = async (order: string) => {
      const seqs: number[] = [];
      for (let cursor = ''; ; ) {
        const page = (await api.get(`/v1/notices/${id}/timeline?order=${order}&limit=2${cursor}`, 'reviewer')).json();
        seqs.push(...page.items.map(({ seq }: { seq: number }) => seq));
        if (page.nextCursor === null) return seqs;
        cursor = `&cursor=${encodeURIComponent(page.nextCursor)}`;
      }
    };
    const oldest = await all('oldest');
    expect(oldest).toHaveLength(6);
    expect(oldest).toEqual(oldest.toSorted((one, other) => one - other));
    expect(await all('newest')).toEqual(oldest.toReversed());
  });
});

test('GET /v1/notices/{id} links to the workflow’s page in the Temporal UI', async () => {
  const { id } = await api.receive({});
  const { workflow } = (await api.get(`/v1/notices/${id}`, 'reviewer')).json();
  expect(workflow.url).toBe(`http://127.0.0.1:8233/namespaces/default/workflows/${workflow.id}`);
});
