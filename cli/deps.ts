import { fileURLToPath } from 'node:url';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { machineEnv } from '../config/env.js';

/** `columns` is undefined when the sink is not a terminal. */
export interface TextSink {
  write(text: string): unknown;
  isTTY?: boolean | undefined;
  columns?: number | undefined;
}

/** Everything the command line needs from its environment; tests pass their own. */
export interface CliDeps {
  env: Readonly<Record<string, string | undefined>>;
  fetch: typeof globalThis.fetch;
  stdin: AsyncIterable<Uint8Array | string>;
  stdout: TextSink;
  stderr: TextSink;
  nowMs(): number;
  sleep(ms: number): Promise<void>;
  newId(): string;
  /**
   * Runs one of the desk's own programs with one argument and passes its stderr through. Returns the exit code and
   * stdout.
   */
  runProgram(name: 'backup', argument: string): Promise<{ code: number; stdout: string }>;
}

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
