import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { Role } from '../../../../domain/people/permission.js';
import { startApi, type ApiAnswer, type ApiHarness, type HarnessPerson } from '../../../support/api-harness.js';

const CSV = 'text/csv';

let api: ApiHarness;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

async function add(
  id: string,
  list: string | Buffer,
  { as = 'reviewer', type = CSV, headers = {} }: { as?: Role | HarnessPerson; type?: string; headers?: object } = {},
): Promise<ApiAnswer> {
  return api.post(`/v1/notices/${id}/targets`, as, list, { 'content-type': type, ...headers });
}

async function listTargets(id: string, query = ''): Promise<Record<string, unknown>[]> {
  const { items } = (await api.get(`/v1/notices/${id}/targets?limit=200${query}`, 'reviewer')).json();
  return items;
}

describe('POST /v1/notices/{id}/targets', () => {
  test('adds the rows of a CSV list, merges duplicates, keeps bad targets and reports unreadable lines', async () => {
    const { id } = await api.receive();
    const list = [
      'note,locator,type',
      'first,@two,account',
      ',@two,account',
      'there already,@one,account',
      'bad,not a url,url',
      ',,account',
      'x,@three,planet',
      ',@Three,account',
      ',@three,account',
    ].join('\n');
    const answer = await add(id, list);
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({
      upload: 1,
      lines: 8,
      accepted: 4,
      merged: 2,
      flagged: 3,
      rejected: [
        { line: 6, reason: 'The locator is missing.' },
        { line: 7, reason: expect.stringContaining('"planet" is not a target type') },
      ],
    });
    expect((await listTargets(id)).map(({ no, locator, problem, flags }) => [no, locator, problem, flags])).toEqual([
      [1, '@one', null, expect.any(Array)],
      [2, '@two', null, []],
      [3, 'not a url', 'malformed_locator', []],
      [4, '@Three', null, ['near_duplicate']],
      [5, '@three', null, ['near_duplicate']],
    ]);
    const notice = (await api.get(`/v1/notices/${id}`, 'reviewer')).json();
    expect(notice.counts).toMatchObject({ targets: 5, undecided: 5 });
  });

  test('adds nothing when a list is sent again', async () => {
    const { id } = await api.receive();
    const list = 'type,locator,note\naccount,@a,\naccount,@b,\nurl,https://e.example/x,\n';
    expect((await add(id, list)).json()).toMatchObject({ accepted: 3, merged: 0 });
    expect((await add(id, list)).json()).toMatchObject({ upload: 2, accepted: 0, merged: 3, flagged: 0 });
    expect(await listTargets(id)).toHaveLength(4);
  });

  test('flags a near duplicate on the existing row too', async () => {
    const { id } = await api.receive({
      targets: [{ type: 'url', locator: 'https://www.youtube.com/watch?v=abcdefghijk' }],
    });
    await add(id, 'locator\nhttps://youtu.be/abcdefghijk?t=3\n');
    expect((await listTargets(id)).map(({ flags }) => flags)).toEqual([
      expect.arrayContaining(['near_duplicate']),
      ['near_duplicate'],
    ]);
  });

  test('flags targets of an earlier open notice, and not those of a secret one', async () => {
    await api.receive({ targets: [{ type: 'account', locator: '@seen_openly' }] });
    await api.receive({
      targets: [{ type: 'account', locator: '@seen_secretly' }],
      secrecy: { level: 'restricted' },
    });
    const { id } = await api.receive();
    await add(id, '@seen_openly @seen_secretly', { type: 'text/plain' });
    const [, open, secret] = await listTargets(id);
    expect([open?.['flags'], secret?.['flags']]).toEqual([['seen_before'], []]);
  });

  test('queues a command for the workflow once for each list that added targets', async () => {
    const { id } = await api.receive();
    await add(id, '@x1\n@x2\n', { type: 'text/plain' });
    await add(id, '@x1\n@x2\n', { type: 'text/plain' });
    const rows = await api.db
      .selectFrom('outbox')
      .select('payload')
      .where('notice_id', '=', id)
      .where('kind', '=', 'command')
      .execute();
    expect(rows.map(({ payload }) => payload)).toEqual([
      {
        name: 'add_targets',
        body: { upload: 1, accepted: 2, ledger: expect.objectContaining({ targets: 3, undecided: 3 }) },
      },
    ]);
    const { items } = (await api.get(`/v1/notices/${id}/timeline`, 'reviewer')).json();
    expect(items.filter(({ action }: { action: string }) => action === 'targets_added')).toHaveLength(2);
    expect(items.at(-2)).toMatchObject({
      action: 'targets_added',
      actor: { kind: 'person', name: 'reviewer' },
      detail: { upload: 1, accepted: 2, merged: 0, rejected: 0, lines: 2 },
    });
  });

  test('requests another lookup only if new targets were added', async () => {
    const { id } = await api.receive();
    await sql`update notice set targets_resolved_at = now() where id = ${id}::uuid`.execute(api.db);
    await add(id, '@one\n', { type: 'text/plain' });
    const read = () =>
      api.db
        .selectFrom('notice')
        .select(['targets_resolved_at', 'targets_added_at'])
        .where('id', '=', id)
        .executeTakeFirstOrThrow();
    expect(await read()).toMatchObject({ targets_resolved_at: expect.any(Date), targets_added_at: null });
    await add(id, '@one\n@another\n', { type: 'text/plain' });
    expect(await read()).toMatchObject({ targets_resolved_at: null, targets_added_at: expect.any(Date) });
  });

  test('replays the answer for a repeated idempotency key, and rejects the key with another list', async () => {
    const { id } = await api.receive();
    const headers = { 'idempotency-key': 'list-1' };
    const first = await add(id, '@k1\n', { type: 'text/plain', headers });
    const again = await add(id, '@k1\n', { type: 'text/plain', headers });
    expect(again.headers['idempotent-replay']).toBe('true');
    expect(again.json()).toEqual(first.json());
    expect((await add(id, '@k2\n', { type: 'text/plain', headers })).json()).toMatchObject({
      type: 'urn:notice-desk:problem:idempotency-key-reused',
    });
    expect((await api.get(`/v1/notices/${id}/uploads`, 'reviewer')).json().items).toHaveLength(1);
  });

  test.each(['approval', 'enforcement', 'reporting', 'in_force', 'closed'])(
    'is rejected in stage %s',
    async (stage) => {
      const { id } = await api.receive();
      await sql`update notice set stage = ${stage} where id = ${id}::uuid`.execute(api.db);
      const answer = await add(id, '@late\n', { type: 'text/plain' });
      expect([answer.statusCode, answer.json().type]).toEqual([409, 'urn:notice-desk:problem:illegal-transition']);
      expect(await listTargets(id)).toHaveLength(1);
    },
  );

  test('is rejected while a submission is being sent to the workflow', async () => {
    const { id } = await api.receive();
    await sql`insert into submission (notice_id, number, purpose, state, digest, author, approver_slots, by_action, targets, enforced, command_id)
      values (${id}::uuid, 1, 'decision', 'frozen', 'd', ${api.people.reviewer.id}::uuid, '{approver}', '{}', 1, 1, gen_random_uuid())`.execute(
      api.db,
    );
    expect((await add(id, '@late\n', { type: 'text/plain' })).statusCode).toBe(409);
  });

  test('lets the sender of a notice add to it, and no other intake', async () => {
    const { id } = await api.receive({ secrecy: await api.gagged() });
    expect((await add(id, '@mine\n', { type: 'text/plain', as: 'intake' })).statusCode).toBe(200);
    const other = await api.addPerson('Other', ['intake']);
    expect((await add(id, '@theirs\n', { type: 'text/plain', as: other })).statusCode).toBe(404);
    expect((await add(id, '@theirs\n', { type: 'text/plain', as: 'reviewer' })).statusCode).toBe(404);
  });

  test.each(['approver', 'ops', 'auditor', 'admin'] as const)(
    'rejects the %s, and records the attempt',
    async (role) => {
      const { id } = await api.receive();
      expect((await add(id, '@x\n', { type: 'text/plain', as: role })).statusCode).toBe(403);
      const { items } = (await api.get(`/v1/notices/${id}/timeline`, 'reviewer')).json();
      expect(items.at(-1)).toMatchObject({
        action: 'command_refused',
        detail: { command: 'add_targets', code: 'forbidden' },
      });
    },
  );

  test('rejects a PDF sent as CSV, unknown media types and content that differs from its type', async () => {
    const { id } = await api.receive();
    const pdf = Buffer.from('%PDF-1.7\n');
    expect((await add(id, '<a/>', { type: 'text/html' })).statusCode).toBe(415);
    const renamed = await add(id, pdf, { type: CSV });
    expect([renamed.statusCode, renamed.json().detail]).toEqual([422, expect.stringContaining('a .pdf file')]);
    const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
    expect((await add(id, png, { type: 'text/plain' })).statusCode).toBe(422);
  });

  test.each([
    ['nothing', ''],
    ['only line ends', '\n\n\r\n'],
    ['columns without a head', 'a,b\n1,2\n'],
  ])('rejects a list of %s', async (_what, list) => {
    const { id } = await api.receive();
    const answer = await add(id, list);
    expect([answer.statusCode, answer.json().type]).toEqual([422, 'urn:notice-desk:problem:validation']);
  });

  test('leaves nothing behind after rejecting a list midway', async () => {
    const { id } = await api.receive();
    const list = Array.from({ length: 100_001 }, (_, index) => `@h${index}`).join('\n');
    const answer = await add(id, list, { type: 'text/plain' });
    expect([answer.statusCode, answer.json().detail]).toEqual([422, 'A list can have at most 100000 rows. Split it.']);
    expect(await listTargets(id)).toHaveLength(1);
    expect((await api.get(`/v1/notices/${id}/uploads`, 'reviewer')).json().items).toEqual([]);
  });

  test('accounts exactly for a hundred thousand lines of which three in ten are broken', async () => {
    const { id } = await api.receive();
    const lines = Array.from({ length: 100_000 }, (_, index) => {
      if (index % 10 === 1) return `account;"@open${index};x`;
      if (index % 10 === 4) return `planet;@x${index};y`;
      if (index % 10 === 7) return 'account;;no locator';
      return index % 10 === 8 ? 'account;@always_the_same;' : `account;@h${index};"a; note"`;
    });
    const answer = await add(id, `type;locator;note\r\n${lines.join('\r\n')}`);
    const account = answer.json();
    expect({ ...account, rejected: account.rejected.length }).toEqual({
      upload: 1,
      lines: 100_000,
      accepted: 60_001,
      merged: 9_999,
      flagged: 0,
      rejected: 30_000,
    });
    expect(account.rejected[0]).toEqual({ line: 3, reason: 'A quote is not closed.' });
    const all = await api.get(`/v1/notices/${id}/uploads/1/problems?format=csv`, 'reviewer');
    expect(all.headers['content-type']).toContain('text/csv');
    expect(all.body.trimEnd().split('\r\n')).toHaveLength(30_001);
    const page = (await api.get(`/v1/notices/${id}/uploads/1/problems?limit=2&count=true`, 'reviewer')).json();
    expect(page).toMatchObject({ total: 30_000, items: [{ line: 3 }, { line: 6 }] });
    const next = await api.get(`/v1/notices/${id}/uploads/1/problems?limit=1&cursor=${page.nextCursor}`, 'reviewer');
    expect(next.json().items).toEqual([{ line: 9, reason: 'The locator is missing.' }]);
  });
});

