import { describe, expect, test } from '@jest/globals';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { findCommand } from '../../../desk/children/process-identity.js';
import { enterNetwork, inOwnNetwork, LOOPBACK_UP, whyNoOwnNetwork } from '../../../desk/temporal/own-network.js';
import { eventually } from '../../support/eventually.js';

const run = promisify(execFile);
const WITH_SBIN = { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin:/sbin` };

const isHere = (program: string) =>
  run('sh', ['-c', 'command -v "$1"', 'sh', program], { env: WITH_SBIN }).then(
    () => true,
    () => false,
  );
const found = await Promise.all(LOOPBACK_UP.map(async (way) => ((await isHere(way.split(' ')[0] ?? '')) ? [way] : [])));

const CALL = `const socket = require('node:net').connect(Number(process.argv[1]), '127.0.0.1');
socket.on('connect', () => { console.log('reached'); socket.destroy(); });
socket.on('error', ({ code }) => console.log(code));`;

test('a machine without util-linux reports why it offers no private network', async () => {
  const { PATH } = process.env;
  process.env['PATH'] = '/nowhere';
  const why = await whyNoOwnNetwork().finally(() => (process.env['PATH'] = PATH));
  expect(why).toContain('util-linux');
});

if ((await whyNoOwnNetwork()) === undefined)
  describe('private network namespace', () => {
    test.each(found.flat())('has a loopback brought up by: %s', async (way) => {
      const script = `${way} && cat /proc/net/fib_trie`;
      const { stdout } = await run('unshare', ['--user', '--map-root-user', '--net', '--', 'sh', '-c', script], {
        env: WITH_SBIN,
      });
      expect(stdout).toContain('127.0.0.1');
    });

    test('reaches no listener on the machine', async () => {
      const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as { port: number };
      const [program, ...args] = inOwnNetwork([process.execPath, '-e', CALL, String(port)]);
      const outside = await run(process.execPath, ['-e', CALL, String(port)]);
      const inside = await run(program, args);
      server.close();
      expect([outside.stdout.trim(), inside.stdout.trim()]).toEqual(['reached', 'ECONNREFUSED']);
    });

    test('is entered by its process, which becomes the command and keeps its pid', async () => {
      const listen = `require('node:net').createServer((socket) => socket.destroy()).listen(17_233, '127.0.0.1');`;
      const [program, ...args] = inOwnNetwork([process.execPath, '-e', listen]);
      const child = spawn(program, args, { stdio: 'ignore' });
      const pid = child.pid ?? 0;
      try {
        await eventually(
          () => Promise.resolve(findCommand(pid) ?? ''),
          (command) => command.startsWith(process.execPath),
          10_000,
        );
        const [enter, ...rest] = enterNetwork(pid, [process.execPath, '-e', CALL, '17233']);
        const reach = () => run(enter, rest).then(({ stdout }) => stdout.trim());
        await eventually(reach, (said) => said === 'reached', 20_000);
      } finally {
        child.kill('SIGKILL');
      }
    });
  });
