import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { startApi, type ApiHarness } from '../../../support/api-harness.js';
import { unzip } from '../../../support/unzip.js';
import { sealLetters } from '../../../support/seal-letters.js';

let api: ApiHarness;
let notice: { id: string; number: string };
const FILES = [
  { name: '../../etc/passwd', mediaType: 'text/html', content: '<script>alert(1)</script>' },
  { name: 'Verfügung.pdf', mediaType: 'application/pdf', content: '%PDF-1.7' },
];
const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');

beforeAll(async () => {
  api = await startApi();
  notice = await api.receive({
    body: 'The text of the order',
    targets: Array.from({ length: 2_500 }, (_, no) => ({ type: 'account', locator: `@account_${no}` })),
    documents: FILES.map(({ content, ...file }) => ({
      ...file,
      contentBase64: Buffer.from(content).toString('base64'),
    })),
  });
  await sql`insert into letter (notice_id, n, key, kind, language, to_address, subject, text, state, message_id, sent_at, smtp_reply)
    values (${notice.id}::uuid, 1, 'l-1', 'acknowledgement', 'en', 'in-meity@authority.example', 'Receipt', 'We have it.', 'sent', '<l-1@desk>', '2021-02-01T00:00:00Z', '250 taken')`.execute(
    api.db,
  );
  await sealLetters({ db: api.db, keyOf: (of) => api.context.keys.keyOf(of) }, notice.id);
});
afterAll(() => api.close());

