import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createServer } from 'node:http';
import { sql } from 'kysely';
import { sendLumen } from '../../../features/publishing/application/letters/send-lumen.js';
import { listenOnLoopback } from '../../support/simulators/listen.js';
import { WEBHOOK_TRIES } from '../../../domain/webhooks/webhook-event.js';
import { startApi, type ApiHarness } from '../../support/api-harness.js';

const TOKEN = 'a-token-of-the-submitter';

let api: ApiHarness;
let url: string;
let posted: { authentication_token?: string; notice: Record<string, unknown> }[];
/** Answer instead of accepting a notice; `drop`: accepts it, and the answer is lost. */
let instead: { status: number; headers?: Record<string, string> } | 'drop' | null;
let dues = 0;

const server = createServer((request, response) => {
  void (async () => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    posted.push(JSON.parse(text));
    if (instead === 'drop') request.socket.destroy();
    else if (instead !== null)
      response.writeHead(instead.status, instead.headers).end('{"title":["is not what it was"]}');
    else response.writeHead(201, { location: `https://lumen.example/notices/${posted.length}` }).end();
  })();
});

beforeAll(async () => {
  url = `http://127.0.0.1:${await listenOnLoopback(server)}/notices.json`;
  api = await startApi();
});
afterAll(async () => {
  server.close();
  await api.close();
});
beforeEach(async () => {
  [posted, instead] = [[], null];
  await sql`truncate publication cascade`.execute(api.db);
});

const send = (token: string | null = TOKEN) => sendLumen({ ...api.context, lumen: { url, token } }, () => false);
const wait = () => sql`update publication set next_at = '2020-01-01'`.execute(api.db);
const lumen = async (id: string, as: 'reviewer' | 'auditor' = 'reviewer') =>
  (await api.get(`/v1/notices/${id}/lumen`, as)).json();
const alert = async () =>
  (await api.get('/v1/ops/alerts', 'ops')).json().items.map(({ kind }: { kind: string }) => kind);

async function carriedOut(patch: object = {}): Promise<string> {
  dues += 1;
  const { id } = await api.receive({
    regime: 'IN-ITR-3-1-D',
    subject: 'Direction about Shri Pranav Kumar',
    body: 'Block https://x.example/1 of Shri Pranav Kumar, mail p.kumar@mail.example.',
    targets: [
      { type: 'post', locator: `https://x.example/${dues}` },
      { type: 'post', locator: `https://video.example/@someone/${dues}` },
      { type: 'account', locator: `@hidden-${dues}` },
    ],
    ...patch,
  });
  await sql`update notice set outcome = 'partly_complied' where id = ${id}::uuid`.execute(api.db);
  return id;
}

async function draft(id: string, texts: object = {}) {
  const { title, subject, body, reference, items } = (await lumen(id)).proposal;
  return api.post(`/v1/notices/${id}/lumen`, 'reviewer', { title, subject, body, reference, items, ...texts });
}
const approve = async (id: string, as: 'approver' | 'reviewer' | 'counsel' | 'ops' = 'approver', digest?: string) => {
  const [last] = (await lumen(id)).versions;
  return api.post(`/v1/notices/${id}/lumen/${last.version}/approve`, as, { digest: digest ?? last.digest });
};
async function approved(): Promise<string> {
  const id = await carriedOut();
  await draft(id);
  expect((await approve(id)).statusCode).toBe(200);
  return id;
}

