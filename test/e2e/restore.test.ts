import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startSamplePlatform } from '../../examples/sample-platform.js';
import { accounts, followNotice, receive } from '../support/orders.js';
import { eventually } from '../support/eventually.js';
import { startDesk, type DeskAnswer, type RunningDesk } from '../support/running-desk.js';

const backups = mkdtempSync(join(tmpdir(), 'desk-backups-'));
const file = join(backups, 'desk.zip');
const SECRETS = { token: 'a-token-for-the-sample', webhookSecret: `whsec_${Buffer.alloc(32, 7).toString('base64')}` };

/** A separate platform that a restore of the desk does not affect, with a count of its operations. */
let platform: Server;
let acts = 0;
let desk: RunningDesk;
beforeAll(async () => {
  platform = await startSamplePlatform(0, SECRETS);
  platform.on('request', ({ url }) => (acts += url === '/operations' ? 1 : 0));
  desk = await startDesk({
    PLATFORM_URL: `http://127.0.0.1:${(platform.address() as AddressInfo).port}`,
    PLATFORM_TOKEN: SECRETS.token,
    PLATFORM_WEBHOOK_SECRET: SECRETS.webhookSecret,
  });
});
afterAll(async () => {
  await desk.discard();
  platform.closeAllConnections();
  platform.close();
  rmSync(backups, { recursive: true, force: true });
});

type Notice = ReturnType<typeof followNotice>;

async function submitted(overrides: Record<string, unknown> = {}): Promise<{ id: string; notice: Notice }> {
  const { id } = (await receive(desk, overrides)).body;
  const notice = followNotice(desk, id);
  await notice.command('reviewer', 'triage');
  await notice.decide({ all: true }, 'withhold');
  await notice.submit();
  return { id, notice };
}

const alert = async (): Promise<{ kind: string; notice: string | null; summary: string }[]> =>
  (await desk.call('ops', 'GET', '/v1/ops/alerts?limit=200')).body.items;

/** The second line of a checkpoint: the number of audit entries it covers. */
const readSize = ({ body }: DeskAnswer): number => Number(String(body).split('\n')[1]);

test('restored backup on an empty machine reports what it missed, and sends nothing before review', async () => {
  const done = await submitted();
  await done.notice.approve();
  await done.notice.reaches('in_force');
  const waiting = await submitted();
  const pressing = (await receive(desk, { orderedDeadline: { within: 'PT30S' }, targets: accounts(1) })).body.id;
  const before = await desk.call('auditor', 'GET', '/v1/audit/checkpoint');

  const backup = await desk.cli('backup', file);
  expect(backup).toMatchObject({ code: 0, out: expect.stringContaining('the desk as of') });
  expect(await desk.cli('backup', file)).toMatchObject({ code: 1, err: expect.stringContaining('already exists') });

  // After the backup, one order is enforced and another received. Then the machine is lost.
  await waiting.notice.approve();
  await waiting.notice.reaches('in_force');
  const key = randomUUID();
  const lost = { targets: accounts(1) };
  expect((await receive(desk, lost, key)).status).toBe(201);
  const actsBefore = acts;
  await desk.killAll();
  rmSync(desk.home, { recursive: true });
  mkdirSync(desk.home, { mode: 0o700 });

  expect(await desk.cli('restore', file)).toMatchObject({ code: 0, out: expect.stringContaining('npm start') });
  expect(await desk.cli('restore', file)).toMatchObject({ code: 1, err: expect.stringContaining('not empty') });
  await desk.start();
  expect(await done.notice.read()).toMatchObject({ stage: 'in_force', counts: { applied: 3 } });
  expect(await waiting.notice.read()).toMatchObject({ stage: 'approval', counts: { applied: 0 } });
  const after = await desk.call('auditor', 'GET', '/v1/audit/checkpoint');
  expect(readSize(after)).toBeGreaterThanOrEqual(readSize(before));

  // Nothing is sent before the comparison is read: an approval given now waits.
  await waiting.notice.approve();
  const restored = await eventually(
    async () => (await alert()).find(({ kind }) => kind === 'restored')?.summary ?? '',
    (summary) => summary.includes('Enforcement continues'),
  );
  expect(restored).toContain(
    'later notices, decisions and actions are missing. Nothing is sent to the platform. 3 of the 7 targets it knows differ',
  );
  const drifted = (await alert()).filter(({ kind }) => kind === 'platform_drift');
  expect(drifted).toMatchObject([
    { notice: waiting.id, summary: expect.stringContaining('in force without a decision: 3') },
  ]);
  expect([acts, (await waiting.notice.read()).counts.applied]).toEqual([actsBefore, 0]);
  const resumed = await desk.call(
    'ops',
    'POST',
    '/v1/ops/enforcement/resume',
    { reason: 'Read.' },
    { 'idempotency-key': randomUUID() },
  );
  expect(resumed).toMatchObject({ status: 200, body: { paused: false } });
  await waiting.notice.reaches('in_force');
  // The platform knows the keys: it returns the first receipts, and nothing is done twice.
  const receipts = (await waiting.notice.list('targets')).map(({ receipt }: { receipt: string }) => receipt);
  expect(receipts).toEqual(['sample-4', 'sample-5', 'sample-6']);

  // Missed deadlines are reported, an order from after the backup is accepted when sent again, and registry and
  // workflows agree.
  await eventually(
    async () => (await alert()).filter(({ notice }) => notice === pressing).map(({ kind }) => kind),
    (kinds) => kinds.includes('clock_missed'),
    90_000,
  );
  expect((await receive(desk, lost, key)).status).toBe(201);
  expect((await alert()).map(({ kind }) => kind)).not.toContain('divergence');
});