describe('GET /v1/notices/{id}/targets', () => {
  test('pages through all targets in order, and filters them', async () => {
    const path = `/v1/notices/${notice.id}/targets`;
    const seen: number[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const response = await api.get(`${path}?limit=200${cursor === '' ? '' : `&cursor=${cursor}`}`, 'reviewer');
      const page: { items: { no: number }[]; nextCursor: string | null } = response.json();
      seen.push(...page.items.map(({ no }) => no));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(Array.from({ length: 2_500 }, (_, no) => no + 1));
    expect((await api.get(`${path}?q=ACCOUNT_12&count=true&limit=1`, 'reviewer')).json()).toMatchObject({ total: 111 });
    expect((await api.get(`${path}?status=applied&count=true`, 'reviewer')).json()).toMatchObject({
      total: 0,
      items: [],
    });
  });
});

describe('GET /v1/notices/{id}/documents/{sha256}', () => {
  test('returns the original bytes as a sandboxed download', async () => {
    const [file] = FILES;
    const response = await api.get(`/v1/notices/${notice.id}/documents/${sha256(file?.content ?? '')}`, 'reviewer');
    expect(response.body).toBe(file?.content);
    expect(response.headers).toMatchObject({
      'content-type': 'text/html',
      'content-disposition': `attachment; filename="etc_passwd"; filename*=UTF-8''.._.._etc_passwd`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
    });
  });

  test.each(['x', 'A'.repeat(64), '0'.repeat(64), `sha256:${'0'.repeat(64)}`])('answers 404 for %s', async (digest) => {
    expect((await api.get(`/v1/notices/${notice.id}/documents/${digest}`, 'reviewer')).statusCode).toBe(404);
  });

  test('lists documents with hashes and sizes', async () => {
    const { items } = (await api.get(`/v1/notices/${notice.id}/documents`, 'counsel')).json();
    expect(items).toHaveLength(2);
    expect(items).toContainEqual({
      sha256: sha256('%PDF-1.7'),
      name: 'Verfügung.pdf',
      mediaType: 'application/pdf',
      size: 8,
    });
  });
});

describe('GET /v1/notices/{id}/letters', () => {
  test('shows sent letters, and the same PDF each time', async () => {
    const { items } = (await api.get(`/v1/notices/${notice.id}/letters`, 'reviewer')).json();
    expect(items).toEqual([
      {
        n: 1,
        kind: 'acknowledgement',
        interim: false,
        language: 'en',
        to: 'in-meity@authority.example',
        subject: 'Receipt',
        text: 'We have it.',
        counts: null,
        annexed: false,
        state: 'sent',
        messageId: '<l-1@desk>',
        sentAt: '2021-02-01T00:00:00.000Z',
        reply: '250 taken',
        resends: null,
      },
    ]);
    const pdf = () => api.get(`/v1/notices/${notice.id}/letters/1/pdf`, 'reviewer');
    const [one, two] = [await pdf(), await pdf()];
    expect(one.headers['content-type']).toBe('application/pdf');
    expect(sha256(one.rawPayload)).toBe(sha256(two.rawPayload));
  });

  test.each(['0', '2', '01', 'x', '-1', '99999999999'])('answers 404 for letter %s', async (n) => {
    for (const part of ['pdf', 'annex'])
      expect((await api.get(`/v1/notices/${notice.id}/letters/${n}/${part}`, 'reviewer')).statusCode).toBe(404);
  });

  test('serves the annex of a letter as CSV and in the bundle to roles that read letters', async () => {
    const { id } = await api.receive();
    const annex = [[1, 'account', '@a', 'overbroad', '']];
    await sql`insert into letter (notice_id, n, key, kind, language, subject, text, annex, state)
      values (${id}::uuid, 1, ${id}, 'push_back', 'en', 'S', 'T', ${JSON.stringify(annex)}::jsonb, 'sent'),
        (${id}::uuid, 2, ${`${id}:2`}, 'report_of_effect', 'en', 'S', 'T', null, 'sent')`.execute(api.db);
    const path = `/v1/notices/${id}/letters`;
    expect((await api.get(path, 'reviewer')).json().items).toMatchObject([{ annexed: true }, { annexed: false }]);
    const csv = await api.get(`${path}/1/annex`, 'reviewer');
    expect([csv.statusCode, csv.headers['content-type'], csv.body]).toEqual([
      200,
      'text/csv; charset=utf-8',
      `no,type,locator,grounds,note\r\n1,account,"'@a",overbroad,\r\n`,
    ]);
    expect((await api.get(`${path}/2/annex`, 'reviewer')).statusCode).toBe(404);
    expect((await api.get(`${path}/1/annex`, 'ops')).statusCode).toBe(403);
    const files = await unzip((await api.get(`/v1/notices/${id}/bundle`, 'auditor')).rawPayload);
    expect(files.get('letters/001-push_back-annex.csv')?.toString()).toBe(csv.body);
  });
});

describe('GET /v1/notices/{id}/bundle', () => {
  test('contains every file under a safe name, with its hash in the manifest', async () => {
    const response = await api.get(`/v1/notices/${notice.id}/bundle`, 'auditor');
    expect(response.headers).toMatchObject({
      'content-type': 'application/zip',
      'content-disposition': `attachment; filename="${notice.number}.zip"`,
    });
    const files = await unzip(response.rawPayload);
    const text = (path: string) => files.get(path)?.toString() ?? '';
    const manifest = JSON.parse(text('manifest.json'));
    expect(manifest).toMatchObject({ notice: notice.id, number: notice.number });
    expect(manifest.files.map(({ path }: { path: string }) => path)).toEqual(
      [...files.keys()].filter((path) => !path.startsWith('manifest.')),
    );
    for (const { path, sha256: hash, bytes } of manifest.files) {
      expect(sha256(files.get(path) ?? '')).toBe(hash);
      expect(files.get(path)).toHaveLength(bytes);
    }
    const documents = FILES.map(
      ({ content }, no) => `documents/${sha256(content).slice(0, 16)}-${no === 0 ? 'etc_passwd' : 'Verfugung.pdf'}`,
    );
    expect(new Set(files.keys())).toEqual(
      new Set([
        ...documents,
        'authenticity.json',
        'clocks.json',
        'letters/001-acknowledgement.txt',
        'letters/letters.json',
        'manifest.json',
        'manifest.note',
        'README.txt',
        'audit/checkpoint.txt',
        'audit/entries.ndjson',
        'audit/key.json',
        'notice.json',
        'targets.csv',
        'targets.ndjson',
        'proposals.json',
        'by-hand.json',
        'sender-checks.json',
        'timeline.ndjson',
      ]),
    );
    expect(text('targets.ndjson').trimEnd().split('\n')).toHaveLength(2_500);
    const rows = text('targets.csv').trimEnd().split('\r\n');
    expect(rows).toHaveLength(2_501);
    expect(rows[0]).toMatch(/^no,type,locator,/);
    expect(rows[1]).toMatch(/^1,account,"'@account_0",/);
    expect(JSON.parse(text('notice.json'))).toMatchObject({ id: notice.id, body: 'The text of the order' });
    expect(text('letters/001-acknowledgement.txt')).toContain('We have it.');
  });
});

describe('GET /v1/notices/{id}/enforcement', () => {
  test('answers 404 before the first submission, and 422 for an invalid number', async () => {
    expect((await api.get(`/v1/notices/${notice.id}/enforcement`, 'reviewer')).statusCode).toBe(404);
    expect((await api.get(`/v1/notices/${notice.id}/enforcement?submission=7`, 'reviewer')).statusCode).toBe(404);
    expect((await api.get(`/v1/notices/${notice.id}/enforcement?submission=x`, 'reviewer')).statusCode).toBe(422);
  });

  test('returns counts that add up, and the rate in targets per second', async () => {
    await sql`insert into submission (notice_id, number, purpose, state, digest, author, approver_slots, by_action, targets, enforced, command_id, started_at, finished_at)
      values (${notice.id}::uuid, 1, 'decision', 'approved', 'sha256:x', ${api.people.reviewer.id}::uuid, '{approver}', '{"withhold": 4}', 4, 4,
        gen_random_uuid(), '2021-02-01T00:00:00Z', '2021-02-01T00:00:02Z')`.execute(api.db);
    for (const [no, status] of ['applied', 'already', 'failed', 'refused'].entries()) {
      await sql`insert into operation (key, notice_id, submission, target_no, action, type, status)
        values (${`o-${no}`}, ${notice.id}::uuid, 1, ${no + 1}, 'withhold', 'account', ${status})`.execute(api.db);
    }
    expect((await api.get(`/v1/notices/${notice.id}/enforcement`, 'ops')).json()).toEqual({
      submission: 1,
      total: 4,
      applied: 1,
      already: 1,
      failed: 1,
      refused: 1,
      pending: 0,
      startedAt: '2021-02-01T00:00:00.000Z',
      finishedAt: '2021-02-01T00:00:02.000Z',
      rate: 2,
      etaAt: null,
      paused: null,
      proof: null,
    });
  });

  test('returns the recent rate and an estimated end while enforcement runs', async () => {
    await sql`update operation set status = 'pending' where key = 'o-3'`.execute(api.db);
    await sql`update submission set finished_at = null, rate = 0.1, rate_at = now() where notice_id = ${notice.id}::uuid`.execute(
      api.db,
    );
    const sinceMs = Date.now();
    const progress = (await api.get(`/v1/notices/${notice.id}/enforcement`, 'ops')).json();
    expect(progress).toMatchObject({ pending: 1, rate: 0.1, finishedAt: null });
    // One target at 0.1 per second: ten seconds from the answer, however long the request took.
    const secondsLeft = (Date.parse(progress.etaAt) - sinceMs) / 1000;
    expect(secondsLeft).toBeGreaterThanOrEqual(10);
    await sql`update submission set rate_at = now() - interval '1 min' where notice_id = ${notice.id}::uuid`.execute(
      api.db,
    );
    expect((await api.get(`/v1/notices/${notice.id}/enforcement`, 'ops')).json().rate).toBe(0);
  });
});
