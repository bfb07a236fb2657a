import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { createTlsFront } from '../../desk/temporal/tls-front.js';
import { connectEngine } from '../../client/connect.js';
import type { TemporalSettings } from '../../client/connection/connection.js';
import { accounts, receive } from '../support/orders.js';
import { startBareEngine } from '../support/bare-engine.js';
import { eventually } from '../support/eventually.js';
import { withCertificate } from '../support/with-certificate.js';
import { startDesk, type RunningDesk } from '../support/running-desk.js';
import { anAuthority } from '../support/tls/certificates.js';

const CANARIES = ['canary-annotation', 'canary-proposal', 'canary-office', 'Reviewer Demo'];

let desk: RunningDesk;
let connection: Connection;
beforeAll(async () => {
  desk = await startDesk();
  connection = await Connection.connect(withCertificate(desk.file().temporal));
});
afterAll(async () => {
  await connection.close();
  await desk.discard();
});

test('leaves no personal text readable in Temporal, its history or its database', async () => {
  const { id } = (await receive(desk, { targets: accounts(2) })).body;
  const say = (command: string, body: unknown) => desk.call('reviewer', 'POST', `/v1/notices/${id}/${command}`, body);
  expect((await say('annotate', { text: CANARIES[0], audience: 'internal' })).status).toBe(200);
  const dialogue = { with: CANARIES[2], subject: 'A meeting', proposal: CANARIES[1] };
  expect((await desk.call('approver', 'POST', `/v1/notices/${id}/request-dialogue`, dialogue)).status).toBe(200);
  const history = await new Client({ connection }).workflow.getHandle(`notice-${id}`).fetchHistory();
  const text = historyToJSON(history);
  const payloads = [...text.matchAll(/"data":\s*"([A-Za-z0-9+/=]+)"/g)].map(([, data = '']) =>
    Buffer.from(data, 'base64'),
  );
  expect(payloads.length).toBeGreaterThan(3);
  const files = ['temporal.db', 'temporal.db-wal'].map((name) => readFileSync(join(desk.home, name)));
  for (const canary of CANARIES) {
    expect(text).not.toContain(canary);
    expect(payloads.some((payload) => payload.includes(canary))).toBe(false);
    expect(files.some((file) => file.includes(canary))).toBe(false);
  }
});

test('ignores a workflow run started directly in Temporal under or beside a notice’s name', async () => {
  const { id } = (await receive(desk, { targets: accounts(1) })).body;
  const read = async () => (await desk.call('reviewer', 'GET', `/v1/notices/${id}`)).body;
  const before = await eventually(read, (notice) => notice.workflow.started === true);
  const { workflow } = new Client({ connection });
  const own = await workflow.getHandle(`notice-${id}`).describe();
  for (const workflowId of [`notice-${randomUUID()}`, 'beside']) {
    const handle = await workflow.start('noticeWorkflow', {
      taskQueue: own.taskQueue,
      workflowId,
      args: [
        { noticeId: id, number: before.number, targets: 1, clocks: [], authenticity: 'signer_verified', subject: 'x' },
      ],
    });
    await expect(handle.result()).rejects.toMatchObject({ name: 'WorkflowFailedError' });
  }
  const { authenticity, stage, subject } = before;
  expect(await read()).toMatchObject({ authenticity, stage, subject });
  const openAlerts = async () => (await desk.call('ops', 'GET', '/v1/ops/alerts?kind=forged_command')).body.items;
  await eventually(openAlerts, (items) => items.some((item: { notice: string | null }) => item.notice === null));
});

test('ignores and reports a command sent straight to Temporal without the key, and blocks nothing', async () => {
  const { id } = (await receive(desk, { targets: accounts(1) })).body;
  const read = async () => (await desk.call('reviewer', 'GET', `/v1/notices/${id}`)).body;
  await eventually(read, (notice) => notice.workflow.started === true);
  const forged = {
    id: randomUUID(),
    name: 'annotate',
    actor: { kind: 'system', id: 'notice-desk', name: 'Notice Desk', roles: [] },
    body: { text: 'x', audience: 'internal' },
  };
  const handle = new Client({ connection }).workflow.getHandle(`notice-${id}`);
  await expect(handle.executeUpdate('command', { updateId: forged.id, args: [forged] })).rejects.toThrow();
  const openAlerts = async () => (await desk.call('ops', 'GET', '/v1/ops/alerts?limit=200')).body.items;
  await eventually(openAlerts, (items) =>
    items.some((item: { notice: string; kind: string }) => item.notice === id && item.kind === 'forged_command'),
  );
  const timeline = (await desk.call('reviewer', 'GET', `/v1/notices/${id}/timeline`)).body.items;
  expect(timeline.map(({ action }: { action: string }) => action)).not.toContain('annotate');
  expect((await desk.call('reviewer', 'POST', `/v1/notices/${id}/claim`, {})).status).toBe(200);
});

describe('Temporal over mutual TLS', () => {
  test('accepts a process with its certificate, and rejects a missing certificate and another server’s', async () => {
    const [ours, others] = await Promise.all([anAuthority('ours'), anAuthority('others')]);
    const [server, process, stranger] = await Promise.all([
      ours.issue('temporal'),
      ours.issue('notice-desk'),
      others.issue('notice-desk'),
    ]);
    const engine = await startBareEngine();
    const { address: behind, namespace } = engine.settings;
    const { certificate: cert, key } = server;
    const target = Number(behind.split(':')[1]);
    const front = createTlsFront({ ca: ours.certificate, cert, key, target }).listen(0, '127.0.0.1');
    await once(front, 'listening');
    const address = `127.0.0.1:${(front.address() as AddressInfo).port}`;
    const reach = async (tls: Pick<TemporalSettings, 'tlsCa' | 'tlsCert' | 'tlsKey' | 'tlsServerName'>) => {
      const reached = await connectEngine({ address, namespace, ...tls, dataConverter: {} });
      await reached.ping();
      await reached.close();
    };
    try {
      const [tlsCa, wrongCa] = [ours.certificate, others.certificate];
      const shown = { tlsCert: process.certificate, tlsKey: process.key };
      await expect(reach({ tlsCa, ...shown })).resolves.toBeUndefined();
      await expect(reach({ tlsCa, ...shown, tlsServerName: 'localhost' })).resolves.toBeUndefined();
      await expect(reach({ tlsCa, ...shown, tlsServerName: 'other.example' })).rejects.toThrow();
      await expect(reach({ tlsCa })).rejects.toThrow();
      await expect(reach({ tlsCa, tlsCert: stranger.certificate, tlsKey: stranger.key })).rejects.toThrow();
      await expect(reach({ tlsCa: wrongCa, ...shown })).rejects.toThrow();
      await expect(reach({})).rejects.toThrow();
    } finally {
      front.close();
      await engine.stop();
    }
  });
});
