import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { hasPackages, listForeignReleases, planInstall } from '../../../scripts/installed.mjs';

const LOCK = {
  '': {},
  console: { version: '1.0.0' },
  'node_modules/fastify': { version: '5.0.0', integrity: 'a' },
  'node_modules/jest': { version: '30.0.0', integrity: 'b', dev: true },
  'node_modules/other-platform': { version: '1.0.0', integrity: 'c', optional: true },
};
const FASTIFY = { 'node_modules/fastify': { version: '5.0.0', integrity: 'a' } };
const JEST = { 'node_modules/jest': { version: '30.0.0', integrity: 'b', dev: true } };

describe('installed packages', () => {
  test('suffice for a start without those of tests, and for nothing else', () => {
    expect(hasPackages(LOCK, FASTIFY, 'start')).toBe(true);
    expect(hasPackages(LOCK, FASTIFY, 'all')).toBe(false);
    expect(hasPackages(LOCK, { ...FASTIFY, ...JEST }, 'all')).toBe(true);
  });

  test.each([
    ['none', {}],
    ['another version', { 'node_modules/fastify': { version: '4.0.0', integrity: 'a' } }],
    ['other content', { 'node_modules/fastify': { version: '5.0.0', integrity: 'x' } }],
  ])('do not suffice with %s of a package', (_, have) => {
    expect(hasPackages(LOCK, have, 'start')).toBe(false);
  });

  test('are completed, not thrown away', () => {
    expect(planInstall({}, 'start')).toMatchObject({
      set: 'start',
      args: expect.arrayContaining(['ci', '--omit=dev']),
    });
    const completed = planInstall(FASTIFY, 'all');
    expect(completed).toMatchObject({
      set: 'all',
      args: expect.arrayContaining(['install', '--no-save', '--include=dev']),
    });
  });

  // npm would remove them.
  test('keep those of tests when a start needs another version', () => {
    expect(planInstall({ ...FASTIFY, ...JEST }, 'start')).toMatchObject({
      set: 'all',
      args: expect.arrayContaining(['install', '--include=dev']),
    });
  });
});

describe('package-lock.json', () => {
  const { packages } = JSON.parse(readFileSync(new URL('../../../package-lock.json', import.meta.url), 'utf8'));
  const isForTests = (name: string) => packages[`node_modules/${name}`].dev === true;

  test.each(['jest', 'knip', 'typescript-native', '@sparticuz/chromium', '@biomejs/biome', '@atproto/ozone'])(
    'leaves %s out of a start',
    (name) => expect(isForTests(name)).toBe(true),
  );

  test.each(['rolldown', 'vite', 'react', 'fastify', '@temporalio/worker'])('has %s in a start', (name) =>
    expect(isForTests(name)).toBe(false),
  );
});

describe('programs of the SDK for other platforms', () => {
  const linux = ['x86_64-unknown-linux-gnu', 'aarch64-unknown-linux-gnu'];
  const releases = [...linux, 'x86_64-apple-darwin', 'aarch64-apple-darwin', 'x86_64-pc-windows-msvc'];
  const foreign = (arch: string, platform: string) => listForeignReleases(releases, { arch, platform });

  test('are listed for each platform, without its own', () => {
    for (const [arch, platform, own] of [
      ['x64', 'linux', linux[0]],
      ['arm64', 'darwin', 'aarch64-apple-darwin'],
      ['x64', 'win32', 'x86_64-pc-windows-msvc'],
    ] as const)
      expect(foreign(arch, platform)).toEqual(releases.filter((name) => name !== own));
  });

  test('are kept on a platform that has none of its own', () => {
    expect(foreign('s390x', 'linux')).toEqual([]);
    expect(foreign('x64', 'freebsd')).toEqual([]);
  });
});
