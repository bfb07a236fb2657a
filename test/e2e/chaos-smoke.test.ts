import { expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';

const MAIN = new URL('../../dist/test/chaos/main.js', import.meta.url).pathname;

/** The smallest chaos run: all of the machinery, too few kills to prove much. `npm run chaos` is the real one. */
function runChaos(...args: string[]): Promise<{ code: number | null; out: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [MAIN, 'enforcement', ...args], {
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    let out = '';
    child.stdout?.on('data', (chunk: string) => (out += chunk));
    child.stderr?.on('data', (chunk: string) => (out += chunk));
    child.once('close', (code) => resolve({ code, out }));
  });
}

test('chaos run with three kills during four orders leaves no difference', async () => {
  const { code, out } = await runChaos('--kills', '3', '--notices', '4', '--seed', '3');
  expect(out).toMatch(/^3 kills .* \d+ orders/m);
  expect(out).not.toMatch(/^FAIL/m);
  expect(code).toBe(0);
});
