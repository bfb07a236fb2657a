import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { createHash, timingSafeEqual } from 'node:crypto';
import { Runtime, type RuntimeOptions } from '@temporalio/worker';

const ATTEMPTS = 5;
const READ_WITHIN_MS = 2_000;

/** Reads the SDK's metrics in Prometheus' text format; empty if the exporter does not answer. */
export type ReadSdkMetrics = () => Promise<string>;

/**
 * Installs the SDK's runtime with its metrics, once per process and before any connection. Its exporter only listens on
 * a port, so it gets a free one on loopback, and the process passes the text on at its own `/metrics`.
 */
export async function installRuntime({ telemetryOptions, ...options }: RuntimeOptions): Promise<ReadSdkMetrics> {
  for (let attempt = 1; ; attempt += 1) {
    const bindAddress = `127.0.0.1:${await findFreePort()}`;
    const prometheus = { bindAddress, countersTotalSuffix: true, unitSuffix: true, useSecondsForDurations: true };
    try {
      Runtime.install({ ...options, telemetryOptions: { ...telemetryOptions, metrics: { prometheus } } });
      return () => readText(`http://${bindAddress}/metrics`);
    } catch (error) {
      // Another program may have taken the port meanwhile.
      if (attempt === ATTEMPTS) throw error;
    }
  }
}

async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('No port of this machine is free.');
  return address.port;
}

async function readText(url: string): Promise<string> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(READ_WITHIN_MS) });
    return response.ok ? await response.text() : '';
  } catch {
    return '';
  }
}

const sha256 = (text: string) => createHash('sha256').update(text).digest();

export function bearsToken(authorization: string | undefined, token: string): boolean {
  const sent = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
  return sent !== undefined && timingSafeEqual(sha256(sent), sha256(token));
}

export interface MetricsServer {
  port: number;
  close: () => Promise<void>;
}

/** Serves `GET /metrics` of a process that has no API. Without a token, `config/` permits loopback only. */
export async function serveSdkMetrics(
  read: ReadSdkMetrics,
  { listen, token }: { listen: { host: string; port: number }; token: string | undefined },
): Promise<MetricsServer> {
  const server = createHttpServer((request, response) => {
    // A scrape is rare; a connection kept open could end while the next one is on its way.
    response.setHeader('connection', 'close');
    void (async () => {
      const [path] = (request.url ?? '').split('?');
      if (request.method !== 'GET' || path !== '/metrics') return response.writeHead(404).end();
      if (token !== undefined && !bearsToken(request.headers.authorization, token))
        return response.writeHead(401, { 'www-authenticate': 'Bearer' }).end();
      return response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(await read());
    })();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(listen.port, listen.host, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : listen.port,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