describe('GET /v1/notices/{id}/uploads', () => {
  test('lists each upload with sender, time, file and counts', async () => {
    const { id } = await api.receive();
    await api.post(`/v1/notices/${id}/targets?name=accounts.csv`, 'reviewer', 'locator\n@r1\n@r2\n,\n', {
      'content-type': CSV,
    });
    const { items } = (await api.get(`/v1/notices/${id}/uploads`, 'reviewer')).json();
    expect(items).toEqual([
      {
        n: 1,
        at: expect.any(String),
        by: api.people.reviewer.id,
        byName: 'reviewer',
        name: 'accounts.csv',
        mediaType: CSV,
        format: 'csv',
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        bytes: 18,
        lines: 3,
        accepted: 2,
        merged: 0,
        flagged: 0,
        rejected: 1,
      },
    ]);
  });

  test('shows the sender of a notice only their own uploads', async () => {
    const { id } = await api.receive();
    await add(id, '@i1\n', { type: 'text/plain', as: 'intake' });
    await add(id, '@i2\n', { type: 'text/plain', as: 'reviewer' });
    const { items } = (await api.get(`/v1/notices/${id}/uploads`, 'intake')).json();
    expect(items.map(({ n }: { n: number }) => n)).toEqual([1]);
    expect((await api.get(`/v1/notices/${id}/uploads/1/problems`, 'intake')).statusCode).toBe(200);
    expect((await api.get(`/v1/notices/${id}/uploads/2/problems`, 'intake')).statusCode).toBe(404);
    expect((await api.get(`/v1/notices/${id}/uploads/9/problems`, 'reviewer')).statusCode).toBe(404);
    expect((await api.get(`/v1/notices/${id}/uploads/x/problems`, 'reviewer')).statusCode).toBe(404);
  });

  test('returns a CSV of problems in which no cell acts as a formula', async () => {
    const { id } = await api.receive();
    await add(id, 'type,locator\n=cmd|x,@a\naccount,@fine\n');
    const { body } = await api.get(`/v1/notices/${id}/uploads/1/problems?format=csv`, 'reviewer');
    expect(body).toBe(
      'line,reason\r\n2,"""=cmd|x"" is not a target type. Types are account, post, url, hashtag, channel, app, search_result, data_subject."\r\n',
    );
  });
});

