import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writePrivateFile } from '../atomic-file.js';
import { makeAuthority } from './authority.js';

/** Longer than a cluster runs without a restart, at which everything here is made again. */
const LIFE_MS = 5 * 365 * 24 * 3_600_000;

/** What a process of the desk shows the server, and how it knows the server, as PEM. */
export interface ClientTls {
  tlsCa: string;
  tlsCert: string;
  tlsKey: string;
}

/** Where the same lies for other programs of the same user. */
export interface TlsFiles {
  ca: string;
  cert: string;
  key: string;
}

export interface ServerTls {
  /** Of the server. */
  server: TlsFiles;
  client: ClientTls;
  clientFiles: TlsFiles;
}

/**
 * Makes an authority that signs two certificates, for the server and for who may reach it, and forgets its key. They lie in the
 * home, closed to others, and are made again at each start: server and processes start together.
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

/** The same as an option of a connection; none: in the clear, which is loopback's alone. */
export function toConnectionTls(tls: ClientTls | undefined) {
  if (tls === undefined) return {};
  const { tlsCa, tlsCert, tlsKey } = tls;
  const clientCertPair = { crt: Buffer.from(tlsCert), key: Buffer.from(tlsKey) };
  // Node refuses the address of a server as its name.
  const serverNameOverride = 'localhost';
  return { tls: { serverRootCACertificate: Buffer.from(tlsCa), clientCertPair, serverNameOverride } };
}

/** What another program of the same user shows, from where `desk.json` says that it lies. */
export function readClientTls({ ca, cert, key }: TlsFiles): ClientTls {
  const read = (path: string) => readFileSync(path, 'utf8');
  return { tlsCa: read(ca), tlsCert: read(cert), tlsKey: read(key) };
}
