import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Connection } from '@temporalio/client';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { connect as connectSecurely } from 'node:tls';
import { findCommand, findChildren, readIdentity } from '../../desk/children/process-identity.js';
import { whyNoOwnNetwork } from '../../desk/temporal/own-network.js';
import { eventually } from '../support/eventually.js';
import { accounts, followNotice, receive } from '../support/orders.js';
import { startDesk, type RunningDesk } from '../support/running-desk.js';
import { withCertificate } from '../support/with-certificate.js';

const LISTENING = '0A';

function listening(pid: number | 'self'): Map<string, number> {
  const rows = ['tcp', 'tcp6'].flatMap((name) => {
    const path = `/proc/${pid}/net/${name}`;
    return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n').slice(1) : [];
  });
  return new Map(
    rows
      .map((row) => row.trim().split(/\s+/))
      .filter((fields) => fields[3] === LISTENING)
      .map((fields) => [fields[9] ?? '', Number.parseInt(fields[1]?.split(':')[1] ?? '', 16)]),
  );
}

function listSockets(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).flatMap((fd) => {
    try {
      return /^socket:\[(\d+)\]$/.exec(readlinkSync(join(folder, fd)))?.[1] ?? [];
    } catch {
      return []; // it was closed meanwhile
    }
  });
}

const isOpen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });

const { PATH = '' } = process.env;
if ((await whyNoOwnNetwork()) === undefined)
  describe('embedded desk with a network namespace for Temporal', () => {
    let desk: RunningDesk;
    beforeAll(async () => {
      desk = await startDesk();
    });
    afterAll(() => desk.discard());
    const serverPid = () => readIdentity(join(desk.home, 'temporal.pid'))?.pid ?? 0;
    const gatePid = () =>
      findChildren(desk.file().pid).find(({ pid }) => findCommand(pid)?.includes('temporal-gate'))?.pid;
    const gatePort = () => Number(desk.file().temporal.address.split(':')[1]);
    const goesOn = async () => {
      const { id } = (await receive(desk, { targets: accounts(2) })).body;
      const notice = followNotice(desk, id);
      await notice.command('reviewer', 'triage');
      await notice.decide({ all: true }, 'withhold');
      await notice.submit();
      await notice.approve();
      return notice.reaches('in_force');
    };

    test('leaves no port of Temporal’s server open to the machine', async () => {
      const server = serverPid();
      expect(findCommand(server)).toContain('start-dev');
      const own = listening(server);
      const listened = listSockets(server).filter((inode) => own.has(inode));
      // gRPC, HTTP, UI, and one for each internal service.
      expect(listened.length).toBeGreaterThanOrEqual(3);
      const machine = listening('self');
      expect(listened.filter((inode) => machine.has(inode))).toEqual([]);
      // In the machine's network another program, such as another desk, may listen on the same number.
      const others = new Set(machine.values());
      for (const port of own.values()) if (!others.has(port)) expect(await isOpen(port)).toBe(false);
    });

    test('rejects every connection to Temporal without its certificate', async () => {
      const { address, tls, ui } = desk.file().temporal;
      await expect(Connection.connect({ address, connectTimeout: 3_000 })).rejects.toThrow();
      const ca = readFileSync(tls?.ca ?? '', 'utf8');
      const socket = connectSecurely({ host: '127.0.0.1', port: gatePort(), ca, ALPNProtocols: ['h2'] });
      await expect(new Promise((resolve, reject) => socket.on('data', resolve).on('error', reject))).rejects.toThrow(
        /certificate required/,
      );
      const connection = await Connection.connect(withCertificate(desk.file().temporal));
      await connection.close();
      expect((await fetch(ui)).status).toBe(200);
      const terminate = `${ui}/api/v1/namespaces/default/workflows/notice-1/terminate`;
      expect((await fetch(terminate, { method: 'POST' })).status).toBe(403);
    });

    test('enforces an order, also after the gate and then the server were killed', async () => {
      expect((await goesOn()).counts).toMatchObject({ applied: 2 });
      const isReady = async () => (await desk.call(null, 'GET', '/readyz')).status === 200;
      for (const pidOf of [gatePid, serverPid]) {
        const before = pidOf() ?? 0;
        process.kill(before, 'SIGKILL');
        await eventually(
          () => Promise.resolve(pidOf()),
          (pid) => pid !== undefined && pid !== before,
          60_000,
        );
        await eventually(isReady, Boolean, 60_000);
        expect((await goesOn()).counts).toMatchObject({ applied: 2 });
      }
    });

    test('ends the gate when the supervisor is killed', async () => {
      const gate = gatePid() ?? 0;
      expect(findCommand(gate)).toBe('notice-desk-temporal-gate');
      process.kill(desk.file().pid, 'SIGKILL');
      await eventually(
        () => Promise.resolve(findCommand(gate) ?? ''),
        (command) => command === '',
        20_000,
      );
    });
  });

describe('embedded desk without network namespaces', () => {
  let desk: RunningDesk;
  beforeAll(async () => {
    // Without util-linux, as on macOS.
    desk = await startDesk({
      PATH: PATH.split(':')
        .map((folder) => `/nowhere${folder}`)
        .join(':'),
    });
  });
  afterAll(() => desk.discard());

  test('starts, and logs that every program can reach Temporal', async () => {
    expect(desk.file().temporal.tls).toBeUndefined();
    expect(readFileSync(join(desk.home, 'desk.log'), 'utf8')).toContain(
      "Temporal's port is open to every program on this machine",
    );
    const { address, ui } = desk.file().temporal;
    await (await Connection.connect({ address })).close();
    expect((await fetch(ui)).status).toBe(200);
  });
});
