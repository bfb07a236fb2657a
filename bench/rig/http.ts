import { Pool } from 'undici';
import type { DemoName } from '../../desk/simulators/demo-people.js';

export interface HttpAnswer {
  status: number;
  body: Record<string, unknown>;
}

export interface HttpClient {
  post(as: DemoName, path: string, body: unknown, headers?: Record<string, string>): Promise<HttpAnswer>;
  get(as: DemoName, path: string): Promise<HttpAnswer>;
  /** Sends a prepared body and does not parse the answer, to keep the load generator's share small. */
  load(as: DemoName, path: string, text: string, headers: Record<string, string>): Promise<number>;
  close(): Promise<void>;
}

/**
 * Calls the API over kept-alive connections. The global fetch costs ten times as much and would be what is measured.
 */
export function createHttpClient({
  api,
  keys,
  connections,
}: {
  api: string;
  keys: Record<DemoName, string>;
  connections: number;
}): HttpClient {
  // Idle connections close on this side, long before the API would close them under a request just sent.
  const pool = new Pool(api, { connections, headersTimeout: 60_000, bodyTimeout: 60_000, keepAliveMaxTimeout: 10_000 });
  const buildHeaders = (as: DemoName) => ({ authorization: `Bearer ${keys[as]}`, 'content-type': 'application/json' });
  const ask = async (
    method: 'GET' | 'POST',
    path: string,
    headers: Record<string, string>,
    text: string | null,
  ): Promise<HttpAnswer> => {
    const { statusCode, body } = await pool.request({ method, path, headers, body: text });
    return { status: statusCode, body: (await body.json()) as Record<string, unknown> };
  };
  return {
    post: (as, path, body, headers = {}) =>
      ask('POST', path, { ...buildHeaders(as), ...headers }, JSON.stringify(body)),
    get: (as, path) => ask('GET', path, { authorization: `Bearer ${keys[as]}` }, null),
    async load(as, path, text, headers) {
      const { statusCode, body } = await pool.request({
        method: 'POST',
        path,
        headers: { ...buildHeaders(as), ...headers },
        body: text,
      });
      await body.dump({ limit: 10_000_000 });
      return statusCode;
    },
    close: () => pool.close(),
  };
}
