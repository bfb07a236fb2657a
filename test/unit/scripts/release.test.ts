import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { nameRelease } from '../../../scripts/release.mjs';

const made: string[] = [];
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true });
});

const BUILT = {
  'programs/worker.js': 'work()',
  'workflow-bundle.js': 'live()',
  'registry/migrations/1.sql': 'select 1',
};

function computeName(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'desk-release-'));
  made.push(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const name = nameRelease(folder);
  expect(JSON.parse(readFileSync(join(folder, 'release.json'), 'utf8'))).toMatchObject({ build: name });
  return name;
}

test('names a release by its version and a hash of its contents', () => {
  expect(computeName(BUILT)).toMatch(/^\d+\.\d+\.\d+-[0-9a-f]{12}$/);
});

test.each(Object.keys(BUILT))('gives a release with another %s another name', (path) => {
  expect(computeName({ ...BUILT, [path]: 'something else' })).not.toBe(computeName(BUILT));
});

test('gives the same build in another folder, with source maps and tests, the same name', () => {
  const elsewhere = {
    ...BUILT,
    'workflow-bundle.js': 'live()\n//# sourceMappingURL=data:of-another-folder',
    'programs/worker.js.map': '{}',
    'test/chaos/main.js': 'kill()',
    '.tsbuildinfo': '{}',
  };
  expect(computeName(elsewhere)).toBe(computeName(BUILT));
});
