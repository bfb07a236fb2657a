import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';

const BUILT = new URL('../../../dist/console/', import.meta.url);
const MAX_KB = 250;

const read = (path: string) => readFileSync(new URL(path.replace(/^\//, ''), BUILT));

/** A script and everything it needs before it runs, without what it later loads by `import()`. */
function withImports(path: string, seen = new Set<string>()): Set<string> {
  if (seen.has(path)) return seen;
  seen.add(path);
  for (const [, other = ''] of read(path)
    .toString()
    .matchAll(/(?:from|import)\s*"\.\/([\w.-]+\.js)"/g)) {
    withImports(`assets/${other}`, seen);
  }
  return seen;
}

test('the first load of queue and notice stays within the script budget', () => {
  const [, entry = ''] = /<script type="module"[^>]* src="([^"]+)"/.exec(read('index.html').toString()) ?? [];
  const scripts = [...withImports(entry.replace(/^\//, ''))];
  const bytes = scripts.reduce((sum, path) => sum + gzipSync(read(path), { level: 9 }).length, 0);
  expect(scripts.length).toBeGreaterThan(0);
  expect(Math.round(bytes / 1000)).toBeLessThanOrEqual(MAX_KB);
});

test('index.html loads nothing from another host', () => {
  const outside = [
    ...read('index.html')
      .toString()
      .matchAll(/(?:src|href)="(https?:)?\/\/[^"]+"/g),
  ];
  expect(outside).toEqual([]);
});
