import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CALLER_CHECK_MS } from '../../../../api/routes/events/stream-route.js';
import type { Role } from '../../../../domain/people/permission.js';
import { startApi, type ApiHarness, type HarnessPerson } from '../../../support/api-harness.js';
import { eventually } from '../../../support/eventually.js';

let api: ApiHarness;
let address: string;
beforeAll(async () => {
  api = await startApi();
  address = await api.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => api.close());

let names = 0;
const somebody = (roles: Role[]) => api.addPerson(`S${(names += 1)}`, roles);
const save = async (person: HarnessPerson, patch: object) => {
  const { name, email, roles } = await api.db
    .selectFrom('person')
    .select(['name', 'email', 'roles'])
    .where('id', '=', person.id)
    .executeTakeFirstOrThrow();
  const answer = await api.post('/v1/people', 'admin', { id: person.id, name, email, roles, ...patch });
  expect(answer.statusCode).toBe(200);
};

interface Stream {
  status: number;
  headers: Headers;
  ended: Promise<'ended'>;
  stop(): void;
}

async function follow(person: HarnessPerson): Promise<Stream> {
  const abort = new AbortController();
  const headers = { authorization: `Bearer ${person.key}` };
  const response = await fetch(`${address}/v1/events`, { headers, signal: abort.signal });
  const read = async () => {
    const reader = response.body?.getReader();
    while (reader !== undefined && !(await reader.read()).done);
    return 'ended' as const;
  };
  return {
    status: response.status,
    headers: response.headers,
    ended: read().catch(() => 'ended' as const),
    stop: () => abort.abort(),
  };
}

describe('event stream opened by API key', () => {
  test('checks its access at least every two seconds', () => {
    expect(CALLER_CHECK_MS).toBeLessThan(2_000);
  });

  test.each<[string, (person: HarnessPerson) => Promise<unknown>]>([
    ['the person is deactivated', (person) => save(person, { active: false })],
    [
      'the key is revoked',
      async ({ key }) => {
        const id = key.split('_')[1] ?? '';
        const headers = { authorization: `Bearer ${api.people.admin.key}` };
        return api.app.inject({ method: 'DELETE', url: `/v1/keys/${id}`, headers });
      },
    ],
    [
      'the key is over',
      ({ id }) =>
        api.db
          .updateTable('api_key')
          .set({ expires_at: new Date(Date.now() + 200) })
          .where('person_id', '=', id)
          .execute(),
    ],
    ['the person has other roles', (person) => save(person, { roles: ['intake'] })],
  ])('ends at the next check when %s', async (_what, act) => {
    const person = await somebody(['reviewer']);
    const stream = await follow(person);
    expect(stream.status).toBe(200);
    await act(person);
    // A stream that stays open makes the test time out.
    expect(await stream.ended).toBe('ended');
    stream.stop();
  });

  test('rejects a caller’s eleventh stream until one is closed', async () => {
    const [person, other] = [await somebody(['reviewer']), await somebody(['reviewer'])];
    const streams = await Promise.all(Array.from({ length: 10 }, () => follow(person)));
    expect(streams.map(({ status }) => status)).toEqual(Array(10).fill(200));
    const refused = await follow(person);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
    const another = await follow(other);
    expect(another.status).toBe(200);
    streams[0]?.stop();
    const again = await eventually(
      () => follow(person),
      ({ status }) => status === 200,
    );
    for (const stream of [...streams, another, again]) stream.stop();
  });
});

describe('deactivating a person', () => {
  test('ends their keys, sessions and confirmed keys, and reactivation restores none', async () => {
    const person = await somebody(['reviewer']);
    const { id: change } = (await api.agreed('/v1/keys', { person: person.id, name: 'x', roles: ['reviewer'] })).json();
    expect((await api.get('/v1/me', person)).statusCode).toBe(200);
    await save(person, { active: false });
    expect((await api.get('/v1/me', person)).statusCode).toBe(401);
    const entry = { name: `S${names}`, email: `s${names}@desk.example`, roles: ['reviewer'] };
    expect((await api.agreed('/v1/people', { id: person.id, ...entry })).statusCode).toBe(200);
    expect((await api.get('/v1/me', person)).statusCode).toBe(401);
    expect((await api.get(`/v1/changes/${change}`, 'admin')).json()).toMatchObject({ state: 'expired' });
    await api.db.updateTable('api_key').set({ revoked_at: null }).where('person_id', '=', person.id).execute();
    expect((await api.post('/v1/keys/claim', person, { change })).statusCode).toBe(404);
    const entries = await api.db
      .selectFrom('audit_entry')
      .select('detail')
      .where('action', '=', 'key_revoked')
      .execute();
    expect(entries.filter(({ detail }) => detail['person'] === person.id)).toHaveLength(1);
  });

  test('completes their requests in progress, or answers 401', async () => {
    const person = await somebody(['reviewer']);
    const answers: number[] = [];
    const asking = Array.from({ length: 4 }, async () => {
      while (answers.at(-1) !== 401) answers.push((await api.get('/v1/notices?count=true', person)).statusCode);
    });
    while (answers.length < 8) await sleep(5);
    await save(person, { active: false });
    await Promise.all(asking);
    expect([...new Set(answers)].toSorted((a, b) => a - b)).toEqual([200, 401]);
  });
});
