import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startApi, type ApiHarness } from '../../../support/api-harness.js';

let api: ApiHarness;
let port: number;

beforeAll(async () => {
  api = await startApi();
  await api.app.listen({ host: '127.0.0.1', port: 0 });
  port = (api.app.server.address() as { port: number }).port;
});
afterAll(() => api.close());

function raw(bytes: string | Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString()));
    socket.on('error', reject);
    socket.on('close', () => resolve(text));
    socket.write(bytes);
  });
}

function read(answer: string) {
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  const [line = '', ...headers] = head.split('\r\n');
  const named = Object.fromEntries(
    headers.map((header) => [header.split(':')[0]?.toLowerCase() ?? '', header.replace(/^[^:]*: */, '')]),
  );
  return { status: Number(line.split(' ')[1]), headers: named, problem: JSON.parse(body) };
}

const GET = 'GET /v1/me HTTP/1.1\r\n';
const HOST = 'Host: desk.test\r\nConnection: close\r\n';

test.each<[string, string | Buffer]>([
  ['bytes that no header may hold', Buffer.from(`${GET}${HOST}X-Bad: a\x00b\r\n\r\n`, 'latin1')],
  ['a header without a name', `${GET}${HOST}: nothing\r\n\r\n`],
  ['a header without a colon', `${GET}${HOST}nonsense\r\n\r\n`],
  ['a name with a space', `${GET}${HOST}X Bad: a\r\n\r\n`],
  ['a request line that is none', 'hello\r\n\r\n'],
  ['an unknown method', `FETCH /v1/me HTTP/1.1\r\n${HOST}\r\n`],
  ['an unknown version', `GET /v1/me HTTP/9.9\r\n${HOST}\r\n`],
  ['two lengths', `POST /v1/notices HTTP/1.1\r\n${HOST}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab`],
  ['a length that is no number', `POST /v1/notices HTTP/1.1\r\n${HOST}Content-Length: many\r\n\r\nab`],
  ['a broken chunk', `POST /v1/notices HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\nzz\r\n`],
  ['headers without end', `${GET}${HOST}X-Long: ${'a'.repeat(70_000)}\r\n\r\n`],
  ['no host', `${GET}Connection: close\r\n\r\n`],
])('%s: is answered with a problem that says what is wrong', async (_, bytes) => {
  const { status, headers, problem } = read(await raw(bytes));
  expect([status, headers['content-type']]).toEqual([400, expect.stringMatching(/^application\/problem\+json/)]);
  expect(Number(headers['content-length'])).toBe(Buffer.byteLength(JSON.stringify(problem)));
  expect(problem).toEqual({
    type: 'urn:notice-desk:problem:malformed-body',
    title: 'The body cannot be read',
    status: 400,
    detail: expect.stringContaining('Send'),
    instance: expect.any(String),
  });
});

test.each(['TRACE', 'QUERY', 'PROPFIND', 'CONNECT', 'PURGE', 'PATCH', 'M-SEARCH'])(
  '%s is answered 405 on every route, with the allowed methods',
  async (method) => {
    for (const path of ['/v1/me', '/auth/sign-in', '/auth/sign-out', '/auth/info', '/healthz', '/metrics']) {
      const { status, headers, problem } = read(await raw(`${method} ${path} HTTP/1.1\r\n${HOST}\r\n`));
      expect([path, status]).toEqual([path, 405]);
      expect(headers['content-type']).toMatch(/^application\/problem\+json/);
      expect([path, problem.type]).toEqual([path, 'urn:notice-desk:problem:method-not-allowed']);
      expect(headers['allow']).toMatch(/^(GET|POST)/);
    }
  },
);

test('an unknown Expect header is ignored', async () => {
  const { status, problem } = read(await raw(`${GET}${HOST}Expect: a-miracle\r\n\r\n`));
  expect([status, problem.type]).toEqual([401, 'urn:notice-desk:problem:unauthenticated']);
});
