import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createServer } from 'node:http';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { collectEvents, OF_SETTINGS } from '../../../../application/letters/webhooks/collect-events.js';
import { notifySubscribers } from '../../../../application/letters/webhooks/deliver-events.js';
import { webhookMessage, type WebhookMessage } from '../../../../contract/webhooks.js';
import { listenOnLoopback } from '../../../support/simulators/listen.js';
import { WEBHOOK_TRIES } from '../../../../domain/webhooks/webhook-event.js';
import { Webhook } from 'standardwebhooks';
import { appendAudit } from '../../../../registry/notices/audit.js';
import { raiseAlert, resolveAlert } from '../../../../registry/ops/alerts.js';
import { startApi, type ApiHarness } from '../../../support/api-harness.js';

const SECRET = `whsec_${Buffer.from('a-secret-of-some-length-for-tests').toString('base64')}`;

interface Accepted extends WebhookMessage {
  id: string;
}

let api: ApiHarness;
let url: string;
let accepted: Accepted[];
let tries: string[];
let answer: (message: WebhookMessage) => number;
let headers: Record<string, string>;
let gone: string | null;

const server = createServer((request, response) => {
  void (async () => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const id = String(request.headers['webhook-id']);
    const signed = new Webhook(SECRET).verify(text, request.headers as Record<string, string>);
    const message = webhookMessage.parse(signed);
    tries.push(id);
    const status = answer(message);
    if (status < 300) accepted.push({ ...message, id });
    response.writeHead(status, headers).end();
  })();
});

beforeAll(async () => {
  url = `http://127.0.0.1:${await listenOnLoopback(server)}/events`;
  api = await startApi();
});
afterAll(async () => {
  server.close();
  await api.close();
});
beforeEach(async () => {
  [answer, headers, gone, accepted, tries] = [() => 204, {}, null, [], []];
  await api.db.deleteFrom('webhook_event').execute();
  await api.db.deleteFrom('webhook_cursor').execute();
  await userNotice();
  [accepted, tries] = [[], []];
});

const userNotice = () =>
  notifySubscribers({ ...api.context, subscriber: { url: gone ?? url, secret: SECRET } }, { isStopped: () => false });

const wait = () =>
  api.db
    .updateTable('webhook_event')
    .set({ next_at: new Date(0) })
    .execute();

async function happens(id: string, text: string): Promise<void> {
  const actor = { kind: 'person' as const, id: api.people.reviewer.id, name: 'Rita', roles: [] };
  await appendAudit(api.db, [
    { at: new Date(), noticeId: id, actor, action: 'annotate', detail: { text, audience: 'internal' } },
  ]);
}
describe('webhook subscriber', () => {
  test('receives signed events of open notices, named by the audit action, without content', async () => {
    const { id, number } = await api.receive({ subject: 'Withhold these' });
    await userNotice();
    expect(accepted.map(({ type }) => type)).toContain('notice.notice_received');
    expect(accepted.every(({ data }) => data.notice === id && data.number === number)).toBe(true);
    expect(JSON.stringify(accepted)).not.toContain('Withhold these');
  });

  test('receives no events of a secret notice until its secrecy ends', async () => {
    const { id } = await api.receive({ secrecy: await api.gagged() });
    await userNotice();
    expect(tries).toEqual([]);
    await api.db
      .updateTable('notice')
      .set({ secrecy_until: new Date(Date.now() - 1_000) })
      .where('id', '=', id)
      .execute();
    await happens(id, 'It is open now.');
    await userNotice();
    expect(accepted.map(({ type, data }) => [type, data.notice])).toEqual([['notice.annotate', id]]);
  });

  test('does not receive events that were pending when the notice became secret', async () => {
    const { id } = await api.receive();
    answer = () => 503;
    await userNotice();
    await api.db.updateTable('notice').set({ secrecy_level: 'gagged' }).where('id', '=', id).execute();
    answer = () => 204;
    await wait();
    await userNotice();
    expect(accepted).toEqual([]);
  });

  test('receives events only from the time it was first configured', async () => {
    await api.receive();
    await api.db.deleteFrom('webhook_cursor').execute();
    await userNotice();
    expect(tries).toEqual([]);
  });

  test('receives an alert when raised and when resolved, once each, also without a notice', async () => {
    const alert = { key: 'a-test', kind: 'rulebook_refused' as const, noticeId: null, summary: 'Broken.' };
    await raiseAlert(api.db, alert);
    await userNotice();
    await userNotice();
    await resolveAlert(api.db, { key: 'a-test' });
    await userNotice();
    await userNotice();
    expect(accepted.map(({ type, data }) => [type, data.kind, data.notice])).toEqual([
      ['alert.raised', 'rulebook_refused', null],
      ['alert.resolved', 'rulebook_refused', null],
    ]);
  });

  test('receives every alert, even when 1,200 are raised together', async () => {
    await sql`insert into alert (id, key, kind, notice_id, summary, detail)
      select gen_random_uuid(), 'many:' || n, 'rulebook_refused', null, 'Broken.', '{}' from generate_series(1, 1200) n`.execute(
      api.db,
    );
    await collectEvents(api.context, OF_SETTINGS);
    const { rows } = await sql<{ notified: number }>`select count(*)::int as notified from webhook_event`.execute(
      api.db,
    );
    await sql`delete from alert where key like 'many:%'`.execute(api.db);
    expect(rows).toEqual([{ notified: 1200 }]);
  });

  test('does not receive alerts limited to some roles', async () => {
    const alert = { key: 'for-counsel', kind: 'secret_needs_people' as const, noticeId: null, summary: 'Nobody.' };
    await raiseAlert(api.db, { ...alert, audience: ['counsel'] });
    await userNotice();
    expect(tries).toEqual([]);
  });

  test('receives every missed event after an outage, in order and with the same ids', async () => {
    const { id } = await api.receive();
    for (const text of ['one', 'two', 'three']) await happens(id, text);
    gone = 'http://127.0.0.1:1/nobody';
    await userNotice();
    gone = null;
    answer = () => 500;
    await wait();
    await userNotice();
    const [first] = tries;
    expect(new Set(tries).size).toBe(1);
    answer = () => 200;
    await wait();
    await userNotice();
    expect(accepted[0]?.id).toBe(first);
    expect(accepted.slice(-3).map(({ type }) => type)).toEqual([
      'notice.annotate',
      'notice.annotate',
      'notice.annotate',
    ]);
    expect(accepted.map(({ timestamp }) => timestamp)).toEqual(accepted.map(({ timestamp }) => timestamp).toSorted());
  });

  test('receives events of other notices while it refuses one', async () => {
    const [one, other] = [await api.receive(), await api.receive()];
    answer = ({ data }) => (data.notice === one.id ? 422 : 200);
    await userNotice();
    expect(new Set(accepted.map(({ data }) => data.notice))).toEqual(new Set([other.id]));
    expect(new Set(tries).size).toBe(accepted.length + 1);
  });

  test('is retried as late as its Retry-After asks', async () => {
    await api.receive();
    [answer, headers] = [() => 429, { 'retry-after': '600' }];
    await userNotice();
    const { items } = (await api.get('/v1/webhooks?state=pending', 'ops')).json();
    const [waiting] = items.filter(({ tries: done }: { tries: number }) => done === 1);
    expect(waiting).toMatchObject({ lastError: 'It answered 429.', deliveredAt: null });
    expect(Date.parse(waiting.nextTryAt)).toBeGreaterThan(Date.now() + 590_000);
  });

  test('is not followed to another address by a redirect', async () => {
    await api.receive();
    [answer, headers] = [() => 302, { location: `${url}/elsewhere` }];
    await userNotice();
    expect(new Set(tries).size).toBe(1);
    expect(accepted).toEqual([]);
  });
});

