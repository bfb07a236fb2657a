import { expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const BENCH = fileURLToPath(new URL('../../../dist/bench/main.js', import.meta.url));
// 41 to 42 when this was written; a library that the sandbox loads for each workflow costs hundreds.
const LIMIT_KB = 46;

test('a cached open notice takes no more heap of a worker than its limit', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    BENCH,
    'memory',
    '--pairs',
    '1',
    '--workflows',
    '200',
  ]);
  const { a } = JSON.parse(stdout) as { a: { heapKbEach: number } };
  expect(a.heapKbEach).toBeGreaterThan(LIMIT_KB / 2);
  expect(a.heapKbEach).toBeLessThanOrEqual(LIMIT_KB);
}, 180_000);
