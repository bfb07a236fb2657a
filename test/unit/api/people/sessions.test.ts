import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { revokeSessions, insertSession } from '../../../../registry/people/sessions.js';
import { startApi, type ApiHarness } from '../../../support/api-harness.js';

const LIMIT = 12;

let api: ApiHarness;
let address: string;
let shiftMs = 0;
beforeAll(async () => {
  api = await startApi({ rateLimit: LIMIT, now: () => new Date(Date.now() + shiftMs) });
  address = await api.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => api.close());

async function begin(person = api.people.reviewer.id) {
  const id = uuidv7();
  const token = await insertSession(api.db, {
    id,
    person,
    userAgent: 'test',
    idToken: undefined,
    at: new Date(Date.now() + shiftMs),
  });
  return { id, cookie: `nd_session=${token}` };
}

describe('rate limit per minute', () => {
  test('applies to each session separately, beside that of keys', async () => {
    const [one, two] = [await begin(), await begin()];
    const ask = async ({ cookie }: { cookie: string }) => (await api.get('/v1/me', null, { cookie })).statusCode;
    for (let sent = 0; sent < LIMIT; sent += 1) expect(await ask(one)).toBe(200);
    expect(await ask(one)).toBe(429);
    expect(await ask(two)).toBe(200);
    expect((await api.get('/v1/me', 'reviewer')).statusCode).toBe(200);
  });

  test('of an address covers sign-ins, and separately invalid cookies', async () => {
    const from = (url: string, headers: Record<string, string> = {}) =>
      api.app.inject({ url, headers, remoteAddress: '203.0.113.9' });
    expect((await from('/v1/me', { cookie: `nd_session=${'x'.repeat(43)}` })).statusCode).toBe(401);
    expect((await from('/v1/me', { cookie: 'nd_session=%00; nd_session' })).statusCode).toBe(401);
    for (let sent = 0; sent < 600; sent += 1) await from('/auth/callback');
    expect((await from('/auth/sign-in')).statusCode).toBe(429);
    for (let sent = 2; sent < 600; sent += 1) await from('/v1/me', { cookie: 'nd_session=none' });
    expect((await from('/v1/me', { cookie: 'nd_session=none' })).statusCode).toBe(429);
    expect((await from('/auth/info')).statusCode).toBe(200);
  });
});

describe('event stream of a session', () => {
  async function follow({ cookie }: { cookie: string }, path = '/v1/events') {
    const response = await fetch(`${address}${path}`, { headers: { cookie } });
    expect(response.status).toBe(200);
    const stream = { ended: Promise.resolve(), isOver: false };
    stream.ended = (async () => {
      for await (const _ of response.body as unknown as AsyncIterable<Uint8Array>);
      stream.isOver = true;
    })();
    return stream;
  }

  test('ends when its session is revoked, left idle, or its person is deactivated', async () => {
    const gone = await api.addPerson('Gone', ['reviewer']);
    const [revoked, inactive, stays] = [await begin(), await begin(gone.id), await begin()];
    const streams = [await follow(revoked), await follow(inactive)];
    const other = await follow(stays);
    await revokeSessions(api.db, { id: revoked.id, at: new Date() });
    await sql`update person set active = false where id = ${gone.id}::uuid`.execute(api.db);
    // A stream that stays open makes the test time out.
    for (const { ended } of streams) await ended;
    shiftMs = 29 * 60_000;
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect(other.isOver).toBe(false);
    const second = await begin();
    shiftMs = 31 * 60_000;
    await other.ended;
    expect((await api.get('/v1/me', null, { cookie: second.cookie })).statusCode).toBe(200);
  });

  test('of an enforcement ends with its session too', async () => {
    const { id } = await api.receive();
    await sql`insert into submission (notice_id, number, purpose, state, digest, author, approver_slots, by_action, targets, enforced, command_id, started_at)
      values (${id}::uuid, 1, 'decision', 'approved', 'sha256:x', ${api.people.reviewer.id}::uuid, '{approver}', '{"withhold": 1}', 1, 1, gen_random_uuid(), now())`.execute(
      api.db,
    );
    await sql`insert into operation (key, notice_id, submission, target_no, action, type, platform_id, status)
      values ('o', ${id}::uuid, 1, 1, 'withhold', 'account', 'p', 'pending')`.execute(api.db);
    const session = await begin();
    const { ended } = await follow(session, `/v1/notices/${id}/enforcement/events`);
    await revokeSessions(api.db, { id: session.id, at: new Date() });
    await ended;
  });
});
