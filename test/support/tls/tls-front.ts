import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import type { Identity } from './certificates.js';

/** A front that asks whoever connects for a certificate of an authority, and hands on to a server in the clear. */
export async function startTlsFront(
  own: Identity,
  { authority, to }: { authority: string; to: string },
): Promise<{ address: string; stop: () => void }> {
  const [host = '127.0.0.1', port = ''] = to.split(':');
  const server = createServer(
    {
      cert: own.certificate,
      key: own.key,
      ca: authority,
      requestCert: true,
      rejectUnauthorized: true,
      ALPNProtocols: ['h2'],
    },
    (secure) => {
      const plain = connect(Number(port), host);
      for (const [one, other] of [
        [secure, plain],
        [plain, secure],
      ] as const) {
        one.on('error', () => other.destroy());
        one.pipe(other);
      }
    },
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { address: `127.0.0.1:${(server.address() as AddressInfo).port}`, stop: () => void server.close() };
}
