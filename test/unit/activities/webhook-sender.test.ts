import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent } from 'undici';
import { createWebhookSender } from '../../../activities/webhook-sender.js';

let server: Server;
let url: string;
let status = 200;
const bodies: string[] = [];
beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      bodies.push(body);
      response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end('ok');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
});
afterAll(() => void server.close());
beforeEach(() => {
  bodies.length = 0;
  status = 200;
});

describe('createWebhookSender', () => {
  test('posts the text as JSON', async () => {
    const post = createWebhookSender(new Agent());
    expect(await post(url, { text: 'N-1: Waiting' })).toBeNull();
    expect(bodies).toEqual(['{"text":"N-1: Waiting"}']);
  });

  test('reports another answer, and follows no redirect', async () => {
    const post = createWebhookSender(new Agent());
    status = 403;
    expect(await post(url, { text: 'a' })).toBe('It answered 403.');
    status = 302;
    expect(await post(url, { text: 'a' })).toBe('It could not be reached.');
    expect(bodies).toHaveLength(2);
  });

  test('connects to no private address, by number or by name', async () => {
    const post = createWebhookSender();
    expect(await post(url, { text: 'a' })).toBe('It is in a private network.');
    expect(await post(url.replace('127.0.0.1', 'localhost'), { text: 'a' })).toBe('It is in a private network.');
    expect(bodies).toEqual([]);
  });
});
