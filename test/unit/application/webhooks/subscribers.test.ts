import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createServer } from 'node:http';
import { sql } from 'kysely';
import { Webhook } from 'standardwebhooks';
import { Agent } from 'undici';
import { uuidv7 } from 'uuidv7';
import { notifySubscribers } from '../../../../application/letters/webhooks/deliver-events.js';
import { createKeyWrap } from '../../../../client/connection/key-wrap.js';
import { createNoticeKeys } from '../../../../client/connection/notice-keys.js';
import { webhookMessage, type WebhookMessage } from '../../../../contract/webhooks.js';
import { rotateKeys } from '../../../../jobs/rotate-keys.js';
import { startApi, type ApiHarness } from '../../../support/api-harness.js';
import { listenOnLoopback } from '../../../support/simulators/listen.js';

interface Accepted extends WebhookMessage {
  id: string;
  path: string;
}

let api: ApiHarness;
let port: number;
let accepted: Accepted[];
let answer: (path: string) => number | 'never';
/** By the path of the address. */
let secrets: Record<string, string>;

const server = createServer((request, response) => {
  void (async () => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const path = request.url ?? '';
    const status = answer(path);
    if (status === 'never') return;
    const signed = new Webhook(secrets[path] ?? '').verify(text, request.headers as Record<string, string>);
    if (status < 300)
      accepted.push({ ...webhookMessage.parse(signed), id: String(request.headers['webhook-id']), path });
    response.writeHead(status).end();
  })();
});

beforeAll(async () => {
  port = await listenOnLoopback(server);
  api = await startApi();
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await api.close();
});
beforeEach(async () => {
  await api.db.deleteFrom('webhook_subscriber').execute();
  await sql`update change set state = 'expired' where state = 'pending'`.execute(api.db);
  [answer, secrets, accepted] = [() => 204, {}, []];
});

/** Leads the addresses of all hosts to this test's server. */
const toHere = () =>
  new Agent().compose(
    (dispatch) => (options, handler) => dispatch({ ...options, origin: `http://127.0.0.1:${port}` }, handler),
  );

const work = () => notifySubscribers(api.context, { isStopped: () => false, dispatcher: toHere() });
const patch = (id: string, payload: object) =>
  api.app.inject({
    method: 'PATCH',
    url: `/v1/subscribers/${id}`,
    headers: { authorization: `Bearer ${api.people.admin.key}`, 'idempotency-key': uuidv7() },
    payload,
  });
const remove = (id: string) =>
  api.app.inject({
    method: 'DELETE',
    url: `/v1/subscribers/${id}`,
    headers: { authorization: `Bearer ${api.people.admin.key}` },
  });
const ask = (name: string, body: object = {}) =>
  api.post('/v1/subscribers', 'admin', { name, url: `https://${name}.example/${name}`, ...body });
const confirm = (change: string, as: 'counsel' | 'admin' = 'counsel') =>
  api.post(`/v1/changes/${change}/confirm`, as, {});
const list = async () => (await api.get('/v1/subscribers', 'admin')).json().items;
const typesAt = (path: string) => accepted.filter((one) => one.path === path).map(({ type }) => type);

async function add(name: string, filter: object = {}): Promise<string> {
  const { subscriber, secret, change } = (await ask(name, filter)).json();
  secrets[`/${name}`] = secret;
  expect((await confirm(change)).statusCode).toBe(200);
  return subscriber;
}

