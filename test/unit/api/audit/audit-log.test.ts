import { readFileSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import canonicalize from 'canonicalize';
import { runCli } from '../../../../cli/program.js';
import { appendAudit } from '../../../../registry/notices/audit.js';
import { verifyExport } from '../../../../verifier/verify-export.js';
import type { ApiHarness } from '../../../support/api-harness.js';
import { withAuditApi, type AuditApi } from '../../../support/audit-api.js';

let log: AuditApi;
let api: ApiHarness;
withAuditApi((started) => {
  log = started;
  api = started.api;
});

async function cli(...args: string[]) {
  let out = '';
  let err = '';
  const code = await runCli(args, {
    env: { DESK_URL: log.url, DESK_KEY: api.people.auditor.key },
    fetch: globalThis.fetch,
    stdin: (async function* () {})(),
    stdout: { write: (text: string) => (out += text) },
    stderr: { write: (text: string) => (err += text) },
    nowMs: () => Date.now(),
    sleep: async () => undefined,
    newId: () => 'one',
    runProgram: () => Promise.reject(new Error('no program runs here')),
  });
  return { code, out, err };
}

const path = (name: string) => log.path(name);
const annotated = (text: string, at?: Date) => appendAudit(api.db, [log.entry(text, at)]);

describe('audit log', () => {
  test('lists each entry with its position and leaf, and people by pseudonym with their names beside', async () => {
    await api.receive();
    await annotated('é\u{1F600} "quoted" \u2028');
    const { items } = (await api.get('/v1/audit?limit=200', 'auditor')).json();
    expect(items.map(({ seq }: { seq: number }) => seq)).toEqual(items.map((_: unknown, at: number) => at + 1));
    for (const { leafHash, entry, names } of items) {
      const text = (canonicalize as unknown as (value: unknown) => string)(entry);
      expect(createHash('sha256').update(`\u0000${text}`).digest('base64')).toBe(leafHash);
      if (entry.actor.kind !== 'person') continue;
      expect(entry.actor.name).toMatch(/^staff-[0-9a-f]{20}$/);
      expect(['ops', 'intake', 'auditor']).toContain(names[entry.actor.name]);
    }
  });

  test('is exported and verified offline, also against an earlier checkpoint', async () => {
    const kept = await cli('audit', 'checkpoint');
    writeFileSync(path('kept.txt'), kept.out);
    for (let at = 0; at < 300; at += 1) await annotated(`note ${at}`);
    expect(await cli('audit', 'export', path('log.ndjson'))).toMatchObject({ code: 0 });
    const verified = await cli('audit', 'verify', path('log.ndjson'), '--checkpoint', path('kept.txt'));
    expect(verified).toMatchObject({ code: 0, err: '' });
    expect(verified.out).toContain('valid: ');
  });

  test('reports the first changed entry of an export', async () => {
    const lines = readFileSync(path('log.ndjson'), 'utf8').split('\n');
    lines[7] = (lines[7] ?? '').replace('"note ', '"nota ');
    writeFileSync(path('changed.ndjson'), lines.join('\n'));
    const { code, err } = await cli('audit', 'verify', path('changed.ndjson'));
    expect(code).toBe(1);
    expect(err).toContain('First bad sequence: 7');
  });

  test('reveals an edit by the database owner', async () => {
    await sql`alter table audit_entry disable trigger all`.execute(api.db);
    await sql`update audit_entry set actor_name = 'Somebody Else' where seq = (select entry from audit_leaf where seq = 9)`.execute(
      api.db,
    );
    await sql`alter table audit_entry enable trigger all`.execute(api.db);
    await cli('audit', 'export', path('edited.ndjson'));
    expect(await verifyExport(path('edited.ndjson'))).toMatchObject({ firstBad: 9 });
  });

  test('finds entries by an action that screens call otherwise, if they hold the numbers searched', async () => {
    const find = async (query: string) => (await api.get(`/v1/audit?${query}`, 'auditor')).json().items.length;
    await annotated('of submission 771');
    expect(await find('q=remark+made')).toBe(0);
    expect(await find('q=remark+made&called=annotate,approve&limit=5')).toBe(5);
    expect(await find('q=remark+771+made&called=annotate')).toBe(1);
    expect(await find('q=remark+771+made&called=approve')).toBe(0);
    expect(await find('q=annot')).toBeGreaterThan(0);
  });

  test('proves inclusion and consistency, and rejects mixed parameters and the ops role', async () => {
    const proof = (await api.get('/v1/audit/proof?seq=5&size=200', 'auditor')).json();
    expect(proof).toMatchObject({ seq: 5, size: 200 });
    expect((await api.get('/v1/audit/proof?from=5&to=200', 'admin')).json().hashes.length).toBeGreaterThan(3);
    expect((await api.get('/v1/audit/proof?from=5&seq=200', 'auditor')).statusCode).toBe(422);
    expect((await api.get('/v1/audit/checkpoint', 'ops')).statusCode).toBe(403);
  });
});
