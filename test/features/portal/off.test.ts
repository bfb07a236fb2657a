import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startApi, type ApiHarness } from '../../support/api-harness.js';

let api: ApiHarness;
beforeAll(async () => {
  api = await startApi({ receiptKey: null });
});
afterAll(() => api.close());

test('the API has no portal pages and no portal paths in OpenAPI while the portal is off', async () => {
  const { paths } = (await api.get('/openapi.json', null)).json();
  expect(Object.keys(paths).filter((path) => path.startsWith('/portal'))).toEqual([]);
  for (const path of ['/portal', '/portal/link', '/portal/file', '/portal/R-2026-0A1B2C3D4E5F'])
    expect([path, (await api.get(path, 'reviewer')).statusCode]).toEqual([path, 404]);
  const answer = await api.app.inject({
    method: 'POST',
    url: '/portal',
    payload: 'authority=in-meity&email=a@b.example',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  expect(answer.statusCode).toBe(401);
});
