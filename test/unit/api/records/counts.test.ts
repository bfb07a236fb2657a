import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { startApi, type ApiHarness } from '../../../support/api-harness.js';

let api: ApiHarness;
beforeAll(async () => {
  api = await startApi();
  await api.receive({ subject: 'First' });
  const { id } = await api.receive({ subject: 'Second' });
  await sql`update notice set stage = 'approval' where id = ${id}::uuid`.execute(api.db);
});
afterAll(() => api.close());

const counts = async (queries: string[], who: Parameters<ApiHarness['get']>[1] = 'reviewer') =>
  api.get(`/v1/counts?${new URLSearchParams(queries.map((query) => ['notices', query]))}`, who);

describe('GET /v1/counts', () => {
  test('counts the notices of each query as the list does', async () => {
    const queries = ['open=true', 'stage=approval', 'q=First', 'stage=closed'];
    const totals = await Promise.all(
      queries.map(async (query) => (await api.get(`/v1/notices?count=true&limit=1&${query}`, 'reviewer')).json().total),
    );
    expect(totals).toEqual([2, 1, 1, 0]);
    expect((await counts(queries)).json().notices).toEqual(totals);
    expect((await counts(['stage=approval'])).json().notices).toEqual([1]);
    expect((await counts([])).json().notices).toEqual([]);
  });

  test('has no count for a query that the list rejects, and counts the others', async () => {
    const bad = ['stage=nowhere', 'colour=red', 'dueWithin=soon', 'q='];
    expect((await counts(['open=true', ...bad])).json().notices).toEqual([2, null, null, null, null]);
  });

  test('is null for lists that the caller may not read', async () => {
    expect((await counts([], 'reviewer')).json()).toMatchObject({ mail: 0, appeals: 0 });
    expect((await counts([], 'auditor')).json()).toMatchObject({ mail: null });
    expect((await counts(['open=true'], 'intake')).json()).toMatchObject({ notices: [null], alerts: null });
  });

  test('rejects unknown parameters and too many queries', async () => {
    expect((await api.get('/v1/counts?stage=review', 'reviewer')).statusCode).toBe(422);
    expect((await counts(Array.from({ length: 101 }, () => 'open=true'))).statusCode).toBe(422);
    expect((await counts(['q=%00'])).json().notices).toEqual([null]);
  });
});
