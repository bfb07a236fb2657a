import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';
import { readPage } from '../../../../application/clocks/rulebook/watch/read-page.js';
import { isPrivateAddress } from '../../../../letters/public-network.js';
import { listenOnLoopback } from '../../../support/simulators/listen.js';

const ANSWERS: Record<string, [number, Record<string, string>, string | Buffer]> = {
  '/law': [200, { 'content-type': 'text/html; charset=iso-8859-1' }, Buffer.from('<p>§ 1 caf\u00e9</p>', 'latin1')],
  '/zipped': [200, { 'content-type': 'text/plain', 'content-encoding': 'gzip' }, gzipSync('§ 1')],
  '/file': [200, { 'content-type': 'application/pdf' }, '%PDF-1.7'],
  '/bomb': [200, { 'content-type': 'text/plain', 'content-encoding': 'gzip' }, gzipSync(Buffer.alloc(17 * 2 ** 20))],
  '/moved': [302, { location: '/law' }, ''],
  '/away': [302, { location: 'https://elsewhere.example/law' }, ''],
  '/round': [302, { location: '/round' }, ''],
  '/empty': [200, {}, ''],
};

let url: string;
const server = createServer((request, response) => {
  const [status, headers, body] = ANSWERS[request.url ?? ''] ?? [404, {}, 'Not found'];
  response.writeHead(status, headers).end(body);
});
beforeAll(async () => {
  url = `http://127.0.0.1:${await listenOnLoopback(server)}`;
});
afterAll(() => void server.close());

describe('readPage', () => {
  test('reads text in its own character set, also compressed, and follows its host', async () => {
    expect(await readPage(`${url}/law`)).toMatchObject({ text: '§ 1 café' });
    expect(await readPage(`${url}/moved`)).toMatchObject({ text: '§ 1 café' });
    expect(await readPage(`${url}/zipped`)).toMatchObject({ text: '§ 1' });
  });

  test('hashes a file that is no text', async () => {
    expect(await readPage(`${url}/file`)).toEqual({ text: null, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });

  test.each([
    ['/none', 'It answered 404.'],
    ['/away', 'It redirects to another host, elsewhere.example.'],
    ['/round', 'It redirects too often.'],
    ['/bomb', 'It is larger than 16 MiB.'],
    ['/empty', 'It is empty.'],
  ])('says why it cannot read %s', async (path, problem) => {
    expect(await readPage(`${url}${path}`)).toEqual({ problem });
  });

  test('says that a server is gone', async () => {
    const gone = createServer();
    const port = await listenOnLoopback(gone);
    await new Promise((resolve) => gone.close(resolve));
    expect(await readPage(`http://127.0.0.1:${port}/law`)).toEqual({ problem: 'It cannot be reached (ECONNREFUSED).' });
  });

  test('reads nothing in a private network, by number or by name', async () => {
    const inside = { problem: 'It is in a private network.' };
    expect(await readPage('https://10.0.0.1/law')).toEqual(inside);
    expect(await readPage('http://169.254.169.254/latest/meta-data')).toEqual(inside);
    expect(await readPage('https://[::1]/law')).toEqual(inside);
    expect(await readPage('https://localhost/law')).toEqual(inside);
  });

  test.each(['127.0.0.1', '172.16.0.1', '192.168.1.1', '::1', '::ffff:10.0.0.1', 'fd00::1', 'fe80::1', '0.0.0.0'])(
    'takes %s for private',
    (address) => expect(isPrivateAddress(address)).toBe(true),
  );

  test.each(['8.8.8.8', '2606:4700::1111'])('takes %s for public', (address) =>
    expect(isPrivateAddress(address)).toBe(false),
  );
});
