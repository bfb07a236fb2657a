import { connect } from 'node:net';
import { pipeline } from 'node:stream';
import { createServer, type Server } from 'node:tls';

export interface TlsFront {
  /** PEM: the CA that signs accepted client certificates, and the front's own certificate and key. */
  ca: string;
  cert: string;
  key: string;
  /** Port of the server on the loopback of this process's namespace. */
  target: number;
}

/** Forwards the bytes of clients with a valid certificate to a gRPC server that requires none. */
export function createTlsFront({ ca, cert, key, target }: TlsFront): Server {
  // A gRPC client closes a connection that does not negotiate HTTP/2.
  const server = createServer({
    ca,
    cert,
    key,
    requestCert: true,
    rejectUnauthorized: true,
    ALPNProtocols: ['h2'],
    noDelay: true,
  });
  return server.on('secureConnection', (socket) => {
    const onward = connect({ host: '127.0.0.1', port: target, noDelay: true });
    pipeline(socket, onward, socket, () => undefined);
  });
}