describe('notice for Lumen', () => {
  test('is proposed redacted, approved by another person, sent once and receipted', async () => {
    const id = await carriedOut();
    const { proposal, unpublishable } = await lumen(id);
    expect(unpublishable).toBeNull();
    expect(proposal).toMatchObject({
      subject: 'Direction about Shri [redacted name]',
      body: 'Block https://x.example/1 of Shri [redacted name], mail [redacted mail].',
      urls: 2,
    });
    expect((await draft(id)).statusCode).toBe(200);
    await send();
    expect(posted).toEqual([]);
    await approve(id);
    await send();
    await send();
    expect(posted).toHaveLength(1);
    expect(posted[0]).toMatchObject({
      authentication_token: TOKEN,
      notice: {
        type: 'GovernmentRequest',
        action_taken: 'Partial',
        request_type: 'Agency',
        jurisdiction_list: 'IN',
        case_id_number: 'A/1',
        works_attributes: [
          {
            description: '3 items named by the blocking order',
            infringing_urls_attributes: [
              { url: expect.stringContaining('https://x.example/') },
              { url: expect.stringContaining('https://video.example/[redacted handle]/') },
            ],
          },
        ],
      },
    });
    expect(JSON.stringify(posted)).not.toMatch(/Kumar|hidden-|p\.kumar/);
    const [version] = (await lumen(id)).versions;
    expect(version).toMatchObject({ state: 'accepted', receipt: 'https://lumen.example/notices/1', remaining: [] });
  });

  test('is not approved by its author, without the role, or with another digest', async () => {
    const id = await carriedOut();
    await draft(id);
    const type = async (answer: ReturnType<typeof approve>) => (await answer).json().type;
    expect(await type(approve(id, 'reviewer'))).toBe('urn:notice-desk:problem:four-eyes');
    expect(await type(approve(id, 'ops'))).toBe('urn:notice-desk:problem:forbidden');
    expect(await type(approve(id, 'approver', 'sha256:0'))).toBe('urn:notice-desk:problem:digest-mismatch');
    await send();
    expect(posted).toEqual([]);
  });

  test('proposes no addresses of terrorist content, and includes them only on the author’s request', async () => {
    const terror = { kind: 'removal_order', authority: 'de-bka', jurisdiction: 'DE', regime: 'EU-TCO' };
    const id = await carriedOut(terror);
    expect((await lumen(id)).proposal).toMatchObject({ items: false, urls: 2 });
    const texts = { title: 'T', subject: 'S', body: 'B' };
    const listUrls = async () => {
      const [{ body }] = (await lumen(id)).versions;
      return body.works_attributes[0].infringing_urls_attributes;
    };
    await api.post(`/v1/notices/${id}/lumen`, 'reviewer', texts);
    expect(await listUrls()).toBeUndefined();
    await api.post(`/v1/notices/${id}/lumen`, 'reviewer', { ...texts, items: true });
    expect(await listUrls()).toHaveLength(2);
  });

  test('shows the approver what was put back in', async () => {
    const id = await carriedOut();
    await draft(id, { body: 'Of Shri Pranav Kumar.', items: false });
    const [version] = (await lumen(id)).versions;
    expect(version.remaining).toEqual([{ kind: 'name', text: 'Pranav Kumar' }]);
    expect(JSON.stringify(version.body)).not.toContain('infringing_urls_attributes');
  });

  test('is drafted as a new version after a return, with the reason kept', async () => {
    const id = await carriedOut();
    await draft(id);
    await api.post(`/v1/notices/${id}/lumen/1/return`, 'approver', { reason: 'Take the number out.' });
    await draft(id, { reference: '' });
    expect((await lumen(id)).versions).toMatchObject([
      { version: 2, state: 'drafted' },
      { version: 1, state: 'returned', reason: 'Take the number out.' },
    ]);
    expect((await api.post(`/v1/notices/${id}/lumen/1/approve`, 'approver', { digest: 'x' })).json().type).toBe(
      'urn:notice-desk:problem:illegal-transition',
    );
  });

  test('is corrected by another version that names the previous one', async () => {
    const id = await approved();
    await send();
    await draft(id, { title: 'Put right' });
    await approve(id);
    await send();
    expect(posted[1]?.notice).toMatchObject({
      title: 'Put right',
      body: expect.stringMatching(/^This corrects the notice known as https:\/\/lumen\.example\/notices\/1\.\n/),
    });
    expect((await lumen(id)).versions.map(({ state }: { state: string }) => state)).toEqual(['accepted', 'accepted']);
  });

  test('is not sent again after a lost answer until a person settles it', async () => {
    const id = await approved();
    instead = 'drop';
    await send();
    instead = null;
    await wait();
    await send();
    expect(posted).toHaveLength(1);
    expect((await lumen(id)).versions[0]).toMatchObject({ state: 'unknown' });
    expect(await alert()).toContain('lumen_not_taken');
    const settle = (body: object) => api.post(`/v1/notices/${id}/lumen/1/settle`, 'reviewer', body);
    expect((await settle({ outcome: 'accepted', receipt: 'https://lumen.example/notices/9' })).statusCode).toBe(200);
    await send();
    expect(await alert()).not.toContain('lumen_not_taken');
    expect((await lumen(id)).versions[0]).toMatchObject({
      state: 'accepted',
      receipt: 'https://lumen.example/notices/9',
    });
    expect((await settle({ outcome: 'again' })).json().type).toBe('urn:notice-desk:problem:illegal-transition');
  });

  test('is sent again once a person has settled that Lumen did not receive it', async () => {
    const id = await approved();
    instead = { status: 500 };
    await send();
    instead = null;
    await api.post(`/v1/notices/${id}/lumen/1/settle`, 'reviewer', { outcome: 'again' });
    await send();
    expect(posted).toHaveLength(2);
    expect((await lumen(id)).versions[0]).toMatchObject({ state: 'accepted' });
  });

  test('is unknown, and not sent again, when the desk crashed during sending', async () => {
    const id = await approved();
    await sql`update publication set state = 'sending'`.execute(api.db);
    await send();
    expect(posted).toEqual([]);
    expect((await lumen(id)).versions[0]).toMatchObject({ state: 'unknown' });
  });

  test('waits as long as a busy Lumen requests, and is given up after a day', async () => {
    const id = await approved();
    instead = { status: 429, headers: { 'retry-after': '900' } };
    await send();
    const { rows } = await sql<{
      wait: number;
    }>`select extract(epoch from next_at - now())::int as wait from publication`.execute(api.db);
    expect(rows[0]?.wait).toBeGreaterThan(800);
    expect((await lumen(id)).versions[0]).toMatchObject({ state: 'approved', tries: 1 });
    instead = { status: 503 };
    await sql`update publication set tries = ${WEBHOOK_TRIES - 1}, next_at = now()`.execute(api.db);
    await send();
    expect((await lumen(id)).versions[0]).toMatchObject({ state: 'dead' });
  });

  test('is retried when the connection failed', async () => {
    const id = await approved();
    await sendLumen({ ...api.context, lumen: { url: 'http://127.0.0.1:1/', token: null } }, () => false);
    expect((await lumen(id)).versions[0]).toMatchObject({
      state: 'approved',
      lastError: expect.stringContaining('ECONNREFUSED'),
    });
    await wait();
    await send(null);
    expect(posted[0]).not.toHaveProperty('authentication_token');
    expect((await lumen(id)).versions[0]).toMatchObject({ state: 'accepted' });
  });

  test('stays refused with the reason until another version is approved', async () => {
    const id = await approved();
    instead = { status: 422 };
    await send();
    await wait();
    await send();
    expect(posted).toHaveLength(1);
    expect((await lumen(id)).versions[0]).toMatchObject({
      state: 'refused',
      lastError: expect.stringContaining('is not what'),
    });
    expect(await alert()).toContain('lumen_not_taken');
    instead = null;
    await draft(id, { title: 'Better' });
    await approve(id);
    await send();
    expect((await lumen(id)).versions).toMatchObject([{ state: 'accepted' }, { state: 'replaced' }]);
    expect(await alert()).not.toContain('lumen_not_taken');
  });

  test('is not drafted for a secret notice, and waits while its notice is secret', async () => {
    const id = await approved();
    const become = (level: string) =>
      sql`update notice set secrecy_level = ${level} where id = ${id}::uuid`.execute(api.db);
    await become('restricted');
    await send();
    expect(posted).toEqual([]);
    const { unpublishable, proposal } = (await api.get(`/v1/notices/${id}/lumen`, 'counsel')).json();
    expect([unpublishable.code, proposal]).toEqual(['secret', null]);
    const texts = { title: 'T', subject: '', body: '' };
    expect((await api.post(`/v1/notices/${id}/lumen`, 'counsel', texts)).statusCode).toBe(409);
    await become('open');
    await send();
    expect(posted).toHaveLength(1);
  });

  test('is not drafted for requests for data, unverified senders, or before there is an outcome', async () => {
    const code = async (id: string) => (await lumen(id)).unpublishable?.code;
    expect(await code(await carriedOut({ kind: 'information_order' }))).toBe('kind');
    expect(await code((await api.receive({ regime: 'IN-ITR-3-1-D' })).id)).toBe('undecided');
    const unverified = await carriedOut();
    await sql`update notice set authenticity = 'unverified' where id = ${unverified}::uuid`.execute(api.db);
    expect(await code(unverified)).toBe('sender');
  });

  test('is rejected when it names a person of the desk', async () => {
    const id = await carriedOut();
    const { name } = await api.db
      .selectFrom('person')
      .select('name')
      .where('id', '=', api.people.counsel.id)
      .executeTakeFirstOrThrow();
    await sql`update person set name = 'Asha Rao' where id = ${api.people.counsel.id}::uuid`.execute(api.db);
    const answer = await draft(id, { body: 'Decided by Asha Rao.' });
    await sql`update person set name = ${name} where id = ${api.people.counsel.id}::uuid`.execute(api.db);
    expect(answer.json().errors).toEqual([expect.objectContaining({ path: '/body' })]);
  });

  test('waits while no Lumen is configured', async () => {
    const id = await approved();
    await sendLumen({ ...api.context, lumen: null }, () => false);
    expect((await lumen(id)).versions[0]).toMatchObject({ state: 'approved', tries: 0 });
  });
});
