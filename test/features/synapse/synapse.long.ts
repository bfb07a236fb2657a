import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createRateLimiter } from '../../../platforms/rate-limiter.js';
import type { PlatformClient } from '../../../platforms/client.js';
import { createPlatformActivities } from '../../../activities/platform.js';
import { createSynapsePlatform } from '../../../platforms/synapse/synapse-platform.js';
import { formatReport } from '../../../platforms/conformance/report.js';
import { runChecks } from '../../../platforms/conformance/run-checks.js';
import { APPROVAL_KEYS } from '../../support/approval-keys.js';
import { listPlatformIds } from '../../support/enforcement-fixture.js';
import { openCuttingServer } from '../../support/cutting-server.js';
import { sendUntilKnown } from '../../support/send-until-known.js';
import {
  aNotice,
  anActivity,
  anApprovedDecision,
  anApprovedRestoration,
  startRegistry,
  type Registry,
} from '../../support/registry-fixture.js';
import { startSynapse, type RunningSynapse, type SynapseUser } from './support/start-synapse.js';

const VENV = process.env['SYNAPSE_VENV'] ?? '';
const CLIENT = '/_matrix/client/v3';

let registry: Registry;
let synapse: RunningSynapse;
let desk: SynapseUser;
let platform: PlatformClient;
beforeAll(async () => {
  [registry, synapse] = await Promise.all([startRegistry(), startSynapse(VENV)]);
  desk = await synapse.register('notice-desk', { admin: true });
  platform = createSynapsePlatform({ db: registry.enforcement, url: synapse.url, token: desk.token });
}, 120_000);
afterAll(async () => {
  await platform.close();
  await synapse.stop();
  await registry.stop();
});

const link = (...parts: string[]) => `https://matrix.to/#/${parts.map(encodeURIComponent).join('/')}`;
const aRoom = async (user: SynapseUser, preset = 'public_chat') =>
  String((await user.ask('POST', `${CLIENT}/createRoom`, { preset })).body.room_id);
const say = (user: SynapseUser, room: string, body: string) =>
  user.ask('PUT', `${CLIENT}/rooms/${encodeURIComponent(room)}/send/m.room.message/${randomUUID()}`, {
    msgtype: 'm.text',
    body,
  });
const join = (user: SynapseUser, room: string) => user.ask('POST', `${CLIENT}/join/${encodeURIComponent(room)}`, {});
const seen = async (user: SynapseUser, room: string, event: string) =>
  (await user.ask('GET', `${CLIENT}/rooms/${encodeURIComponent(room)}/event/${encodeURIComponent(event)}`)).body;

test('Synapse passes every conformance rule for a platform without countries, on accounts and rooms', async () => {
  const names = ['conform-1', 'conform-2'];
  const users = await Promise.all(names.map((name) => synapse.register(name)));
  const rooms = await Promise.all(users.map((user) => aRoom(user)));
  for (const targets of [
    names.map((name) => ({ type: 'account', locator: `@${name}` })),
    rooms.map((room) => ({ type: 'channel', locator: link(room) })),
  ]) {
    const report = formatReport(await runChecks({ platform, targets, countries: ['IN', 'TR'] }));
    process.stdout.write(`${report}\n`);
    expect(report).not.toContain('FAIL');
    expect(report).toContain('9 passed, 0 failed, 5 not offered');
  }
});

