import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { fileURLToPath } from 'node:url';
import { inheritedEnv } from '../../../config/env.js';
import type { BpmProgram } from './bpm-program.js';
import type { PeerWork } from './server.js';

export interface Launched {
  child: ChildProcess;
  address: string;
}

export type Launch = (work: PeerWork) => Promise<Launched>;

/** Runs a peer's program of Node; it sends its address, and ends with its parent. */
export function launchNode(program: 'cron' | 'dbos'): Launch {
  return async (work) => {
    const child = fork(fileURLToPath(new URL(`./${program}.js`, import.meta.url)), [JSON.stringify(work)], {
      env: { ...inheritedEnv(), NODE_ENV: 'production', TZ: 'UTC' },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const ready = once(child, 'message') as Promise<[{ address: string }]>;
    const [{ address }] = await Promise.race([ready, rejectAtExit(child)]);
    return { child, address };
  };
}

/** Runs the program in Java; its first line is its address, and it ends with its stdin. */
export function launchJava({ classPath, heapMb }: BpmProgram): Launch {
  return async (work) => {
    const child = spawn('java', [`-Xmx${heapMb}m`, '-cp', classPath, 'Peer', JSON.stringify(work)], {
      env: { ...inheritedEnv(), TZ: 'UTC' },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const ready = once(createInterface({ input: child.stdout }), 'line') as Promise<[string]>;
    const [address] = await Promise.race([ready, rejectAtExit(child)]);
    return { child, address };
  };
}

async function rejectAtExit(child: ChildProcess): Promise<never> {
  await once(child, 'exit');
  throw new Error('The program has ended before it was ready.');
}
