import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createPushSender } from '../../../activities/push-sender.js';
import { makePushKey, readPushKey } from '../../../config/push-key.js';
import { makeSubscription, readVapid, startPushService, type PushService } from '../../support/push-service.js';

const key = readPushKey(makePushKey())!;
const contact = 'mailto:desk@desk.example';
const message = {
  title: 'N-1: Waiting for your approval',
  body: 'Please look.',
  link: '/notices/1',
  topic: 'notice 1',
};

let service: PushService;
beforeAll(async () => {
  service = await startPushService();
});
afterAll(() => service.stop());
beforeEach(() => {
  service.received.length = 0;
  service.answer(201);
});

const subscribe = () => {
  const { decrypt, ...keys } = makeSubscription();
  return { device: { id: 'one', endpoint: `${service.url}/send/abc`, ...keys }, decrypt };
};

describe('createPushSender', () => {
  test('sends an encrypted message that only the subscribed browser reads, signed with the key of the desk', async () => {
    const { device, decrypt } = subscribe();
    const send = createPushSender({ key, contact, agent: service.agent });
    expect(await send(device, message)).toEqual({ state: 'sent' });
    const [{ headers, body } = { headers: {}, body: Buffer.alloc(0) }] = service.received;
    expect(headers).toMatchObject({ 'content-encoding': 'aes128gcm', urgency: 'high', ttl: '86400' });
    expect(body.toString('latin1')).not.toContain('approval');
    const { topic: _, ...shown } = message;
    expect(JSON.parse(decrypt(body))).toEqual({ ...shown, tag: headers['topic'] });
    expect(readVapid(headers['authorization'])).toMatchObject({ aud: service.url, sub: contact });
    expect(() => makeSubscription().decrypt(body)).toThrow();
  });

  test('uses one topic per notice, which does not reveal its id', async () => {
    const { device } = subscribe();
    const send = createPushSender({ key, contact, agent: service.agent });
    for (const topic of ['notice 1', 'notice 1', 'notice 2']) await send(device, { ...message, topic });
    const [first, second, third] = service.received.map(({ headers }) => headers['topic']);
    expect(first).toBe(second);
    expect(third).not.toBe(first);
    expect(first).toMatch(/^[A-Za-z0-9_-]{32}$/);
  });

  test.each([404, 410])('reports a browser as gone after the answer %i', async (status) => {
    service.answer(status);
    const send = createPushSender({ key, contact, agent: service.agent });
    expect(await send(subscribe().device, message)).toEqual({ state: 'gone' });
  });

  test('reports a failure without the address', async () => {
    const send = createPushSender({ key, contact, agent: service.agent });
    const { device } = subscribe();
    service.answer(503);
    expect(await send(device, message)).toEqual({ state: 'failed', error: 'The push service answered 503.' });
    const away = { ...device, endpoint: 'https://localhost:1/send/abc' };
    expect(await send(away, message)).toEqual({ state: 'failed', error: 'The push service could not be reached.' });
  });

  test('calls no address that is not of a push service', async () => {
    const send = createPushSender({ key, contact });
    expect(await send(subscribe().device, message)).toEqual({ state: 'gone' });
    expect(service.received).toEqual([]);
  });
});