test('Synapse enforces an order as users see it, proves and notifies it, and restores what Matrix allows', async () => {
  const writers = await Promise.all(Array.from({ length: 12 }, (_, at) => synapse.register(`kisan-${at}`)));
  const [writer, reader] = [writers[0], await synapse.register('reader')];
  if (writer === undefined) throw new Error('Nobody was registered.');
  const [room, hall] = [await aRoom(writer, 'private_chat'), await aRoom(writer)];
  await writer.ask('POST', `${CLIENT}/rooms/${encodeURIComponent(room)}/invite`, { user_id: reader.id });
  await join(reader, room);
  const event = String((await say(writer, room, 'Come to Singhu')).body.event_id);

  expect((await seen(reader, room, event)).content.body).toBe('Come to Singhu');

  const noticeId = await aNotice(registry, [
    ...writers.map(({ id }) => id),
    { type: 'post', locator: link(room, event) },
    { type: 'channel', locator: link(hall) },
    '@gone:home.example',
    '@far:elsewhere.example',
  ]);
  const activities = createPlatformActivities({
    db: registry.enforcement,
    platform,
    verifier: APPROVAL_KEYS.verifier(),
    pace: createRateLimiter(),
    activity: anActivity(),
  });
  await activities.resolveTargets({ noticeId });
  await anApprovedDecision(registry, { noticeId, decisions: [{ action: 'remove_law' }] });
  expect(await activities.enforce({ noticeId, submission: 1 })).toMatchObject({ ok: true });
  expect(await activities.proveEffect({ noticeId, submission: 1 })).toMatchObject({ ok: true });

  expect(await say(writer, room, 'Again')).toMatchObject({ status: 403, body: { errcode: 'M_USER_SUSPENDED' } });
  expect((await seen(reader, room, event)).content).toEqual({});
  expect(await join(reader, hall)).toMatchObject({ status: 403 });
  const statuses = await registry.db
    .selectFrom('operation')
    .select(({ fn }) => ['status', fn.countAll().as('count')])
    .where('notice_id', '=', noticeId)
    .groupBy('status')
    .orderBy('status')
    .execute();
  expect(statuses).toEqual([
    { status: 'applied', count: 14 },
    { status: 'failed', count: 1 },
    { status: 'refused', count: 1 },
  ]);

  const ids = await listPlatformIds(registry, noticeId);
  const message = { type: 'account', id: writer.id, language: 'en', subject: 'Suspended', text: 'By order.' };
  const results = await platform.sendMessages([{ key: 'one', ...message, appealUrl: '' }]);
  expect(results?.get('one')).toMatchObject({ status: 'applied' });
  const { body: synced } = await writer.ask('GET', `${CLIENT}/sync`);
  expect(Object.keys(synced.rooms.invite)).toHaveLength(1);

  await anApprovedRestoration(registry, { noticeId, number: 2, targets: [1, 13, 14] });
  expect(await activities.enforce({ noticeId, submission: 2 })).toMatchObject({ ok: true });
  expect(await say(writer, room, 'Back')).toMatchObject({ status: 200 });
  expect(await join(reader, hall)).toMatchObject({ status: 200 });
  const states = await platform.state(ids);
  expect([0, 1, 12, 13].map((at) => states.get(ids[at] ?? '')?.everywhere)).toEqual([false, true, true, false]);
  const operations = registry.db.selectFrom('operation').select('message').where('submission', '=', 2);
  expect(await operations.where('status', '=', 'refused').where('notice_id', '=', noticeId).execute()).toEqual([
    { message: 'Redacted content cannot be restored on Matrix.' },
  ]);
}, 120_000);

test('Synapse applies every effect and redacts each event once although a third of the answers are lost', async () => {
  const writer = await synapse.register('shaken');
  const room = await aRoom(writer);
  const events = await Promise.all(Array.from({ length: 20 }, (_, at) => say(writer, room, `Line ${at}`)));
  let turn = 0;
  const server = await openCuttingServer(synapse.url, () => turn++ % 3 === 0);
  const shaky = createSynapsePlatform({ db: registry.enforcement, url: server.url, token: desk.token });
  const operations = events.map(({ body }) => ({
    key: randomUUID(),
    action: 'remove' as const,
    type: 'post',
    id: `${room}/${body.event_id}`,
    countries: [],
    reason: 'remove_law',
    notice: 'N-2021-000001',
  }));
  const known = await sendUntilKnown(shaky, operations, 200);
  await shaky.close();
  await server.stop();
  expect(known.size).toBe(20);
  const states = await platform.state(operations.map(({ id }) => id));
  expect([...states.values()].every(({ everywhere }) => everywhere)).toBe(true);
  const filter = encodeURIComponent(JSON.stringify({ types: ['m.room.redaction'] }));
  const { body } = await writer.ask(
    'GET',
    `${CLIENT}/rooms/${encodeURIComponent(room)}/messages?dir=b&limit=100&filter=${filter}`,
  );
  expect(body.chunk).toHaveLength(20);
}, 120_000);
