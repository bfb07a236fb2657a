import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

test('gives every kind of work its own advisory lock number', () => {
  const numbers = ['registry', 'worker', 'client', 'activities', 'api', 'watchdog'].flatMap((room) =>
    readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .flatMap((name) => [...readFileSync(join(ROOT, room, name), 'utf8').matchAll(/_LOCK = ([\d_]+);/g)])
      .map(([, number]) => number),
  );
  expect(numbers.length).toBeGreaterThanOrEqual(6);
  expect(numbers.toSorted()).toEqual([...new Set(numbers)].toSorted());
});
