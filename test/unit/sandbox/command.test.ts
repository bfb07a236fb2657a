import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { canDropNetwork, sandbox, type SandboxedProgram } from '../../../sandbox/command.js';

const run = promisify(execFile);

/** Tries everything that a reader of hostile bytes must not do, and prints what succeeded. */
const PROBE = `
import { readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { spawnSync } from 'node:child_process';
const [, , file, port] = process.argv;
const can = (what) => { try { return what() !== undefined; } catch { return false; } };
const connected = await new Promise((resolve) => {
  connect(Number(port), '127.0.0.1').once('connect', () => resolve(true)).once('error', () => resolve(false));
});
console.log(JSON.stringify({
  reads: can(() => readFileSync(file)),
  readsPasswords: can(() => readFileSync('/etc/passwd')),
  writes: can(() => writeFileSync(file + '.new', 'x') ?? true),
  spawns: can(() => spawnSync('/bin/true').error === undefined || undefined),
  connects: connected,
}));
process.exit(0);
`;

let folder: string;
let outside: string;
let server: Server;
beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'sandbox-')));
  outside = realpathSync(mkdtempSync(join(tmpdir(), 'outside-')));
  writeFileSync(join(folder, 'probe.mjs'), PROBE);
  writeFileSync(join(outside, 'secret.txt'), 'secret');
  server = createServer((socket) => socket.end()).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
});
afterAll(() => {
  server.close();
  for (const each of [folder, outside]) rmSync(each, { recursive: true, force: true });
});

async function probe(more: Partial<SandboxedProgram> = {}): Promise<Record<string, boolean>> {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const program = pathToFileURL(join(folder, 'probe.mjs'));
  const { command, args } = await sandbox({
    program,
    args: [join(outside, 'secret.txt'), String(port)],
    ...more,
  });
  const { stdout } = await run(command, args, { env: { TZ: 'UTC' } });
  return JSON.parse(stdout);
}

describe('sandbox', () => {
  test('lets a program read only its own folder, and neither write nor start programs', async () => {
    const { connects, ...rest } = await probe();
    expect(rest).toEqual({ reads: false, readsPasswords: false, writes: false, spawns: false });
    expect(connects).toBe(!(await canDropNetwork()));
  });

  test('lets a program read the named files, and use the network if it needs one', async () => {
    const readable = [join(outside, 'secret.txt')];
    expect(await probe({ readable, network: true })).toEqual({
      reads: true,
      readsPasswords: false,
      writes: false,
      spawns: false,
      connects: true,
    });
  });
});