describe('GET /v1/notices/{id}/list-diff', () => {
  const accounts = (...names: string[]) => names.map((name) => ({ type: 'account', locator: `@diff_${name}` }));
  const diff = async (id: string, query = '', as: Role = 'reviewer') =>
    (await api.get(`/v1/notices/${id}/list-diff${query}`, as)).json();

  test('compares with the authority’s latest earlier notice that shares targets', async () => {
    const first = await api.receive({ targets: accounts('a', 'b', 'c') });
    await sql`update target set action = 'withhold', grounds = '{legal_basis_met}', countries = '{IN}', status = 'applied', decided_at = now()
      where notice_id = ${first.id}::uuid and locator = '@diff_b'`.execute(api.db);
    await api.receive({ targets: accounts('z') });
    const { id } = await api.receive({ targets: accounts('b', 'c', 'd') });
    expect(await diff(id)).toEqual({
      against: { id: first.id, number: first.number },
      added: 1,
      dropped: 1,
      unchanged: 2,
    });
    const { items } = await diff(id, '?part=unchanged');
    expect(items).toMatchObject([
      {
        no: 1,
        locator: '@diff_b',
        before: { no: 2, status: 'applied', decision: { action: 'withhold', countries: ['IN'] } },
      },
      { no: 2, locator: '@diff_c', before: { no: 3, status: 'undecided', decision: null } },
    ]);
    expect((await diff(id, '?part=added')).items).toMatchObject([{ no: 3, locator: '@diff_d', before: null }]);
    expect((await diff(id, '?part=dropped')).items).toMatchObject([
      { no: null, locator: '@diff_a', before: { no: 1 } },
    ]);
    const page = await diff(id, '?part=unchanged&limit=1&count=true');
    expect(page).toMatchObject({ total: 2, items: [{ no: 1 }] });
    expect((await diff(id, `?part=unchanged&limit=1&cursor=${page.nextCursor}`)).items).toMatchObject([{ no: 2 }]);
  });

  test('reports every target as added for a notice without an earlier list', async () => {
    const { id } = await api.receive({ targets: accounts('lonely1', 'lonely2') });
    expect(await diff(id)).toEqual({ against: null, added: 2, dropped: 0, unchanged: 0 });
    expect((await diff(id, '?part=dropped')).items).toEqual([]);
  });

  test('never compares with a notice the caller cannot read', async () => {
    const secret = await api.receive({ targets: accounts('hush'), secrecy: { level: 'restricted' } });
    const { id } = await api.receive({ targets: accounts('hush') });
    expect(await diff(id)).toMatchObject({ against: null });
    expect(await diff(id, '', 'counsel')).toMatchObject({ against: { id: secret.id }, unchanged: 1 });
    const hidden = await api.get(`/v1/notices/${id}/list-diff?against=${secret.id}`, 'reviewer');
    const missing = await api.get(
      `/v1/notices/${id}/list-diff?against=00000000-0000-7000-8000-000000000000`,
      'reviewer',
    );
    expect([hidden.statusCode, hidden.body]).toEqual([404, missing.body]);
    expect((await api.get(`/v1/notices/${id}/list-diff`, 'intake')).statusCode).toBe(403);
  });
});
