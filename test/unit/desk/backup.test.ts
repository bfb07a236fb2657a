import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import yazl from 'yazl';
import { readArchive, readManifest, writeArchive } from '../../../desk/backup/archive.js';
import { whileFrozen } from '../../../desk/backup/freeze.js';
import { restoredFrom } from '../../../desk/backup/restored-mark.js';
import { restoreBackup } from '../../../desk/backup/restore-backup.js';
import { takeBackup } from '../../../desk/backup/take-backup.js';
import { findProcess } from '../../../desk/children/process-identity.js';

let folder: string;
let at = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'desk-backup-test-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const fresh = (name: string) => join(folder, `${(at += 1)}-${name}`);

/** A home as a stopped desk leaves it, with a fake cluster: at rest a backup only copies it. */
function aHome(): string {
  const home = fresh('home');
  for (const path of ['logs', 'postgres/base/1', 'postgres/pg_tblspc', 'postgres/pg_wal', 'witness'])
    mkdirSync(join(home, path), { recursive: true });
  writeFileSync(
    join(home, 'secrets.json'),
    JSON.stringify({ databasePassword: 'x'.repeat(20), temporalDatabasePassword: 'y'.repeat(20) }),
  );
  writeFileSync(join(home, 'postgres/PG_VERSION'), '18\n');
  writeFileSync(join(home, 'postgres/base/1/1259'), Buffer.alloc(100_000, 7));
  writeFileSync(join(home, 'witness/log'), 'a checkpoint');
  writeFileSync(join(home, 'witness/log.partial'), 'another checkpoint');
  writeFileSync(join(home, 'other.zip.123.part'), 'the draft of another backup');
  writeFileSync(join(home, 'temporal.db'), 'engine');
  writeFileSync(join(home, 'logs/api.log'), 'left out');
  return home;
}

async function backedUp(withoutKeys = false): Promise<{ home: string; file: string }> {
  const [home, file] = [aHome(), fresh('desk.zip')];
  await takeBackup({ home, file, withoutKeys, say: () => undefined });
  return { home, file };
}

const restore = (file: string, keys?: string, home = fresh('restored')) =>
  restoreBackup({ file, home, keys, say: () => undefined }).then(() => home);

describe('backup of a stopped desk', () => {
  test('is private, restores the same files, and records its time', async () => {
    const { file } = await backedUp();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const home = await restore(file);
    const { takenAt, running } = await readManifest(file);
    expect([running, restoredFrom(home)]).toEqual([false, takenAt]);
    expect(readFileSync(join(home, 'postgres/base/1/1259'))).toEqual(Buffer.alloc(100_000, 7));
    expect(readFileSync(join(home, 'witness/log'), 'utf8')).toBe('a checkpoint');
    expect(readFileSync(join(home, 'witness/log.partial'), 'utf8')).toBe('another checkpoint');
    expect(readdirSync(home).sort()).toEqual(['postgres', 'restored.json', 'secrets.json', 'temporal.db', 'witness']);
    expect(readdirSync(join(home, 'postgres')).sort()).toEqual(['PG_VERSION', 'base', 'pg_tblspc', 'pg_wal']);
  });

  test('without keys is restored only with the keys given separately', async () => {
    const { home, file } = await backedUp(true);
    expect(JSON.stringify(await readManifest(file))).not.toContain('secrets.json');
    await expect(restore(file)).rejects.toThrow('taken without keys');
    const restored = await restore(file, join(home, 'secrets.json'));
    expect(statSync(join(restored, 'secrets.json')).mode & 0o777).toBe(0o600);
    const whole = await backedUp();
    await expect(restore(whole.file, join(home, 'secrets.json'))).rejects.toThrow('has its own keys');
  });

  test('rejects an existing file, a non-empty target, and a folder that is no home', async () => {
    const { home, file } = await backedUp();
    const again = takeBackup({ home, file, withoutKeys: false, say: () => undefined });
    await expect(again).rejects.toThrow('already exists');
    await expect(restore(file, undefined, home)).rejects.toThrow('not empty');
    const nowhere = takeBackup({ home: fresh('none'), file: fresh('x.zip'), withoutKeys: false, say: () => undefined });
    await expect(nowhere).rejects.toThrow('not the home of a desk');
  });

  test('includes the PostgreSQL of Temporal for a cluster', async () => {
    const [home, file] = [aHome(), fresh('cluster.zip')];
    rmSync(join(home, 'temporal.db'));
    mkdirSync(join(home, 'temporal-postgres/pg_tblspc'), { recursive: true });
    writeFileSync(join(home, 'temporal-postgres/PG_VERSION'), '18\n');
    writeFileSync(join(home, 'temporal-server.yaml'), 'a password of this run');
    await takeBackup({ home, file, withoutKeys: false, say: () => undefined });
    const restored = await restore(file);
    expect(readdirSync(restored).sort()).toEqual([
      'postgres',
      'restored.json',
      'secrets.json',
      'temporal-postgres',
      'witness',
    ]);
    expect(readFileSync(join(restored, 'temporal-postgres/PG_VERSION'), 'utf8')).toBe('18\n');
  });

  test('is refused when the registry is outside the home', async () => {
    const home = aHome();
    rmSync(join(home, 'postgres'), { recursive: true });
    const backup = takeBackup({ home, file: fresh('x.zip'), withoutKeys: false, say: () => undefined });
    await expect(backup).rejects.toThrow('with its own tools');
  });
});

