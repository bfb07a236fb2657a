import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import pg from 'pg';
import { makeNoticeWorkflowId } from '../../domain/notices/notice.js';
import { openDatabase, type Db } from '../../registry/db.js';
import { createKeyWrap } from '../../client/connection/key-wrap.js';
import { createNoticeKeys } from '../../client/connection/notice-keys.js';
import { createPayloadCodec } from '../../client/connection/payload-codec.js';
import { followNotice, receive } from '../support/orders.js';
import { eventually } from '../support/eventually.js';
import { withCertificate } from '../support/with-certificate.js';
import { startDesk, type RunningDesk } from '../support/running-desk.js';

let desk: RunningDesk;
let connection: Connection;
/** Sends as a compromised worker could: with the key that encrypts payloads. */
let client: Client;
let keys: Db;
let registry: pg.Client;
beforeAll(async () => {
  desk = await startDesk();
  const { temporal } = desk.file();
  connection = await Connection.connect(withCertificate(temporal));
  keys = openDatabase({ url: desk.adminDatabase(), maxConnections: 1 });
  client = new Client({ connection, namespace: temporal.namespace, dataConverter: sealing(temporal.namespace) });
  registry = new pg.Client({ connectionString: desk.adminDatabase() });
  await registry.connect();
});
afterAll(async () => {
  await registry?.end();
  await keys?.destroy();
  await connection?.close();
  await desk.discard();
});

function sealing(namespace: string): DataConverter {
  const { payloadKey } = JSON.parse(readFileSync(join(desk.home, 'secrets.json'), 'utf8'));
  const noticeKeys = createNoticeKeys(keys, createKeyWrap({ current: payloadKey, former: [] }));
  return { payloadCodecs: [createPayloadCodec({ keys: noticeKeys, namespace })] };
}

async function submitted(locator: string) {
  const { body } = await receive(desk, { targets: [{ type: 'account', locator }] });
  const notice = followNotice(desk, body.id);
  await notice.command('reviewer', 'triage', {});
  await notice.command('reviewer', 'decide', {
    select: { all: true },
    action: 'withhold',
    grounds: ['legal_basis_met'],
  });
  await notice.command('reviewer', 'submit', {});
  return { id: body.id as string, notice };
}

/**
 * What an attacker with access to Temporal and the payload key can do: an Update built only from what histories
 * contain.
 */
async function forge(noticeId: string, { id, name, roles }: { id: string; name: string; roles: string[] }) {
  const handle = client.workflow.getHandle(makeNoticeWorkflowId(noticeId));
  const { submission } = await handle.query<{ submission: { digest: string } }>('state');
  const command = {
    id: randomUUID(),
    name: 'approve',
    actor: { kind: 'person', id, name, roles },
    body: { submission: 1, digest: submission.digest },
  };
  await handle.executeUpdate('command', { updateId: command.id, args: [command] });
}

const fetchPersonId = async (role: 'approver') => (await desk.call(role, 'GET', '/v1/me')).body.person;
const countOperations = async (noticeId: string) =>
  (await registry.query('select 1 from operation where notice_id = $1', [noticeId])).rowCount;

const pagedOnce = (noticeId: string) =>
  eventually(
    async () => {
      const page = `select from staff_message where notice_id = $1 and channel = 'page'`;
      return (await registry.query(page, [noticeId])).rowCount;
    },
    (pages) => pages === 1,
  );

test('rejects a forged approval sent straight to Temporal, reports it, and still accepts the genuine one', async () => {
  const { id, notice } = await submitted('@forged_approval');
  const approver = await fetchPersonId('approver');
  // given an Update in the approver's name, and one in the name of a person who does not exist
  await forge(id, { ...approver, roles: ['approver'] });
  await forge(id, { id: 'nobody at all', name: 'Nobody', roles: ['approver', 'counsel'] });
  // then the notice is unchanged, the platform got no request, and an alert was raised
  const forged = await eventually(
    async () => (await notice.list('timeline')).filter(({ action }: { action: string }) => action === 'command_forged'),
    (entries) => entries.length === 2,
  );
  const claimed = forged.map(({ detail }: { detail: { claimed: string } }) => detail.claimed);
  expect(claimed).toEqual(expect.arrayContaining([approver.name, 'Nobody']));
  const { stage, submission, alert } = await notice.read();
  expect({ stage, approvals: submission.approvals }).toEqual({ stage: 'approval', approvals: [] });
  expect(alert.map(({ kind }: { kind: string }) => kind)).toContain('forged_command');
  expect(await countOperations(id)).toBe(0);
  await pagedOnce(id);
  // and the approver's own approval carries it out
  await notice.command('approver', 'approve', { submission: 1, digest: submission.digest });
  const done = await eventually(
    () => notice.read(),
    ({ stage: now, counts }) => now === 'in_force' && counts.applied === 1,
  );
  expect(done.submission.approvals.map(({ by }: { by: string }) => by)).toEqual([approver.id]);
});

