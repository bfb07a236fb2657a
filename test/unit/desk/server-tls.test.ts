import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type ConnectionOptions, createServer, type Server } from 'node:tls';
import { type ClientTls, makeServerTls, readClientTls, type ServerTls } from '../../../desk/temporal/server-tls.js';

let home: string;
let made: ServerTls;
let others: ServerTls;
let server: Server;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'server-tls-'));
  made = await makeServerTls(home);
  others = await makeServerTls(mkdtempSync(join(home, 'others-')));
  const read = (path: string) => readFileSync(path, 'utf8');
  const { ca, cert, key } = made.server;
  server = createServer(
    { ca: read(ca), cert: read(cert), key: read(key), requestCert: true, rejectUnauthorized: true },
    (socket) => socket.end('in'),
  ).listen(0, '127.0.0.1');
  server.on('tlsClientError', () => undefined);
  await once(server, 'listening');
});
afterAll(() => {
  server.close();
  rmSync(home, { recursive: true });
});

const shown = ({ tlsCa, tlsCert, tlsKey }: ClientTls): ConnectionOptions => ({ ca: tlsCa, cert: tlsCert, key: tlsKey });

async function reach(options: ConnectionOptions): Promise<string> {
  const socket = connect({ ...options, host: '127.0.0.1', port: (server.address() as AddressInfo).port });
  const said: Buffer[] = [];
  socket.on('data', (part: Buffer) => said.push(part));
  await once(socket, 'close');
  return Buffer.concat(said).toString();
}

describe('makeServerTls', () => {
  test('admits a client with the certificate from the home, and identifies the server', async () => {
    expect(await reach(shown(made.client))).toBe('in');
    expect(await reach(shown(readClientTls(made.clientFiles)))).toBe('in');
  });

  test('rejects a client without a certificate, or with that of another desk', async () => {
    const { tlsCa } = made.client;
    for (const options of [{ ca: tlsCa }, { ...shown(others.client), ca: tlsCa }, shown(others.client)])
      expect(await reach(options).catch(() => 'refused')).not.toBe('in');
  });

  test('makes its files private and keeps no key of the authority', () => {
    const folder = join(home, 'temporal-tls');
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    const files = readdirSync(folder);
    expect(files.sort()).toEqual(['ca.pem', 'client.key', 'client.pem', 'server.key', 'server.pem']);
    for (const file of files) expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
  });
});
