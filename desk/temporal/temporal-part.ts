import type { ChildProcess } from 'node:child_process';
import type { Server } from 'node:http';
import { openCacheFolder } from '../cache-folder.js';
import type { ChildSpec } from '../children/supervised-child.js';
import { holdFreePort } from '../port.js';
import { gatePart } from './gate.js';
import { whyNoOwnNetwork } from './own-network.js';
import { startReadOnlyUi } from './read-only-ui.js';
import { type ClientTls, makeServerTls, type TlsFiles } from './server-tls.js';
import { findTemporalBinary } from './temporal-binary.js';
import { isTemporalReady, spawnTemporal, stopTemporalSurvivor, type TemporalServer } from './temporal-server.js';

interface TemporalOptions {
  home: string;
  cliPath: string | undefined;
  namespace: string;
  /** Endpoint that Temporal's UI calls to decode sealed payloads. */
  codecUrl: string;
  /** Whether to try the well-known ports (7233, 8233) first. */
  wellKnownPorts: boolean;
  stopWithinMs: number;
  say: (text: string) => void;
  signal: AbortSignal;
}

export interface TemporalPart {
  specs: ChildSpec[];
  address: string;
  ui: string;
  /** Absent if every program on this machine can reach the server. */
  tls?: ClientTls;
  tlsFiles?: TlsFiles;
}

/**
 * Embedded Temporal dev server: behind a gate that requires a client certificate if the system allows it, otherwise
 * open on loopback.
 */
export async function temporalPart(options: TemporalOptions): Promise<TemporalPart> {
  const { home, cliPath, namespace, codecUrl, wellKnownPorts, say, signal } = options;
  await stopTemporalSurvivor(home);
  const binary = await findTemporalBinary({ cliPath, cacheFolder: openCacheFolder(home), say, signal });
  const port = await holdFreePort({ preferred: wellKnownPorts ? [7233] : [] });
  const uiPort = await holdFreePort({ preferred: wellKnownPorts ? [8233, 8234, 8235] : [] });
  // Port of the server's own UI, which would execute any request; people get the read-only one.
  const ownUiPort = await holdFreePort();
  const server = { binary, home, port: port.number, uiPort: ownUiPort.number, namespace, codecUrl };
  const release = async () => {
    await stopTemporalSurvivor(home);
    await Promise.all([port.release(), uiPort.release(), ownUiPort.release()]);
  };
  const given = { ...options, server, uiPort: uiPort.number, release };
  const why = await whyNoOwnNetwork();
  if (why === undefined) return gated(given);
  say(`  ! Temporal's port is open to every program on this machine: ${why} (docs/operating/operations.md)`);
  return open(given);
}

interface Given extends TemporalOptions {
  server: TemporalServer;
  uiPort: number;
  release: () => Promise<void>;
}

async function gated({ home, namespace, server, uiPort, release, stopWithinMs, signal }: Given): Promise<TemporalPart> {
  const { server: tls, client, clientFiles } = await makeServerTls(home);
  const address = toAddress(server.port);
  let running: ChildProcess | undefined;
  const isRunning = () => running?.exitCode === null && running.signalCode === null;
  const gate = gatePart({
    serverPid: () => (isRunning() ? running?.pid : undefined),
    binary: server.binary,
    fronts: [
      { port: server.port, request: { front: 'grpc', target: server.port, tls } },
      { port: uiPort, request: { front: 'ui', target: server.uiPort, port: uiPort } },
    ],
    stopWithinMs,
    signal,
  });
  const spec: ChildSpec = {
    ...serverSpec(stopWithinMs),
    beforeStart: release,
    start: () => {
      running = spawnTemporal({ ...server, apart: true });
      return running.once('exit', gate.end);
    },
    isReady: () => isTemporalReady({ address, namespace, tls: client }),
  };
  return { specs: [spec, gate.spec], address, ui: `http://${toAddress(uiPort)}`, tls: client, tlsFiles: clientFiles };
}

function open({ namespace, server, uiPort, release, stopWithinMs }: Given): TemporalPart {
  const address = toAddress(server.port);
  let ui: Server | undefined;
  const spec: ChildSpec = {
    ...serverSpec(stopWithinMs),
    beforeStart: async () => {
      await release();
      ui ??= await startReadOnlyUi({ port: uiPort, target: server.uiPort });
    },
    start: () => spawnTemporal(server),
    isReady: () => isTemporalReady({ address, namespace }),
  };
  return { specs: [spec], address, ui: `http://${toAddress(uiPort)}` };
}

function serverSpec(stopWithinMs: number) {
  return {
    name: 'temporal',
    readyWithinMs: 60_000,
    stopSignal: 'SIGTERM', // Takes about a second; closes the database file properly.
    stopWithinMs,
  } as const;
}

const toAddress = (port: number): string => `127.0.0.1:${port}`;
