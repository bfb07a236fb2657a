import { setTimeout as sleep } from 'node:timers/promises';
import type { ChildProcess } from 'node:child_process';
import { z } from 'zod';
import { openCacheFolder } from './cache-folder.js';
import { type SimulatorsReady, simulatorsReady, type SimulatorsRequest } from './simulators/simulators-spec.js';
import { type Program, spawnProgram } from './children/node-child.js';
import { holdFreePort } from './port.js';
import { preparePostgres, type PreparePostgres } from './postgres/postgres.js';
import { endProcess, findChildren, findProcess } from './children/process-identity.js';
import type { ChildSpec } from './children/supervised-child.js';
import { findFullServer } from './temporal/full-binaries.js';
import { hasNamespace, prepareSchema, writeFullConfig } from './temporal/full-server.js';
import { makeServerTls } from './temporal/server-tls.js';
import { spawnServer, stopTemporalSurvivor } from './temporal/temporal-server.js';

/**
 * Time each child gets to stop before SIGKILL. Four groups stop one after the other, so the sum (5.5 + 2 + 2.5 + 4 = 14
 * s) keeps the whole stop below 15 s even if every child hangs.
 */
export const STOP_WITHIN_MS = { program: 5500, simulators: 2000, temporal: 2500, postgres: 4000 };

/**
 * Embedded PostgreSQL as a child, named after its folder. `readyWithinMs` is long because recovery after a kill may
 * take a while.
 */
export async function postgresPart({ folder = 'postgres', ...options }: PreparePostgres) {
  const postgres = await preparePostgres({ folder, ...options });
  const spec: ChildSpec = {
    name: folder,
    beforeStart: postgres.beforeStart,
    start: postgres.spawn,
    isReady: postgres.isReady,
    readyWithinMs: 120_000,
    vitals: { answers: postgres.answers, everyMs: 10_000, hungAfterMs: 60_000, silences: 3 },
    endHung: ({ pid }) => endServer(pid),
    stopSignal: 'SIGINT', // Fast shutdown: does not wait for clients and loses no commit.
    stopWithinMs: STOP_WITHIN_MS.postgres,
  };
  return { spec, url: postgres.url };
}

/**
 * Ends a hung server by immediate shutdown, then by SIGKILL. Its children are killed too: a survivor holds the shared
 * memory, and no new server starts beside it.
 */
async function endServer(pid: number | undefined): Promise<void> {
  const server = findProcess(pid ?? 0);
  if (server === undefined) return;
  const started = findChildren(server.pid);
  await endProcess(server, [
    { signal: 'SIGQUIT', waitMs: 6_000 },
    { signal: 'SIGKILL', waitMs: 2_000 },
  ]);
  await Promise.all(started.map((one) => endProcess(one, [{ signal: 'SIGKILL', waitMs: 2_000 }])));
}

interface FullTemporalOptions {
  home: string;
  namespace: string;
  databaseUrl: string;
  /** Whether to try the well-known port (7233) first. */
  wellKnownPorts: boolean;
  say: (text: string) => void;
  signal: AbortSignal;
}

/**
 * A full Temporal server on PostgreSQL as a child, with all four services in one process. Only clients with a
 * certificate of the desk can connect; there is no UI.
 */
export async function fullTemporalPart(options: FullTemporalOptions) {
  const { home, namespace, databaseUrl, wellKnownPorts, say, signal } = options;
  await stopTemporalSurvivor(home);
  const binaries = await findFullServer({ cacheFolder: openCacheFolder(home), say, signal });
  await prepareSchema(binaries, databaseUrl);
  const held = await holdServicePorts(wellKnownPorts ? [7233] : []);
  const { ports } = held;
  const { server, client: tls, clientFiles: tlsFiles } = await makeServerTls(home);
  const args = writeFullConfig(home, { databaseUrl, ports, tls: server });
  const address = `127.0.0.1:${ports.frontend.grpc}`;
  const spec: ChildSpec = {
    name: 'temporal',
    beforeStart: async () => {
      await stopTemporalSurvivor(home);
      await held.release();
    },
    start: () => spawnServer({ binary: binaries.server, home, args }),
    isReady: () => hasNamespace({ address, namespace, tls }),
    readyWithinMs: 120_000,
    stopSignal: 'SIGTERM',
    stopWithinMs: STOP_WITHIN_MS.temporal,
  };
  return { specs: [spec], address, tls, tlsFiles };
}

