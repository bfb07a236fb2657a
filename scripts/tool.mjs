// Runs the tools that prepare a checkout (npm, tsc, the bundler) quietly, with progress lines, and stoppable.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** TypeScript 7 takes a third of the CPU time of 6. Tools that use the compiler API still need 6. */
export const TSC = join('node_modules', 'typescript-native', 'bin', 'tsc');

export function fail(what, output, cure) {
  const last = output
    .trim()
    .split('\n')
    .slice(-15)
    .map((line) => `    ${line}`);
  process.stderr.write([what, ...last, cure, ''].join('\n'));
  process.exit(1);
}

let stopCodes = { SIGINT: 130, SIGTERM: 143 };
let running = 0;

/** Makes a stop during preparation exit with 0: for `npm start`, a requested stop is no failure. */
export function stopOnRequest() {
  stopCodes = { SIGINT: 0, SIGTERM: 0 };
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => {
      if (running === 0) process.exit(0);
    });
  }
}

/**
 * Runs a tool to its end, quietly; a line every five seconds shows progress. A signal to this process ends the tool
 * first.
 */
export async function runTool(program, args, { say, label, env = process.env }) {
  const from = performance.now();
  const seconds = () => ((performance.now() - from) / 1000).toFixed(1);
  const child = spawn(program, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const alive = setInterval(() => say(`  ${label} … ${seconds()} s`), 5000);
  const end = (signal) => {
    child.kill(signal);
    child.once('close', () => process.exit(stopCodes[signal]));
  };
  running += 1;
  process.on('SIGINT', end).on('SIGTERM', end);
  const code = await new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (exit, signal) => resolve(exit ?? signal));
  });
  process.off('SIGINT', end).off('SIGTERM', end);
  running -= 1;
  clearInterval(alive);
  return { code, output, seconds: seconds() };
}