test('does not enforce an approval written into the registry and sent to Temporal without a signature', async () => {
  const { id, notice } = await submitted('@forged_row');
  const approver = await fetchPersonId('approver');
  const { submission } = await notice.read();
  const body = { submission: 1, digest: submission.digest };
  const actor = { kind: 'person', id: approver.id, name: approver.name, roles: ['approver'] };
  const command = { id: randomUUID(), name: 'approve', actor, body };
  await registry.query('insert into command (id, notice_id, name, actor, body) values ($1, $2, $3, $4, $5)', [
    command.id,
    id,
    command.name,
    JSON.stringify(actor),
    JSON.stringify(command),
  ]);
  const handle = client.workflow.getHandle(makeNoticeWorkflowId(id));
  await handle.executeUpdate('command', { updateId: command.id, args: [command] });
  const after = await eventually(
    () => notice.read(),
    ({ stage }) => stage === 'review',
  );
  expect(after.alert.map(({ kind }: { kind: string }) => kind)).toContain('approval_unproven');
  expect(await countOperations(id)).toBe(0);
  await pagedOnce(id);
});

test('counts two simultaneous approvals by one person once, and rejects one of a concurrent approval and return', async () => {
  const race = async (locator: string) => {
    const { body } = await receive(desk, { targets: [{ type: 'account', locator }] });
    const notice = followNotice(desk, body.id);
    await notice.command('reviewer', 'triage');
    await notice.decide({ all: true }, 'push_back');
    const { submission } = await notice.submit();
    const approval = { submission: submission.number, digest: submission.digest };
    const say = async (role: 'approver' | 'approver2' | 'counsel', command: string, said: object) =>
      (await desk.call(role, 'POST', `/v1/notices/${body.id}/${command}`, said)).status;
    // Refusing an order also needs counsel's approval.
    const twice = await Promise.all([say('approver', 'approve', approval), say('approver', 'approve', approval)]);
    expect(twice.toSorted((a, b) => a - b)).toEqual([200, 403]);
    expect((await notice.read()).submission.approvals).toHaveLength(1);
    const back = { submission: submission.number, reason: 'Look again' };
    const [approved, returned] = await Promise.all([
      say('counsel', 'approve', approval),
      say('approver2', 'return', back),
    ]);
    expect([approved, returned].toSorted((a, b) => a - b)).toEqual([200, 409]);
    const { stage, submission: after } = await notice.read();
    expect(after.state).toBe(approved === 200 ? 'approved' : 'returned');
    expect(stage === 'review').toBe(returned === 200);
  };
  await Promise.all(['@race_a', '@race_b', '@race_c'].map(race));
});

test('shows ops the run of an open notice by number and stage, and nothing of a secret notice', async () => {
  const people = ['reviewer', 'approver', 'counsel'] as const;
  const named = await Promise.all(people.map(async (role) => (await desk.call(role, 'GET', '/v1/me')).body.person.id));
  const open = (await receive(desk)).body;
  const secret = (await receive(desk, { secrecy: { level: 'gagged', people: named } })).body;
  const shown = async (id: string) => {
    const handle = client.workflow.getHandle(makeNoticeWorkflowId(id));
    const { currentDetails } = await handle.query<{ currentDetails: string }>('__temporal_workflow_metadata');
    return [(await (await handle.describe()).staticSummary()) ?? null, currentDetails];
  };
  await eventually(
    () => Promise.all([open, secret].map(({ id }) => shown(id).catch(() => null))),
    (both) => both.every((one) => one !== null),
  );
  expect(await shown(open.id)).toEqual([open.number, `${open.number} · triage`]);
  expect(await shown(secret.id)).toEqual([null, '']);
});

test('publishes the keys that verify approvals, and keeps each process’s private key to itself', async () => {
  const { body } = await desk.call(null, 'GET', '/v1/receipt-keys');
  const [approval, ...others] = body.items.filter(({ use }: { use: string }) => use === 'approval');
  expect([approval, others]).toEqual([expect.objectContaining({ algorithm: 'ed25519', until: null }), []]);
  const { rows } = await registry.query('select distinct key_id from signed_act');
  expect(rows).toEqual([{ key_id: approval.id }]);
  const holders = (name: string) =>
    listChildren(desk.file().pid).filter(({ environment }) => environment.includes(name));
  expect(holders('APPROVAL_SIGNING_KEY=').map(({ program }) => program)).toEqual(['notice-desk-api']);
  expect(holders('AUDIT_SIGNING_KEY=').map(({ program }) => program)).toEqual(['notice-desk-api']);
  expect(holders('RECEIPT_SIGNING_KEY=').map(({ program }) => program)).toEqual(['notice-desk-api']);
  const [verifier, ...more] = holders('APPROVAL_PUBLIC_KEYS=');
  expect([verifier?.environment.includes('WORKER_ROLE=enforcement'), more]).toEqual([true, []]);
});

function listChildren(parent: number): { program: string; environment: string }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
        if (Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) !== parent) return [];
        const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
        const program = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
        return [{ program, environment }];
      } catch {
        return []; // it has ended meanwhile
      }
    });
}
