import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { spawnProgramBy } from '../children/node-child.js';
import { findCommand } from '../children/process-identity.js';
import type { ChildSpec } from '../children/supervised-child.js';
import { StartError } from '../start-error.js';
import type { GateRequest } from './gate-request.js';
import { enterNetwork } from './own-network.js';

export interface Gate {
  serverPid: () => number | undefined;
  binary: string;
  fronts: readonly { port: number; request: GateRequest }[];
  stopWithinMs: number;
  signal: AbortSignal;
}

const SERVER_WITHIN_MS = 20_000;

/**
 * The only way to a Temporal server in a network namespace of its own: a child in that namespace serves listening
 * sockets that the supervisor sends from the machine's. It serves one run of the server, because the next run has
 * another namespace.
 */
export function gatePart({ serverPid, binary, fronts, stopWithinMs, signal }: Gate) {
  const serving = new WeakMap<ChildProcess, Set<unknown>>();
  let running: ChildProcess | undefined;
  const start = () => {
    const child = spawnProgramBy(enterNetwork(serverPid() ?? 0, [process.execPath]), 'temporal-gate');
    running = child;
    const heard = new Set<unknown>();
    serving.set(child, heard);
    // Node accepts connections on a sent socket before the program can serve them, so the child first reports that it
    // listens.
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

async function hand(child: ChildProcess, port: number, request: GateRequest): Promise<void> {
  // A client that connects before the child has the socket must retry.
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

/**
 * The pid becomes the server's program only once its namespace exists; entering before would lead to the machine's
 * network.
 */
async function untilInOwnNetwork({ serverPid, binary, signal }: Pick<Gate, 'serverPid' | 'binary' | 'signal'>) {
  const until = performance.now() + SERVER_WITHIN_MS;
  while (!findCommand(serverPid() ?? 0)?.startsWith(binary)) {
    if (signal.aborted) return;
    if (performance.now() > until) throw new StartError('The Temporal server is not running.');
    await sleep(50);
  }
}
