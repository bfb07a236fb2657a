import { machineEnv } from '../config/env.js';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CliDeps } from './deps.js';

/** The process's own streams, clock and network. */
export function realDeps(): CliDeps {
  return {
    env: machineEnv(),
    fetch: globalThis.fetch,
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    nowMs: () => Date.now(),
    sleep: (ms) => sleep(ms),
    newId: () => randomUUID(),
  };
}