describe('webhook event that was given up', () => {
  async function giveUp() {
    const { id } = await api.receive();
    await userNotice();
    await happens(id, 'refused');
    await happens(id, 'later');
    [accepted, tries] = [[], []];
    answer = () => 500;
    await userNotice();
    const [first] = tries;
    await api.db
      .updateTable('webhook_event')
      .set({ tries: WEBHOOK_TRIES - 1, next_at: new Date(0) })
      .where('id', '=', first ?? '')
      .execute();
    answer = () => (tries.at(-1) === first ? 500 : 204);
    await userNotice();
    await userNotice();
    return first;
  }

  test('raises an alert and does not hold up later events', async () => {
    const first = await giveUp();
    expect(accepted.some(({ id }) => id === first)).toBe(false);
    expect(accepted.length).toBeGreaterThan(0);
    const { items } = (await api.get('/v1/ops/alerts?kind=webhook_given_up', 'ops')).json();
    expect(items).toMatchObject([{ kind: 'webhook_given_up', summary: 'The subscriber has not accepted 1 event.' }]);
  });

  test('is sent again under its id by a logged replay, which resolves the alert', async () => {
    const first = await giveUp();
    answer = () => 204;
    const answered = await api.post('/v1/webhooks/replay', 'ops', { state: 'dead' }, { 'idempotency-key': uuidv7() });
    expect([answered.statusCode, answered.json()]).toEqual([200, { events: 1 }]);
    await userNotice();
    expect(accepted.at(-1)?.id).toBe(first);
    expect((await api.get('/v1/ops/alerts?kind=webhook_given_up', 'ops')).json().items).toEqual([]);
    const { items } = (await api.get('/v1/audit?action=webhooks_replayed', 'auditor')).json();
    expect(items.at(-1).entry).toMatchObject({ detail: { events: 1, state: 'dead' } });
  });
});

describe('POST /v1/webhooks/replay', () => {
  test('sends again what was delivered since a given time', async () => {
    await api.receive();
    await userNotice();
    const once = accepted.map(({ id }) => id);
    const since = new Date(Date.now() - 60_000).toISOString();
    await api.post('/v1/webhooks/replay', 'ops', { since }, { 'idempotency-key': uuidv7() });
    await userNotice();
    expect(accepted.map(({ id }) => id)).toEqual([...once, ...once]);
  });

  test.each([{}, { since: 'yesterday' }, { ids: [] }, { ids: ['one'] }, { state: 'pending' }])(
    'rejects %j',
    async (body) => {
      expect((await api.post('/v1/webhooks/replay', 'ops', body)).statusCode).toBe(422);
    },
  );

  test.each(['reviewer', 'auditor', 'intake'] as const)('is forbidden for %s', async (role) => {
    expect((await api.post('/v1/webhooks/replay', role, { state: 'dead' })).statusCode).toBe(403);
  });
});
