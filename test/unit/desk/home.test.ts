import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { removeDeskFile, writeDeskFile } from '../../../desk/desk-file.js';
import { lockHome, openHome, refuseOtherEngine } from '../../../desk/home.js';
import { findProcess } from '../../../desk/children/process-identity.js';
import { readOrMakeSecrets } from '../../../desk/secrets.js';

const folder = mkdtempSync(join(tmpdir(), 'desk-home-'));
afterAll(() => rmSync(folder, { recursive: true }));
let count = 0;
const newHome = () => openHome(join(folder, `home-${(count += 1)}`));
const readMode = (path: string) => (statSync(path).mode & 0o777).toString(8);

describe('openHome', () => {
  test('creates a folder that only its owner can enter', () => {
    expect(readMode(newHome())).toBe('700');
  });

  test('accepts a folder with other files and leaves its mode alone', () => {
    const foreign = join(folder, 'foreign');
    mkdirSync(foreign, { mode: 0o755 });
    writeFileSync(join(foreign, 'thesis.txt'), '');
    openHome(foreign);
    expect(readMode(foreign)).toBe('755');
  });

  test('names the home when it cannot be created', () => {
    writeFileSync(join(folder, 'a-file'), '');
    expect(() => openHome(join(folder, 'a-file', 'home'))).toThrow(/DESK_HOME=.*a-file\/home: cannot be used/);
  });
});

describe('lockHome', () => {
  test('rejects a second desk, naming the home and the running pid', () => {
    const home = newHome();
    const lock = lockHome(home);
    expect(() => lockHome(home)).toThrow(`A desk is already running on ${home} (pid ${process.pid})`);
    lock.release();
    lockHome(home).release();
    expect(existsSync(join(home, 'desk.lock'))).toBe(false);
  });

  test('takes over the lock of a killed desk', async () => {
    const home = newHome();
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await once(child, 'spawn');
    writeFileSync(join(home, 'desk.lock'), JSON.stringify(findProcess(child.pid ?? 0)));
    expect(() => lockHome(home)).toThrow(/is already running/);
    child.kill('SIGKILL');
    await once(child, 'exit');
    lockHome(home).release();
  });

  test('takes over a lock whose pid was given to another process', () => {
    const home = newHome();
    writeFileSync(join(home, 'desk.lock'), JSON.stringify({ pid: process.pid, startedAt: 'earlier' }));
    const lock = lockHome(home);
    expect(JSON.parse(readFileSync(join(home, 'desk.lock'), 'utf8'))).toEqual(findProcess(process.pid));
    lock.release();
  });

  test('takes over an invalid lock', () => {
    const home = newHome();
    writeFileSync(join(home, 'desk.lock'), '');
    lockHome(home).release();
  });
});

test.each([
  ['full', 'temporal.db', 'embedded desk'],
  ['dev', 'temporal-postgres', 'cluster'],
] as const)('the %s Temporal server is refused a home that contains %s', (engine, mark, owner) => {
  const home = newHome();
  expect(() => refuseOtherEngine(home, engine)).not.toThrow();
  writeFileSync(join(home, mark), '');
  expect(() => refuseOtherEngine(home, engine)).toThrow(`belongs to a`);
  expect(() => refuseOtherEngine(home, engine)).toThrow(owner);
});

describe('readOrMakeSecrets', () => {
  test('has the log of a new home signed from its beginning, once', () => {
    const home = openHome(join(folder, 'log'));
    const state = join(home, 'audit-state.json');
    readOrMakeSecrets(home);
    expect(JSON.parse(readFileSync(state, 'utf8')).adopt.from).toBe('empty');
    rmSync(state);
    readOrMakeSecrets(home);
    expect(existsSync(state)).toBe(false);
  });

  test('refuses a home of an earlier build in one sentence and leaves its files as they are', () => {
    const home = newHome();
    const { format: _, ...earlier } = readOrMakeSecrets(home);
    const path = join(home, 'secrets.json');
    writeFileSync(path, JSON.stringify(earlier));
    expect(() => readOrMakeSecrets(home)).toThrow(
      `DESK_HOME=${home} was made by a build from before release 0.1.0, which this release cannot read. Start with an empty DESK_HOME.`,
    );
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(earlier);
  });

  test('creates the secrets once, privately, in the published formats', () => {
    const home = newHome();
    const made = readOrMakeSecrets(home);
    expect(readOrMakeSecrets(home)).toEqual(made);
    expect(readMode(join(home, 'secrets.json'))).toBe('600');
    expect(made.platformWebhookSecret).toMatch(/^whsec_[A-Za-z0-9+/]+=*$/);
    expect(Object.keys(made.keys)).toHaveLength(9);
    for (const key of Object.values(made.keys)) expect(key).toMatch(/^nd_[0-9a-f]{8}_[A-Za-z0-9_-]{43}$/);
    expect(new Set(Object.values(made.keys)).size).toBe(9);
  });

  test('rejects a damaged file instead of creating new secrets', () => {
    const home = newHome();
    writeFileSync(join(home, 'secrets.json'), '{"databasePassword":');
    expect(() => readOrMakeSecrets(home)).toThrow(/secrets.json: damaged/);
    writeFileSync(join(home, 'secrets.json'), '{"format":1}');
    expect(() => readOrMakeSecrets(home)).toThrow(/secrets.json: damaged/);
  });
});

test('desk.json is written privately and removed', () => {
  const home = newHome();
  const { keys, platformToken } = readOrMakeSecrets(home);
  const temporal = { address: '127.0.0.1:1', namespace: 'default', ui: '' };
  const file = {
    pid: 1,
    api: '',
    apis: [],
    console: '',
    outbox: '',
    temporal,
    database: '',
    smtp: '',
    metrics: [],
    inbound: '',
    platform: '',
    platformToken,
    keys,
  };
  writeDeskFile(home, file);
  expect(readMode(join(home, 'desk.json'))).toBe('600');
  expect(JSON.parse(readFileSync(join(home, 'desk.json'), 'utf8'))).toEqual(file);
  removeDeskFile(home);
  expect(existsSync(join(home, 'desk.json'))).toBe(false);
});
