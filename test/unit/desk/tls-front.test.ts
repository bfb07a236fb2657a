import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { type AddressInfo, connect as connectPlainly, createServer, type Server } from 'node:net';
import { type ConnectionOptions, connect } from 'node:tls';
import { makeAuthority } from '../../../desk/temporal/authority.js';
import { createTlsFront } from '../../../desk/temporal/tls-front.js';

const HOUR_MS = 3_600_000;

let behind: Server;
let front: Server;
let shown: { ca: string; cert: string; key: string };
let foreign: { ca: string; cert: string; key: string };
let reached = '';

beforeAll(async () => {
  behind = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      reached += bytes.toString();
      socket.end(bytes);
    });
  }).listen(0, '127.0.0.1');
  await once(behind, 'listening');
  const [own, others] = await Promise.all([makeAuthority('own', HOUR_MS), makeAuthority('others', HOUR_MS)]);
  const toShown = async (authority: typeof own) => {
    const { certificate: cert, key } = await authority.issue('notice-desk');
    return { ca: own.certificate, cert, key };
  };
  [shown, foreign] = await Promise.all([toShown(own), toShown(others)]);
  const { certificate: cert, key } = await own.issue('temporal');
  const { port: target } = behind.address() as AddressInfo;
  front = createTlsFront({ ca: own.certificate, cert, key, target }).listen(0, '127.0.0.1');
  await once(front, 'listening');
});
afterAll(() => {
  front.close();
  behind.close();
});

const getPort = () => (front.address() as AddressInfo).port;

async function send(text: string, options: ConnectionOptions | undefined): Promise<string> {
  const to = { host: '127.0.0.1', port: getPort() };
  const socket = options === undefined ? connectPlainly(to) : connect({ ...to, ALPNProtocols: ['h2'], ...options });
  let heard = '';
  socket.on('data', (bytes: Buffer) => (heard += bytes.toString('latin1')));
  socket.on('error', () => undefined);
  socket.write(text);
  await new Promise((resolve) => socket.once('close', resolve));
  return heard;
}

describe('TLS proxy in front of the embedded Temporal', () => {
  test('forwards bytes both ways for a certificate of its authority', async () => {
    expect(await send('genuine', shown)).toBe('genuine');
    expect(reached).toContain('genuine');
  });

  test('forwards nothing without a certificate, with a foreign one, or without TLS', async () => {
    for (const options of [{ ca: shown.ca }, foreign, undefined]) {
      expect(await send('forged', options)).not.toContain('forged');
    }
    expect(reached).not.toContain('forged');
  });

  test('negotiates HTTP/2, which gRPC clients require', async () => {
    const socket = connect({ host: '127.0.0.1', port: getPort(), ALPNProtocols: ['h2'], ...shown });
    await once(socket, 'secureConnect');
    expect(socket.alpnProtocol).toBe('h2');
    socket.destroy();
  });

  test('keeps accepting connections when the server behind was down', async () => {
    const { port } = behind.address() as AddressInfo;
    await new Promise((closed) => behind.close(closed));
    expect(await send('early', shown)).toBe('');
    behind.listen(port, '127.0.0.1');
    await once(behind, 'listening');
    expect(await send('later', shown)).toBe('later');
  });
});