describe('damaged backup', () => {
  test.each([
    ['cut short', (bytes: Buffer) => bytes.subarray(0, bytes.length - 200), 'not a backup of a desk'],
    ['with a byte of a file changed', flip, /home\/temporal\.db (is damaged|was changed since the backup)/],
    ['that is something else', () => Buffer.from('hello'), 'not a backup of a desk'],
  ])('restores nothing: %s', async (_, harm, says) => {
    const { file } = await backedUp();
    writeFileSync(file, harm(readFileSync(file)));
    const home = fresh('restored');
    await expect(restore(file, undefined, home)).rejects.toThrow(says);
    expect(readdirSync(folder).filter((name) => name.includes('restor'))).not.toContain(home.split('/').at(-1));
    expect(readdirSync(folder).filter((name) => name.startsWith('.restoring'))).toEqual([]);
  });

  test('is reported when its file does not exist', async () => {
    await expect(restore(fresh('none.zip'))).rejects.toThrow('there is no such file');
  });
});

function flip(bytes: Buffer): Buffer {
  const name = Buffer.from('home/temporal.db');
  const from = bytes.indexOf(name) + name.length + 1;
  const changed = Buffer.from(bytes);
  changed[from] = (changed[from] ?? 0) ^ 0xff;
  return changed;
}

/** Targets of this process's file descriptors; one that is closed meanwhile has none. */
function openFiles(): string[] {
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      return [readlinkSync(`/proc/self/fd/${fd}`)];
    } catch {
      return [];
    }
  });
}

