import type { NativeConnectionOptions } from '@temporalio/worker';

/** How a process connects to Temporal. TLS values are PEM texts, not paths. */
export interface TemporalSettings {
  address: string;
  namespace: string;
  tlsCa?: string | undefined;
  tlsCert?: string | undefined;
  tlsKey?: string | undefined;
  apiKey?: string | undefined;
}

/**
 * Builds connection options: TLS if any TLS value or the API key is set, else plaintext, which `config/` permits on
 * loopback only.
 */
export function connectionOptions(settings: TemporalSettings): NativeConnectionOptions {
  const { address, tlsCa, tlsCert, tlsKey, apiKey } = settings;
  const own =
    tlsCert !== undefined && tlsKey !== undefined ? { crt: Buffer.from(tlsCert), key: Buffer.from(tlsKey) } : null;
  const tls = {
    ...(tlsCa === undefined ? {} : { serverRootCACertificate: Buffer.from(tlsCa) }),
    ...(own === null ? {} : { clientCertPair: own }),
  };
  const wanted = apiKey !== undefined || Object.keys(tls).length > 0;
  return { address, ...(wanted ? { tls } : {}), ...(apiKey === undefined ? {} : { apiKey }) };
}
