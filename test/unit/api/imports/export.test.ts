import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sql } from 'kysely';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDomainApi, type ApiHarness } from '../../../support/api-harness.js';
import { createDomainEngine } from '../../../support/domain-engine.js';
import { insertEnforced } from '../../../support/enforced-notice.js';
import { deskOfFile, run } from '../../../support/fake-desk.js';
import type { Role } from '../../../../domain/people/permission.js';

let from: ApiHarness;
let to: ApiHarness;
const urls = new Map<ApiHarness, string>();
const unused = deskOfFile();
const folder = mkdtempSync(join(tmpdir(), 'cases-'));
const file = join(folder, 'desk.jsonl');

beforeAll(async () => {
  [from, to] = await Promise.all([startDomainApi(createDomainEngine()), startDomainApi(createDomainEngine())]);
  // Both come from one template; real desks draw the name of their log.
  await to.db.transaction().execute(async (trx) => {
    await sql`set local session_replication_role = replica`.execute(trx);
    await sql`update audit_log set origin = 'notice-desk/other'`.execute(trx);
  });
  for (const api of [from, to]) urls.set(api, await api.app.listen({ port: 0, host: '127.0.0.1' }));
});
afterAll(() => Promise.all([from.close(), to.close()]));

const cli = (api: ApiHarness, as: Role, args: string[]) =>
  run(unused, args, { env: { DESK_URL: urls.get(api) ?? '', DESK_KEY: api.people[as].key } });

const text = fc.string({ unit: 'grapheme', maxLength: 60 }).map((value) => value.replaceAll('\0', ''));
const target = fc.record({
  type: fc.constantFrom('account', 'post', 'url', 'hashtag'),
  locator: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
  note: text,
});
const notice = fc.record({
  kind: fc.constantFrom('blocking_order', 'removal_order', 'request', 'court_order'),
  subject: text,
  body: text,
  reference: text,
  receivedAt: fc
    .date({ min: new Date('2020-01-01'), max: new Date('2026-10-01'), noInvalidDate: true })
    .map((at) => at.toISOString()),
  language: fc.constantFrom('en', 'hi', 'pt-BR'),
  targets: fc.array(target, { minLength: 1, maxLength: 6 }),
});

/** Notices of many kinds, some decided, enforced or closed, and one that is secret. */
async function fill(): Promise<void> {
  for (const patch of fc.sample(notice, { numRuns: 30, seed: 58 })) await from.receive(patch);
  const some = await insertEnforced(from, { count: 3, failed: [2] });
  await sql`insert into letter (notice_id, n, key, kind, language, subject, text, state, sent_at)
    values (${some.id}::uuid, 1, 'k1', 'report_of_effect', 'en', 'Effect', 'We have withheld 2 of 3 – done.', 'sent', now())`.execute(
    from.db,
  );
  const { id } = await from.receive({ subject: 'Decided' });
  await from.post(`/v1/notices/${id}/triage`, 'reviewer', {});
  await from.post(`/v1/notices/${id}/claim`, 'reviewer', {});
  const decision = { select: { all: true }, action: 'push_back', grounds: ['overbroad'] };
  expect((await from.post(`/v1/notices/${id}/decide`, 'reviewer', decision)).statusCode).toBe(200);
  const closed = await from.receive({ subject: 'Closed' });
  await sql`update notice set stage = 'closed', outcome = 'refused' where id = ${closed.id}::uuid`.execute(from.db);
  await from.receive({ subject: 'Operation Quiet', secrecy: await from.gagged() });
}

async function confirmPending(api: ApiHarness): Promise<void> {
  const { items } = (await api.get('/v1/changes?state=pending&kind=import', 'counsel')).json();
  for (const { id } of items)
    expect((await api.post(`/v1/changes/${id}/confirm`, 'counsel', {})).json().state).toBe('applied');
}

describe('an export of all cases', () => {
  test('imported elsewhere has the same ledgers and digests, and a changed byte is found', async () => {
    await fill();
    const exported = await cli(from, 'auditor', ['cases', 'export', '--out', file]);
    expect([exported.err, exported.code]).toEqual(['', 0]);
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    expect(lines).toHaveLength(2 + 33);
    expect(lines.join('')).not.toContain('Operation Quiet');
    expect((await cli(from, 'auditor', ['cases', 'verify', file])).out).toContain('33 cases equal');

    const asked = await cli(to, 'admin', ['cases', 'import', file, '--format', 'desk']);
    expect([asked.err, asked.code]).toEqual(['', 0]);
    expect((await cli(to, 'auditor', ['cases', 'verify', file])).code).toBe(1);
    await confirmPending(to);
    const verified = await cli(to, 'auditor', ['cases', 'verify', file]);
    expect([verified.err, verified.out]).toEqual(['', `${file}: intact, 33 cases equal to those of this desk\n`]);

    const other = join(folder, 'other.jsonl');
    await cli(to, 'auditor', ['cases', 'export', '--out', other]);
    const digests = (path: string) =>
      readFileSync(path, 'utf8')
        .trim()
        .split('\n')
        .flatMap((line) => {
          const { ledger, digest } = JSON.parse(line);
          return digest === undefined ? [] : [`${ledger} ${digest}`];
        })
        .sort();
    expect(digests(other)).toEqual(digests(file));
    expect((await to.get('/v1/imported-cases?count=true', 'reviewer')).json().total).toBe(33);
    for (const table of ['notice', 'outbox', 'letter', 'operation', 'clock'])
      expect((await sql.raw(`select from ${table}`).execute(to.db)).rows).toHaveLength(0);

    const bytes = readFileSync(file);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: bytes.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        async (at, by) => {
          const changed = Buffer.from(bytes);
          changed[at] = ((changed[at] ?? 0) + by) % 256;
          const broken = join(folder, 'broken.jsonl');
          writeFileSync(broken, changed);
          expect((await cli(to, 'auditor', ['cases', 'verify', broken, '--offline'])).code).toBe(1);
        },
      ),
      { numRuns: 30, seed: 58 },
    );
  });

  test('is refused if its lines were removed, added or moved, or its end is missing', async () => {
    const [head = '', one = '', two = '', ...rest] = readFileSync(file, 'utf8').trim().split('\n');
    expect((await cli(to, 'auditor', ['cases', 'verify', join(folder, 'none'), '--offline'])).err).toContain(
      'does not exist',
    );
    for (const lines of [[head, two, ...rest], [head, two, one, ...rest], [head, one, two], [one, two, ...rest], []]) {
      const path = join(folder, 'cut.jsonl');
      writeFileSync(path, lines.map((line) => `${line}\n`).join(''));
      const { code } = await cli(to, 'admin', ['cases', 'import', path, '--format', 'desk']);
      expect(code).toBe(1);
    }
  });

  test('is for auditors, and its own cases are not imported again', async () => {
    expect((await from.get('/v1/exported-cases', 'admin')).statusCode).toBe(403);
    const { code, err } = await cli(from, 'admin', ['cases', 'import', file, '--format', 'desk']);
    expect(code).toBe(1);
    expect(err).toContain('line 2, source: This case is a notice of this desk.');
  });
});