describe('forged backup', () => {
  async function forged(manifest: object, files: Record<string, string> = {}): Promise<string> {
    const file = fresh('forged.zip');
    const zip = new yazl.ZipFile();
    for (const [name, text] of Object.entries(files)) zip.addBuffer(Buffer.from(text), name);
    zip.addBuffer(Buffer.from(JSON.stringify(manifest)), 'manifest.json');
    zip.end();
    await pipeline(zip.outputStream, createWriteStream(file));
    return file;
  }
  const facts = { format: 1, takenAt: '2026-11-30T10:00:00.000Z', running: false };
  const of = (text: string) => ({ bytes: text.length, sha256: createHash('sha256').update(text).digest('hex') });
  const whole = { 'home/secrets.json': '{}', 'postgres/PG_VERSION': '18' };
  const stated = Object.fromEntries(Object.entries(whole).map(([name, text]) => [name, of(text)]));

  test.each(['../slip', 'postgres/../../slip', '/tmp/slip', 'a\\\\..\\\\slip', 'elsewhere/x', ''])(
    'creates no folder outside its target: %s',
    async (name) => {
      const home = fresh('restored');
      const file = await forged({ ...facts, files: stated, folders: [name] }, whole);
      await expect(restore(file, undefined, home)).rejects.toThrow('not a valid path');
      expect(existsSync(home)).toBe(false);
      expect(existsSync(join(folder, 'slip'))).toBe(false);
    },
  );

  test('writes no file outside its target', async () => {
    const file = await forged({ ...facts, files: { ...stated, 'home/../../slip': of('x') }, folders: [] }, whole);
    await expect(restore(file)).rejects.toThrow('not a valid path');
  });

  test('unpacks no more than it declares, and no more than a backup may have', async () => {
    const short = { ...stated, 'postgres/PG_VERSION': { ...of('18'), bytes: 1 } };
    const more = restore(await forged({ ...facts, files: short, folders: [] }, whole));
    await expect(more).rejects.toThrow('does not have its stated length');
    const huge = { ...stated, 'postgres/huge': { ...of('x'), bytes: 2 ** 50 } };
    await expect(restore(await forged({ ...facts, files: huge, folders: [] }, whole))).rejects.toThrow(
      'than a backup can have',
    );
    const folders = Array.from({ length: 1_000_001 }, () => 'postgres/x');
    await expect(restore(await forged({ ...facts, files: stated, folders }, whole))).rejects.toThrow(
      'than a backup can have',
    );
  });

  test('is rejected without a database', async () => {
    const files = { 'home/secrets.json': of('{}') };
    const file = await forged({ ...facts, files, folders: [] }, { 'home/secrets.json': '{}' });
    await expect(restore(file)).rejects.toThrow('no database');
  });
});

test('writeArchive leaves no file behind when it fails', async () => {
  const file = fresh('failed.zip');
  const fill = async () => Promise.reject(new Error('the registry went away'));
  await expect(writeArchive(file, fill)).rejects.toThrow('the registry went away');
  expect(readdirSync(folder).filter((name) => name.includes('failed'))).toEqual([]);
  expect(openFiles().filter((path) => path.startsWith(file))).toEqual([]);
});

test('writeArchive leaves out a file that disappears in the meantime', async () => {
  const file = fresh('gone.zip');
  const manifest = await writeArchive(file, async (archive) => {
    expect(await archive.addFile(fresh('never'), 'never')).toBe(false);
    await archive.addText('kept', 'kept');
    return { takenAt: new Date().toISOString(), running: false };
  });
  expect(Object.keys(manifest.files)).toEqual(['kept']);
  await readArchive(file, manifest);
});

describe('whileFrozen', () => {
  test('stops a process during the action, and resumes it when the action fails', async () => {
    const path = fresh('ticks');
    writeFileSync(path, '');
    const ticking = spawn('/bin/sh', ['-c', `while :; do echo >> ${path}; sleep 0.02; done`], { stdio: 'ignore' });
    try {
      const identity = findProcess(ticking.pid ?? 0);
      if (identity === undefined) throw new Error('it did not start');
      const size = () => statSync(path).size;
      const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
      await wait(200);
      await whileFrozen(identity, async () => {
        await wait(100);
        const before = size();
        await wait(300);
        expect(size()).toBe(before);
      });
      await expect(whileFrozen(identity, () => Promise.reject(new Error('disk full')))).rejects.toThrow('disk full');
      const before = size();
      for (let tries = 0; size() === before && tries < 100; tries += 1) await wait(50);
      expect(size()).toBeGreaterThan(before);
    } finally {
      ticking.kill('SIGKILL');
    }
  });
});
