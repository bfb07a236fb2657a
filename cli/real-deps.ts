import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { machineEnv } from '../config/env.js';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CliDeps } from './deps.js';

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
    runProgram,
  };
}

async function runProgram(name: string, argument: string): Promise<{ code: number; stdout: string }> {
  const program = fileURLToPath(new URL(`../programs/${name}.js`, import.meta.url));
  const child = spawn(process.execPath, [program, argument], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
  const stdout = await text(child.stdout);
  return { code: await ended, stdout };
}
