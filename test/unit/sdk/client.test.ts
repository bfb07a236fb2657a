import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { uuidv7 } from 'uuidv7';
import { notifySubscribers } from '../../../application/letters/webhooks/deliver-events.js';
import { createDeskClient, ProblemError, sendNotice, UnreachableError, verifyWebhook } from '../../../sdk/index.js';
import { startApi, type ApiHarness } from '../../support/api-harness.js';
import { installClient, readBlocks, type ClientProject } from '../../support/client-package.js';
import { eventually } from '../../support/eventually.js';
import { listenOnLoopback } from '../../support/simulators/listen.js';

const SECRET = `whsec_${Buffer.from('a-secret-of-some-length-for-tests').toString('base64')}`;
const [SENDING = '', HEARING = ''] = readBlocks('docs/integrating/client.md');
const [MIN = ''] = readBlocks('README.md');
const [RELAY = ''] = readBlocks('docs/integrating/webhooks.md');
const NOTICE = {
  kind: 'blocking_order' as const,
  authority: 'in-meity',
  jurisdiction: 'IN',
  reference: 'A/1',
  subject: 'Direction',
  targets: [{ type: 'account' as const, locator: '@one' }],
};

let api: ApiHarness;
let url: string;
let project: ClientProject;

beforeAll(async () => {
  project = installClient();
  api = await startApi();
  url = await api.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  project.discard();
  await api.close();
});

const asIntake = (fetching: typeof fetch = fetch) =>
  createDeskClient(
    { url, key: api.people.intake.key },
    { fetch: fetching, sleep: async () => undefined, nowMs: Date.now },
  );

describe('published client', () => {
  test('sends a notice with the code from the docs, and one notice for a repeated key', async () => {
    const env = { DESK_URL: url, DESK_KEY: api.people.intake.key };
    const [first, second] = [project.run(SENDING, env), project.run(SENDING, env)];
    await Promise.all([first, second].map(({ child }) => once(child, 'close')));
    expect(first.said()).toMatch(/^N-\d{4}-\d+ 1\n$/);
    expect(second.said()).toBe(first.said());
  });

  test('sends a notice and reads its next deadline as README.md says', async () => {
    const sender = project.run(MIN, { DESK_URL: url, DESK_KEY: api.people.intake.key });
    await once(sender.child, 'close');
    expect(sender.said()).toMatch(/^N-\d{4}-\d+ triage due \d{4}-[^\n]+Z\n$/);
  });

  test('receives events with the code from the docs, each once', async () => {
    const port = 20_000 + (process.pid % 20_000);
    const { child, said } = project.run(HEARING, { WEBHOOK_SECRET: SECRET, PORT: String(port) });
    const subscriber = { url: `http://127.0.0.1:${port}/`, secret: SECRET };
    const deliver = async () => {
      await api.db
        .updateTable('webhook_event')
        .set({ next_at: new Date(0) })
        .execute();
      await notifySubscribers({ ...api.context, subscriber }, { isStopped: () => false });
    };
    await deliver();
    const { number } = await api.receive();
    while (!said().includes(number)) await deliver();
    await api.post('/v1/webhooks/replay', 'ops', { since: new Date(0).toISOString() }, { 'idempotency-key': uuidv7() });
    await deliver();
    expect(said().match(new RegExp(`notice_received ${number}`, 'gu'))).toHaveLength(1);
    child.kill();
    await once(child, 'close');
  });

  test.each([
    ['slack', { text: 'N-1 notice.claim' }],
    ['jira', { fields: { project: { key: 'key' }, issuetype: { name: 'Task' }, summary: 'N-1 notice.claim' } }],
    ['servicenow', { short_description: 'N-1 notice.claim', correlation_id: 'event-1' }],
    [
      'pagerduty',
      {
        routing_key: 'key',
        event_action: 'trigger',
        dedup_key: 'event-1',
        payload: { summary: 'N-1 notice.claim', source: 'notice-desk', severity: 'critical' },
      },
    ],
  ])('relays an event to %s with the code from the docs', async (TARGET, expected) => {
    const bodies: unknown[] = [];
    const fake = createServer((request, response) => {
      void (async () => {
        let text = '';
        for await (const chunk of request) text += String(chunk);
        bodies.push([request.headers.authorization, JSON.parse(text)]);
        response.writeHead(bodies.length === 1 ? 503 : 200).end();
      })();
    });
    const target = `http://127.0.0.1:${await listenOnLoopback(fake)}/`;
    const port = 20_000 + ((process.pid + 7) % 20_000);
    const settings = { WEBHOOK_SECRET: SECRET, PORT: String(port), TARGET, TARGET_URL: target, TARGET_KEY: 'key' };
    const { child } = project.run(RELAY, { ...settings, AUTHORIZATION: 'Basic abc' });
    const send = async (type: string, secret = SECRET) => {
      const text = JSON.stringify({ type, timestamp: new Date().toISOString(), data: { notice: 'a', number: 'N-1' } });
      const at = new Date();
      const headers = {
        'webhook-id': 'event-1',
        'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
        'webhook-signature': new Webhook(secret).sign('event-1', at, text),
      };
      return (await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers, body: text })).status;
    };
    const first = await eventually(
      () => send('notice.claim').catch(() => 0),
      (status) => status !== 0,
    );
    const wrong = `whsec_${Buffer.from('another-secret-of-some-length').toString('base64')}`;
    const others = [await send('notice.claim'), await send('webhook.test'), await send('notice.claim', wrong)];
    expect([first, ...others]).toEqual([502, 204, 204, 401]);
    expect(bodies).toEqual([
      ['Basic abc', expected],
      ['Basic abc', expected],
    ]);
    child.kill();
    await once(child, 'close');
    fake.close();
  });

  test('reuses one idempotency key for all retries, so that a lost answer has one effect', async () => {
    let lost = 0;
    const losing: typeof fetch = async (...args) => {
      const answer = await fetch(...args);
      lost += 1;
      if (lost < 3) throw new TypeError('The answer was lost.');
      return answer;
    };
    const notice = await sendNotice(asIntake(losing), NOTICE, uuidv7());
    const { items } = (await api.get('/v1/notices?limit=200', 'reviewer')).json();
    expect(lost).toBe(3);
    expect(items.filter(({ id }: { id: string }) => id === notice.id)).toHaveLength(1);
  });

  test('throws the problem of the desk, with the invalid path', async () => {
    const refused = sendNotice(asIntake(), { ...NOTICE, targets: [] }, uuidv7());
    await expect(refused).rejects.toBeInstanceOf(ProblemError);
    await expect(refused).rejects.toMatchObject({ status: 422, problem: { errors: [{ path: '/targets' }] } });
  });

  test('reports an unreachable desk, with the key for a retry', async () => {
    const desk = createDeskClient(
      { url: 'http://127.0.0.1:1', key: undefined },
      { fetch, sleep: async () => undefined, nowMs: Date.now },
    );
    const sent = sendNotice(desk, NOTICE, 'paper-1');
    await expect(sent).rejects.toBeInstanceOf(UnreachableError);
    await expect(sent).rejects.toMatchObject({ idempotencyKey: 'paper-1' });
  });

  test('rejects a webhook with a wrong signature or without headers', () => {
    const headers = { 'webhook-id': 'a', 'webhook-timestamp': String(Math.floor(Date.now() / 1_000)) };
    expect(() => verifyWebhook(SECRET, { ...headers, 'webhook-signature': 'v1,AAAA' }, '{}')).toThrow();
    expect(() => verifyWebhook(SECRET, {}, '{}')).toThrow();
  });
});