async function holdServicePorts(preferred: number[]) {
  const hold = async (grpcPreferred: number[] = []) => ({
    grpc: await holdFreePort({ preferred: grpcPreferred }),
    membership: await holdFreePort(),
  });
  const held = { frontend: await hold(preferred), history: await hold(), matching: await hold(), worker: await hold() };
  const numbers = ({ grpc, membership }: (typeof held)['frontend']) => ({
    grpc: grpc.number,
    membership: membership.number,
  });
  return {
    ports: {
      frontend: numbers(held.frontend),
      history: numbers(held.history),
      matching: numbers(held.matching),
      worker: numbers(held.worker),
    },
    release: () =>
      Promise.all(Object.values(held).flatMap(({ grpc, membership }) => [grpc.release(), membership.release()])),
  };
}

/** The fakes as a child. After a restart their ports stay the same, because other processes hold their URLs. */
export function simulatorsPart(env: Record<string, string>, wanted: SimulatorsRequest) {
  let ready: SimulatorsReady | undefined;
  let request = wanted;
  const answered = new WeakSet<ChildProcess>();
  const start = () => {
    const child = spawnProgram('simulators', env);
    child.send(request);
    child.on('message', (message) => {
      const parsed = simulatorsReady.safeParse(message);
      if (!parsed.success) return;
      ready = parsed.data;
      const { smtpPort, httpPort, issuerPort } = ready;
      request = {
        ...wanted,
        http: { port: httpPort },
        ...(smtpPort === undefined ? {} : { mail: { port: smtpPort } }),
        ...(wanted.issuer === undefined || issuerPort === undefined
          ? {}
          : { issuer: { ...wanted.issuer, port: issuerPort } }),
      };
      answered.add(child);
    });
    return child;
  };
  const spec: ChildSpec = {
    name: wanted.name ?? 'simulators',
    start,
    isReady: (child) => Promise.resolve(answered.has(child)),
    readyWithinMs: 60_000,
    stopSignal: 'SIGTERM',
    stopWithinMs: STOP_WITHIN_MS.simulators,
  };
  return { spec, ports: () => ready };
}

export function programPart(
  name: string,
  program: Program,
  env: Record<string, string | undefined>,
  programs?: URL,
): ChildSpec {
  return speakingPart({ name, program, programs }, env);
}

/** The process that receives mail. Its port stays the same after a restart. */
export function inboundPart(name: string, env: Record<string, string | undefined>, programs?: URL) {
  let port = 0;
  const spec = speakingPart(
    { name, program: 'mail', programs },
    () => ({ ...env, INBOUND_SMTP: `127.0.0.1:${port}` }),
    (message) => {
      port = inboundReady.parse(message).port;
    },
  );
  return { spec, port: () => port };
}

const inboundReady = z.object({ port: z.int() });

/** The child reports readiness on its channel (`{ "type": "ready" }`). */
function speakingPart(
  { name, program, programs }: { name: string; program: Program; programs: URL | undefined },
  env: Record<string, string | undefined> | (() => Record<string, string | undefined>),
  heard: (message: unknown) => void = () => undefined,
): ChildSpec {
  const ready = new WeakSet<ChildProcess>();
  return {
    name,
    start: () => {
      const child = spawnProgram(program, typeof env === 'function' ? env() : env, { programs });
      child.on('message', (message) => {
        if ((message as { type?: unknown } | null)?.type !== 'ready') return;
        heard(message);
        ready.add(child);
      });
      return child;
    },
    isReady: (child) => Promise.resolve(ready.has(child)),
    readyWithinMs: 120_000,
    stopSignal: 'SIGTERM',
    stopWithinMs: STOP_WITHIN_MS.program,
  };
}

/** The API process. Its readiness includes the database, Temporal and the workers. */
export function apiPart(name: string, url: string, env: Record<string, string | undefined>, programs?: URL): ChildSpec {
  return {
    name,
    start: () => spawnProgram('api', env, { programs }),
    isReady: () => isHttpReady(`${url}/readyz`),
    readyWithinMs: 120_000,
    stopSignal: 'SIGTERM',
    stopWithinMs: STOP_WITHIN_MS.program,
  };
}

async function isHttpReady(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5000) });
    await response.arrayBuffer();
    return response.status === 200;
  } catch {
    await sleep(100); // A refused connection fails immediately, so this avoids a busy loop.
    return false;
  }
}
