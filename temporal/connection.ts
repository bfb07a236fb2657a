import type { NativeConnectionOptions } from '@temporalio/worker';

/** How a process reaches Temporal. PEM texts, not paths. */
export interface TemporalSettings {
  address: string;
  namespace: string;
  /** CA that signed the server's certificate. */
  tlsCa?: string | undefined;
  /** What the process shows for itself (mTLS), with its key. */
  tlsCert?: string | undefined;
  tlsKey?: string | undefined;
  apiKey?: string | undefined;
}

/** Options of a connection: TLS where any of it is set, in the clear otherwise (loopback alone; `config/` sees to it). */
export function connectionOptions({
  address,
  tlsCa,
  tlsCert,
  tlsKey,
  apiKey,
}: TemporalSettings): NativeConnectionOptions {
  const own =
    tlsCert !== undefined && tlsKey !== undefined ? { crt: Buffer.from(tlsCert), key: Buffer.from(tlsKey) } : null;
  const tls = {
    ...(tlsCa === undefined ? {} : { serverRootCACertificate: Buffer.from(tlsCa) }),
    ...(own === null ? {} : { clientCertPair: own }),
  };
  const wanted = apiKey !== undefined || Object.keys(tls).length > 0;
  return { address, ...(wanted ? { tls } : {}), ...(apiKey === undefined ? {} : { apiKey }) };
}
