import { connect } from 'node:net';
import { pipeline } from 'node:stream';
import { createServer, type Server } from 'node:tls';

export interface TlsFront {
  /** PEM: who signs the certificates that are let in, and what the front shows for itself. */
  ca: string;
  cert: string;
  key: string;
  /** Where the server listens, on the loopback that this process has. */
  target: number;
}

/** Hands on the bytes of who shows a certificate of the authority to a gRPC server that asks for none. */
export function createTlsFront({ ca, cert, key, target }: TlsFront): Server {
  // A gRPC client ends a connection that does not agree on HTTP/2.
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
