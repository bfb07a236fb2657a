import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { spawnProgramBy } from '../children/node-child.js';
import { findCommand } from '../children/process-identity.js';
import type { ChildSpec } from '../children/supervised-child.js';
import { StartError } from '../start-error.js';
import type { GateRequest } from './gate-request.js';
import { inNetworkOf } from './own-network.js';

export interface Gate {
  /** Of the server that runs now; undefined while there is none. */
  serverPid: () => number | undefined;
  /** The program of the server. */
  binary: string;
  /** Port on the machine's loopback and what is served there. */
  fronts: readonly { port: number; request: GateRequest }[];
  stopWithinMs: number;
  /** Ends a wait for the server. */
  signal: AbortSignal;
}

/** Longer than a server needs to be started again after its longest wait. */
const SERVER_WITHIN_MS = 20_000;

/**
 * The one way to a Temporal server that has a network of its own: a process of ours in that network, to which the supervisor sends
 * sockets that listen in the machine's. It serves one life of the server; the next one has another network.
 */
export function gatePart({ serverPid, binary, fronts, stopWithinMs, signal }: Gate) {
  const serving = new WeakMap<ChildProcess, Set<unknown>>();
  let running: ChildProcess | undefined;
  const start = () => {
    const child = spawnProgramBy(inNetworkOf(serverPid() ?? 0, [process.execPath]), 'temporal-gate');
    running = child;
    const heard = new Set<unknown>();
    serving.set(child, heard);
    // Node accepts connections on a socket that was sent before the program is there to serve them: it says first that it listens.
    child.once('message', () => {
      child.on('message', (front) => heard.add(front));
      for (const { port, request } of fronts) void hand(child, port, request).catch(() => child.kill());
    });
    return child;
  };
  const spec: ChildSpec = {
    name: 'temporal-gate',
    beforeStart: () => untilInOwnNetwork({ serverPid, binary, signal }),
    start,
    isReady: (child) => Promise.resolve(serving.get(child)?.size === fronts.length),
    readyWithinMs: 60_000,
    stopSignal: 'SIGTERM',
    stopWithinMs,
  };
  return { spec, end: () => void running?.kill() };
}

/** Listens, and leaves what comes to the child alone. */
async function hand(child: ChildProcess, port: number, request: GateRequest): Promise<void> {
  // Who comes before the child has taken the socket tries again.
  const server = createServer((socket) => socket.destroy()).listen({ port, host: '127.0.0.1', exclusive: true });
  await once(server, 'listening');
  await new Promise<void>((resolve, reject) => {
    child.send(request, server, (error) => {
      server.close();
      if (error) reject(error);
      else resolve();
    });
  });
}

/** The process becomes the server's program once its network is there: before that it would lead to the machine's. */
async function untilInOwnNetwork({ serverPid, binary, signal }: Pick<Gate, 'serverPid' | 'binary' | 'signal'>) {
  const until = performance.now() + SERVER_WITHIN_MS;
  while (!findCommand(serverPid() ?? 0)?.startsWith(binary)) {
    if (signal.aborted) return;
    if (performance.now() > until) throw new StartError('The Temporal server is not running.');
    await sleep(50);
  }
}
