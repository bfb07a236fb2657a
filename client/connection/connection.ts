import type { NativeConnectionOptions } from '@temporalio/worker';

/** How a process connects to Temporal. TLS values are PEM texts, not paths. */
export interface TemporalSettings {
  address: string;
  namespace: string;
  /** TLS by the system's CAs where no other value asks for it. */
  tls?: boolean | undefined;
  /** Name in the server's certificate, if it is not the host of the address. */
  tlsServerName?: string | undefined;
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
  const { address, tlsServerName, tlsCa, tlsCert, tlsKey, apiKey } = settings;
  const own =
    tlsCert !== undefined && tlsKey !== undefined ? { crt: Buffer.from(tlsCert), key: Buffer.from(tlsKey) } : null;
  const tls = {
    ...(tlsServerName === undefined ? {} : { serverNameOverride: tlsServerName }),
    ...(tlsCa === undefined ? {} : { serverRootCACertificate: Buffer.from(tlsCa) }),
    ...(own === null ? {} : { clientCertPair: own }),
  };
  // Payloads are encrypted, and so do not shrink. Each compressed request costs CPU at both ends, and a compressor of
  // 380 kB that fragments the memory of long-lived processes (docs/benchmarks.md, "An hour of load").
  const uncompressed = { address, grpcCompression: { codec: 'none' } } as const;
  const wanted = settings.tls === true || apiKey !== undefined || Object.keys(tls).length > 0;
  return { ...uncompressed, ...(wanted ? { tls } : {}), ...(apiKey === undefined ? {} : { apiKey }) };
}
