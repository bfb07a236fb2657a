import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createPlatformClient, type PlatformClient } from '../../../platforms/client.js';
import type { PlatformOperation } from '../../../platforms/messages.js';

let server: Server;
let client: PlatformClient;
let answer: (response: ServerResponse) => void;
beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume();
    request.on('end', () => answer(response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  client = createPlatformClient({
    url: `http://127.0.0.1:${port}`,
    token: 'x',
    webhookSecret: undefined,
    timeoutMs: 2_000,
  });
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await client.close();
});

const operation = (key: string): PlatformOperation => ({
  key,
  action: 'withhold',
  type: 'account',
  id: key,
  countries: ['IN'],
  reason: 'withhold',
  notice: 'N-2021-000001',
});
const result = (key: string, status = 'applied') => ({ key, status, at: null, receipt: 'r', message: null });
const says = (results: unknown[]) => (response: ServerResponse) => void response.end(JSON.stringify({ results }));
const operate = (...keys: string[]) => client.operate(keys.map(operation));

describe('platform client: odd answers', () => {
  test('ignores results for keys that were never sent', async () => {
    answer = says([result('a'), result('of-nobody')]);
    expect([...(await operate('a', 'b')).keys()]).toEqual(['a']);
  });

  test('accepts a repeated key if its results agree, and neither result if they differ', async () => {
    answer = says([result('a'), result('a'), result('b'), result('b', 'refused'), result('b')]);
    expect([...(await operate('a', 'b')).keys()]).toEqual(['a']);
  });

  test('treats an HTML page as an unknown outcome', async () => {
    answer = (response) => void response.end('<!doctype html><title>Welcome</title>');
    await expect(operate('a')).rejects.toMatchObject({ name: 'PlatformUnavailable', carriedOut: 'unknown' });
  });

  test('stops reading an endless answer', async () => {
    const chunk = 'x'.repeat(2 ** 20);
    let written = 0;
    answer = (response) => {
      const more = () => {
        while (!response.destroyed && written < 2 ** 30 && response.write(chunk)) written += chunk.length;
      };
      response.on('drain', more);
      more();
    };
    await expect(operate('a')).rejects.toMatchObject({ name: 'PlatformUnavailable', carriedOut: 'unknown' });
    expect(written).toBeLessThan(2 ** 27);
  });

  test('gives up on an answer sent byte by byte when its time is over', async () => {
    let ticking: NodeJS.Timeout | undefined;
    answer = (response) => {
      ticking = setInterval(() => response.write(' '), 20);
    };
    await expect(operate('a')).rejects.toMatchObject({ name: 'PlatformUnavailable', carriedOut: 'unknown' });
    clearInterval(ticking);
  });
});

describe('platform client: content', () => {
  const content = (...ids: string[]) => client.content(ids.map((id) => ({ type: 'post', id })));
  const shown = { id: 'a', exists: true };

  test('is not offered if the platform answers 404', async () => {
    answer = (response) => void response.writeHead(404).end('{}');
    expect(await content('a')).toBeUndefined();
  });

  test('drops items that were not asked for or have no usable answer, and counts an odd detail as absent', async () => {
    const odd = { ...shown, text: null, language: 7, author: ['x'], createdAt: 'yesterday', images: -1 };
    answer = says([odd, { ...shown, id: 'of-nobody' }, { id: 'b', text: 'no word of whether it exists' }]);
    const nothing = { text: null, cut: false, language: null, author: null, createdAt: null, images: null };
    expect(await content('a', 'b')).toEqual(new Map([['a', { ...shown, ...nothing }]]));
  });

  test('is cut to 10,000 characters, without control characters and marks that turn text around', async () => {
    answer = says([{ ...shown, text: `a\u202eb\u0000\u001b[31mc\n${'x'.repeat(20_000)}`, author: '\u2066me\u0007' }]);
    const found = (await content('a'))?.get('a');
    expect(found?.text?.slice(0, 10)).toBe('ab[31mc\nxx');
    expect(found?.text).toHaveLength(10_000);
    expect([found?.cut, found?.author]).toEqual([true, 'me']);
  });

  test('keeps emojis whole where it cuts', async () => {
    answer = says([{ ...shown, text: `x${'😀'.repeat(6_000)}` }]);
    expect((await content('a'))?.get('a')?.text?.isWellFormed()).toBe(true);
  });
});
