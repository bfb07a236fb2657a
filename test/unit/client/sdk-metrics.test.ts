import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type MetricsServer, serveSdkMetrics } from '../../../client/sdk-metrics.js';

const listen = { host: '127.0.0.1', port: 0 };
const read = async () => 'temporal_num_pollers 5\n';

let open: MetricsServer;
let closed: MetricsServer;
beforeAll(async () => {
  open = await serveSdkMetrics(read, { listen, token: undefined });
  closed = await serveSdkMetrics(read, { listen, token: 'scrape-me' });
});
afterAll(() => Promise.all([open.close(), closed.close()]));

const get = async ({ port }: MetricsServer, path: string, init: RequestInit = {}) => {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, init);
  return [response.status, await response.text()];
};

describe('/metrics of a process without an API', () => {
  test('has the SDK’s text, and nothing else is served', async () => {
    expect(await get(open, '/metrics')).toEqual([200, 'temporal_num_pollers 5\n']);
    expect(await get(open, '/metrics?x=1')).toEqual([200, 'temporal_num_pollers 5\n']);
    expect(await get(open, '/')).toEqual([404, '']);
    expect(await get(open, '/metrics', { method: 'POST' })).toEqual([404, '']);
  });

  test('requires the token if there is one', async () => {
    const as = (authorization: string) => get(closed, '/metrics', { headers: { authorization } });
    expect(await get(closed, '/metrics')).toEqual([401, '']);
    expect(await as('Bearer wrong')).toEqual([401, '']);
    expect(await as('Bearer scrape-me')).toEqual([200, 'temporal_num_pollers 5\n']);
  });
});