describe('subscriber that an admin adds', () => {
  test('receives nothing until a second person has confirmed its host, and then what happens', async () => {
    const asked = await ask('one');
    expect(asked.statusCode).toBe(202);
    const { change, secret, subscriber } = asked.json();
    secrets['/one'] = secret;
    expect((await confirm(change, 'admin')).statusCode).toBe(403);
    await api.receive();
    await work();
    expect(await list()).toMatchObject([{ id: subscriber, state: 'unconfirmed', host: null }]);
    expect((await confirm(change)).statusCode).toBe(200);
    await work();
    expect(accepted).toEqual([]);
    const { number } = await api.receive();
    await work();
    expect(accepted.map(({ type, data }) => [type, data.number])).toContainEqual(['notice.notice_received', number]);
    expect(await list()).toMatchObject([{ state: 'active', host: 'one.example', requested: null }]);
  });

  test('shows address and secret to nobody later, and the log holds neither', async () => {
    const asked = await ask('one', { url: 'https://one.example/one?token=of-the-chat' });
    const shown = JSON.stringify([
      await list(),
      (await api.get(`/v1/changes/${asked.json().change}`, 'counsel')).json(),
      (await sql`select detail from audit_entry`.execute(api.db)).rows,
    ]);
    const stored = JSON.stringify((await sql`select answer from idempotency`.execute(api.db)).rows);
    expect(shown + stored).not.toContain('of-the-chat');
    expect(shown + stored).not.toContain(asked.json().secret);
    expect(shown).toContain('one.example');
  });

  test('receives only what its filter fits', async () => {
    await add('one', { countries: ['DE'] });
    const { id } = await api.receive();
    const { rows } = await sql<{ law: string }>`select regime_id as law from notice where id = ${id}`.execute(api.db);
    await add('two', { types: ['notice.*'], laws: [rows[0]?.law], countries: ['IN'] });
    await add('three', { types: ['notice.claim'] });
    await api.receive();
    await work();
    expect(typesAt('/one')).toEqual([]);
    expect(typesAt('/two')).toContain('notice.notice_received');
    expect(typesAt('/three')).toEqual([]);
  });

  test('receives no events of a secret notice', async () => {
    await add('one');
    await api.receive({ secrecy: await api.gagged() });
    await work();
    expect(accepted).toEqual([]);
  });

  test('keeps its address until a new one is confirmed', async () => {
    const id = await add('one');
    secrets['/new'] = secrets['/one'] ?? '';
    const { change } = (
      await api.post(`/v1/subscribers/${id}/address`, 'admin', { url: 'https://new.example/new' })
    ).json();
    await api.receive();
    await work();
    expect([typesAt('/one').length > 0, typesAt('/new').length]).toEqual([true, 0]);
    await confirm(change);
    await api.receive();
    await work();
    expect(typesAt('/new').length).toBeGreaterThan(0);
  });

  test('does not hold up others while it does not answer', async () => {
    await add('one');
    await add('two');
    await api.receive();
    answer = (path) => (path === '/one' ? 500 : 204);
    await work();
    expect([typesAt('/one').length, typesAt('/two').length > 0]).toEqual([0, true]);
    answer = () => 204;
    await api.db
      .updateTable('webhook_event')
      .set({ next_at: new Date(0) })
      .execute();
    await work();
    expect(typesAt('/one')).toEqual(typesAt('/two'));
    const ids = accepted.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('gets later what happened while it was paused', async () => {
    const id = await add('one');
    await patch(id, { paused: true });
    await api.receive();
    await work();
    expect(accepted).toEqual([]);
    expect(await list()).toMatchObject([{ state: 'paused' }]);
    expect((await patch(id, { paused: false })).statusCode).toBe(204);
    await work();
    expect(typesAt('/one')).toContain('notice.notice_received');
  });

  test('gets events signed with its secret until a second person has confirmed another, which is shown once', async () => {
    const id = await add('one');
    const again = { 'idempotency-key': uuidv7() };
    const first = await api.post(`/v1/subscribers/${id}/secret`, 'admin', {}, again);
    const { secret, change } = first.json();
    expect(first.statusCode).toBe(202);
    expect((await api.post(`/v1/subscribers/${id}/secret`, 'admin', {}, again)).json()).toEqual({
      change,
      state: 'pending',
    });
    expect(secret).not.toBe(secrets['/one']);
    await api.receive();
    await work();
    const before = typesAt('/one').length;
    expect(before).toBeGreaterThan(0);
    expect(await list()).toMatchObject([{ requested: { what: 'secret', host: null, change } }]);
    expect((await confirm(change, 'admin')).statusCode).toBe(403);
    expect((await confirm(change)).statusCode).toBe(200);
    secrets['/one'] = secret;
    await api.receive();
    await work();
    expect(typesAt('/one').length).toBeGreaterThan(before);
    expect(await list()).toMatchObject([{ state: 'active', host: 'one.example', requested: null }]);
  });

  test('keeps its filter until a second person has confirmed a wider one; a narrower one counts immediately', async () => {
    const id = await add('one', { countries: ['DE'] });
    const asked = await patch(id, { countries: [], name: 'renamed' });
    expect(asked.statusCode).toBe(202);
    await api.receive();
    await work();
    expect(accepted).toEqual([]);
    expect(await list()).toMatchObject([{ name: 'renamed', countries: ['DE'], requested: { what: 'filter' } }]);
    expect((await confirm(asked.json().change)).statusCode).toBe(200);
    await api.receive();
    await work();
    expect(typesAt('/one')).toContain('notice.notice_received');
    expect((await patch(id, { types: ['clock.*'] })).statusCode).toBe(204);
    expect(await list()).toMatchObject([{ types: ['clock.*'], countries: [], requested: null }]);
  });

  test('gets no wider filter that was requested before a narrower one', async () => {
    const id = await add('one', { countries: ['DE', 'IN'] });
    const { change } = (await patch(id, { countries: [] })).json();
    await patch(id, { countries: ['DE'] });
    expect((await confirm(change)).statusCode).toBe(409);
    expect(await list()).toMatchObject([{ countries: ['DE'] }]);
  });

  test('keeps the filter of its request while its address waits, or a narrower one, and its secret', async () => {
    const { subscriber: id, change } = (await ask('one', { countries: ['IN', 'DE'] })).json();
    expect((await patch(id, { countries: [] })).statusCode).toBe(409);
    expect((await api.post(`/v1/subscribers/${id}/secret`, 'admin', {})).statusCode).toBe(409);
    expect((await patch(id, { countries: ['DE'] })).statusCode).toBe(204);
    const { after } = (await api.get(`/v1/changes/${change}`, 'counsel')).json();
    expect(after).toMatchObject({ host: 'one.example', countries: ['IN', 'DE'] });
    expect((await confirm(change)).statusCode).toBe(200);
    expect(await list()).toMatchObject([{ state: 'active', countries: ['DE'] }]);
  });

  test('gets nothing of a request that a newer one replaced', async () => {
    const id = await add('one', { countries: ['DE'] });
    const url = 'https://new.example/new';
    const { change } = (await api.post(`/v1/subscribers/${id}/address`, 'admin', { url })).json();
    const filter = (await patch(id, { countries: [] })).json().change;
    expect((await confirm(change)).statusCode).toBe(409);
    expect((await confirm(filter)).statusCode).toBe(200);
    expect(await list()).toMatchObject([{ host: 'one.example', countries: [] }]);
  });

  test('gets a test event, tried once and without an alert', async () => {
    const id = await add('one');
    answer = () => 404;
    const { event } = (await api.post(`/v1/subscribers/${id}/test`, 'admin', {})).json();
    await work();
    const { items } = (await api.get(`/v1/webhooks?subscriber=${id}`, 'ops')).json();
    expect(items).toMatchObject([
      {
        id: event,
        type: 'webhook.test',
        state: 'dead',
        lastError: 'It answered 404.',
        subscriber: { id, name: 'one' },
      },
    ]);
    expect((await api.get('/v1/ops/alerts?kind=webhook_given_up', 'ops')).json().items).toEqual([]);
    expect(await list()).toMatchObject([{ givenUp: 0, lastTest: { state: 'dead', error: 'It answered 404.' } }]);
    answer = () => 204;
    await api.post(`/v1/subscribers/${id}/test`, 'admin', {});
    await work();
    expect(typesAt('/one')).toEqual(['webhook.test']);
  });

  test('has an alert and a replay of its own for events that were given up', async () => {
    const id = await add('one', { types: ['notice.*'] });
    await add('two', { types: ['notice.*'] });
    await api.receive();
    await work();
    accepted = [];
    await sql`update webhook_event set state = 'dead' where subscriber_id = ${id}`.execute(api.db);
    await work();
    const alerts = async () => (await api.get('/v1/ops/alerts?kind=webhook_given_up', 'ops')).json().items;
    expect(await alerts()).toMatchObject([
      { summary: expect.stringMatching(/^The subscriber "one" has not accepted/) },
    ]);
    expect((await list())[0]).toMatchObject({ name: 'one', waiting: 0, givenUp: expect.any(Number) });
    const body = { state: 'dead', subscriber: id };
    await api.post('/v1/webhooks/replay', 'ops', body, { 'idempotency-key': uuidv7() });
    await work();
    expect(new Set(accepted.map(({ path }) => path))).toEqual(new Set(['/one']));
    expect(await alerts()).toEqual([]);
  });

  test('keeps its secrets, present and requested, when the wrapping key is replaced', async () => {
    const id = await add('one');
    const { change, secret } = (await api.post(`/v1/subscribers/${id}/secret`, 'admin', {})).json();
    const former = Buffer.alloc(32, 7).toString('base64');
    const wrap = createKeyWrap({ current: Buffer.alloc(32, 8).toString('base64'), former: [former] });
    await rotateKeys({ db: api.db, keys: createNoticeKeys(api.db, wrap) });
    const only = createKeyWrap({ current: Buffer.alloc(32, 8).toString('base64'), former: [] });
    await api.receive();
    const keys = createNoticeKeys(api.db, only);
    await notifySubscribers({ ...api.context, keys }, { isStopped: () => false, dispatcher: toHere() });
    const before = typesAt('/one').length;
    expect(before).toBeGreaterThan(0);
    expect((await confirm(change)).statusCode).toBe(200);
    secrets['/one'] = secret;
    await api.receive();
    await notifySubscribers({ ...api.context, keys }, { isStopped: () => false, dispatcher: toHere() });
    expect(typesAt('/one').length).toBeGreaterThan(before);
    await rotateKeys({ db: api.db, keys: api.context.keys });
  });

  test('takes its events along when it is removed, and its address can no longer be confirmed', async () => {
    const id = await add('one');
    const { change } = (
      await api.post(`/v1/subscribers/${id}/address`, 'admin', { url: 'https://new.example/new' })
    ).json();
    await api.receive();
    expect((await remove(id)).statusCode).toBe(204);
    await work();
    expect(accepted).toEqual([]);
    expect((await confirm(change)).statusCode).toBe(409);
    expect((await remove(id)).statusCode).toBe(404);
  });
});

describe('/v1/subscribers', () => {
  test.each([
    [{ url: 'http://one.example/' }, '/url'],
    [{ url: 'https://10.0.0.1/hook' }, '/url'],
    [{ url: 'https://[::1]/hook' }, '/url'],
    [{ url: 'https://me@one.example/' }, '/url'],
    [{ types: ['notice.decided'] }, '/types/0'],
    [{ alerts: ['fire'] }, '/alerts/0'],
    [{ laws: ['XX-1'] }, '/laws/0'],
    [{ countries: ['ZZ'] }, '/countries/0'],
    [{ countries: ['Germany'] }, '/countries/0'],
    [{ name: '' }, '/name'],
    [{ stage: ['triage'] }, '/stage'],
  ])('rejects %j at its place and leaves nothing behind', async (body, path) => {
    const refused = await ask('bad', body);
    expect([refused.statusCode, refused.json().errors[0].path]).toEqual([422, path]);
    expect(await list()).toEqual([]);
    const { items } = (await api.get('/v1/changes?kind=subscriber&state=pending', 'admin')).json();
    expect(items).toEqual([]);
  });

  test('rejects a second one of the same name, and an unknown value of a changed filter', async () => {
    const id = await add('one', { countries: ['IN'] });
    expect((await ask('one')).json().errors[0].path).toBe('/name');
    const refused = await patch(id, { name: 'other', laws: ['XX-1'] });
    expect(refused.json().errors[0].path).toBe('/laws/0');
    expect(await list()).toMatchObject([{ name: 'one', laws: [], countries: ['IN'] }]);
  });

  test('tests only an active one', async () => {
    const { subscriber } = (await ask('one')).json();
    expect((await api.post(`/v1/subscribers/${subscriber}/test`, 'admin', {})).statusCode).toBe(409);
    const paused = await add('two');
    await patch(paused, { paused: true });
    expect((await api.post(`/v1/subscribers/${paused}/test`, 'admin', {})).statusCode).toBe(409);
    expect((await api.post(`/v1/subscribers/${uuidv7()}/test`, 'admin', {})).statusCode).toBe(404);
  });

  test.each(['reviewer', 'ops', 'counsel', 'intake'] as const)('is forbidden for %s', async (role) => {
    expect((await api.get('/v1/subscribers', role)).statusCode).toBe(403);
    expect((await api.post('/v1/subscribers', role, {})).statusCode).toBe(403);
  });

  test('sends to no private address, whatever the name leads to', async () => {
    await add('one', { url: 'https://localhost/one' });
    await api.receive();
    await notifySubscribers(api.context, { isStopped: () => false });
    const { items } = (await api.get('/v1/webhooks?state=pending', 'ops')).json();
    expect(items.map(({ lastError }: { lastError: string | null }) => lastError)).toContain(
      'It is in a private network.',
    );
  });
});
