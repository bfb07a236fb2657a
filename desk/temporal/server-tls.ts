import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writePrivateFile } from '../atomic-file.js';
import { makeAuthority } from './authority.js';

/** Longer than a cluster runs without a restart, which issues all certificates again. */
const LIFE_MS = 5 * 365 * 24 * 3_600_000;

/** PEM texts of a client: the CA it verifies the server with, its certificate and its key. */
export interface ClientTls {
  tlsCa: string;
  tlsCert: string;
  tlsKey: string;
}

/** Paths of the same PEM files, for other programs of the same user. */
export interface TlsFiles {
  ca: string;
  cert: string;
  key: string;
}

export interface ServerTls {
  server: TlsFiles;
  client: ClientTls;
  clientFiles: TlsFiles;
}

/**
 * Creates a CA, issues a server and a client certificate, and discards the CA's key. The files are private to this user
 * and issued again at each start, because server and clients start together.
 */
export async function makeServerTls(home: string): Promise<ServerTls> {
  const folder = join(home, 'temporal-tls');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const authority = await makeAuthority('Notice Desk', LIFE_MS);
  const [server, client] = await Promise.all([authority.issue('temporal'), authority.issue('notice-desk')]);
  const write = (name: string, text: string) => {
    const path = join(folder, name);
    writePrivateFile(path, text);
    return path;
  };
  const ca = write('ca.pem', authority.certificate);
  return {
    server: { ca, cert: write('server.pem', server.certificate), key: write('server.key', server.key) },
    client: { tlsCa: authority.certificate, tlsCert: client.certificate, tlsKey: client.key },
    clientFiles: { ca, cert: write('client.pem', client.certificate), key: write('client.key', client.key) },
  };
}

/** Converts to a connection option; undefined means plain text, which only loopback uses. */
export function toConnectionTls(tls: ClientTls | undefined) {
  if (tls === undefined) return {};
  const { tlsCa, tlsCert, tlsKey } = tls;
  const clientCertPair = { crt: Buffer.from(tlsCert), key: Buffer.from(tlsKey) };
  // Node rejects an IP address as a TLS server name.
  const serverNameOverride = 'localhost';
  return { tls: { serverRootCACertificate: Buffer.from(tlsCa), clientCertPair, serverNameOverride } };
}

/** Reads the PEM files whose paths `desk.json` contains. */
export function readClientTls({ ca, cert, key }: TlsFiles): ClientTls {
  const read = (path: string) => readFileSync(path, 'utf8');
  return { tlsCa: read(ca), tlsCert: read(cert), tlsKey: read(key) };
}
