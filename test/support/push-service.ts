import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify, type ECDH } from 'node:crypto';
import { createServer, Agent } from 'node:https';
import type { AddressInfo } from 'node:net';
import { makeAuthority } from '../../desk/temporal/authority.js';

export interface ReceivedPush {
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: Buffer;
}

export interface PushService {
  url: string;
  /** Trusts the service's own certificate. */
  agent: Agent;
  received: ReceivedPush[];
  /** Status of the next answers. */
  answer: (status: number) => void;
  stop: () => Promise<void>;
}

/** A push service as browsers have one (RFC 8030): it takes encrypted messages over TLS. */
export async function startPushService(): Promise<PushService> {
  const authority = await makeAuthority('push', 3_600_000);
  const { certificate: cert, key } = await authority.issue('localhost');
  const received: ReceivedPush[] = [];
  let status = 201;
  const server = createServer({ cert, key }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (status === 201) received.push({ headers: request.headers, body: Buffer.concat(chunks) });
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `https://localhost:${(server.address() as AddressInfo).port}`,
    agent: new Agent({ ca: authority.certificate }),
    received,
    answer: (next) => void (status = next),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A browser's half of a subscription, which can read what was sent to it (RFC 8291). */
export function makeSubscription() {
  const pair = createECDH('prime256v1');
  pair.generateKeys();
  const auth = randomBytes(16);
  return {
    p256dh: pair.getPublicKey('base64url'),
    auth: auth.toString('base64url'),
    decrypt: (body: Buffer) => decrypt(body, { pair, auth }),
  };
}

/** One record of aes128gcm (RFC 8188): salt, record size, the sender's key, ciphertext. */
function decrypt(body: Buffer, { pair, auth }: { pair: ECDH; auth: Buffer }): string {
  const salt = body.subarray(0, 16);
  const idLength = body.readUInt8(20);
  const senderKey = body.subarray(21, 21 + idLength);
  const sealed = body.subarray(21 + idLength);
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), pair.getPublicKey(), senderKey]);
  const shared = Buffer.from(hkdfSync('sha256', pair.computeSecret(senderKey), auth, info, 32));
  const derive = (what: string, bytes: number) =>
    Buffer.from(hkdfSync('sha256', shared, salt, `Content-Encoding: ${what}\0`, bytes));
  const opened = createDecipheriv('aes-128-gcm', derive('aes128gcm', 16), derive('nonce', 12));
  opened.setAuthTag(sealed.subarray(-16));
  const plain = Buffer.concat([opened.update(sealed.subarray(0, -16)), opened.final()]);
  return plain.subarray(0, plain.lastIndexOf(2)).toString();
}

/** Claims of a VAPID token (RFC 8292), whose signature was verified with its key. */
export function readVapid(authorization: unknown): { aud: string; sub: string } {
  const [, token = '', key = ''] = /^vapid t=([^,]+), *k=(.+)$/.exec(String(authorization)) ?? [];
  const [head = '', claims = '', signature = ''] = token.split('.');
  const point = Buffer.from(key, 'base64url');
  const part = (from: number) => point.subarray(from, from + 32).toString('base64url');
  const publicKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: part(1), y: part(33) }, format: 'jwk' });
  const signed = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const;
  if (!verify('sha256', Buffer.from(`${head}.${claims}`), signed, Buffer.from(signature, 'base64url')))
    throw new Error('The token is not signed with its key.');
  return JSON.parse(Buffer.from(claims, 'base64url').toString());
}
