import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { ZipFile } from 'yazl';
import { verifyBundle } from '../../../../verifier/verify-bundle.js';
import { startApi, type ApiHarness } from '../../../support/api-harness.js';
import { AUDIT_KEY } from '../../../support/approval-keys.js';
import { unzip } from '../../../support/unzip.js';

let api: ApiHarness;
let notice: { id: string; number: string };
const home = mkdtempSync(join(tmpdir(), 'court-bundle-'));
beforeAll(async () => {
  api = await startApi();
  // Distinctive names, which match nothing else in the bundle.
  for (const role of ['reviewer', 'intake'] as const)
    await api.db
      .updateTable('person')
      .set({ name: `Nadia ${role}` })
      .where('id', '=', api.people[role].id)
      .execute();
  notice = await api.receive();
  for (let at = 0; at < 20; at += 1) await api.receive();
  await sql`update notice set targets_resolved_at = now(), stage = 'review' where id = ${notice.id}::uuid`.execute(
    api.db,
  );
  const decided = await api.post(`/v1/notices/${notice.id}/decide`, 'reviewer', {
    select: { all: true },
    action: 'withhold',
    grounds: ['legal_basis_met'],
  });
  expect(decided.statusCode).toBe(200);
});
afterAll(async () => {
  await api.close();
  rmSync(home, { recursive: true, force: true });
});

const fetchBundle = async (as: 'reviewer' | 'counsel', query = '') => {
  const { statusCode, rawPayload } = await api.get(`/v1/notices/${notice.id}/bundle${query}`, as);
  expect(statusCode).toBe(200);
  return rawPayload;
};

async function writeZip(files: Map<string, Buffer>, patch: Record<string, Buffer | null> = {}): Promise<string> {
  const path = join(home, `${Math.random()}.zip`);
  const zip = new ZipFile();
  const all = new Map<string, Buffer | null>([...files, ...Object.entries(patch)]);
  for (const [name, content] of all) if (content !== null) zip.addBuffer(content, name);
  zip.end();
  await finished(zip.outputStream.pipe(createWriteStream(path)));
  return path;
}

test('court bundle is verified from its file alone', async () => {
  const path = join(home, 'whole.zip');
  writeFileSync(path, await fetchBundle('reviewer'));
  const verdict = await verifyBundle(path, { keys: [AUDIT_KEY.publicKey] });
  expect(verdict).toMatchObject({ problems: [], withheld: 0 });
  expect(verdict.entries).toBeGreaterThanOrEqual(2);
  expect((await verifyBundle(path)).problems).toEqual([]);
});

test('court bundle verification names each changed, added or missing file', async () => {
  const files = await unzip(await fetchBundle('reviewer'));
  const problems = async (patch: Record<string, Buffer | null>) =>
    (await verifyBundle(await writeZip(files, patch))).problems.join(' ');
  expect(await problems({})).toBe('');
  const unlisted = new Set(['manifest.json', 'manifest.note']);
  for (const [name, content] of files) {
    const flipped = Buffer.from(content);
    const at = Math.floor(content.length / 2);
    flipped[at] = (flipped[at] ?? 0) ^ 1;
    expect([name, await problems({ [name]: flipped })]).toEqual([name, expect.stringMatching(/changed|signed/)]);
    expect([name, await problems({ [name]: null })]).toEqual([
      name,
      expect.stringMatching(unlisted.has(name) ? /signed|read/ : /missing/),
    ]);
  }
  expect(await problems({ 'documents/extra.pdf': Buffer.from('x') })).toContain('documents/extra.pdf was added');
});

test('court bundle signed with another desk’s key is rejected', async () => {
  const path = join(home, 'other.zip');
  writeFileSync(path, await fetchBundle('reviewer'));
  const { problems } = await verifyBundle(path, { keys: [Buffer.alloc(32, 9).toString('base64')] });
  expect(problems.join(' ')).toMatch(/not signed by the log/);
});

test('court bundle shows staff by pseudonym, and by name if counsel asks for names', async () => {
  const named = (files: Map<string, Buffer>) =>
    [...files].filter(([, content]) => /Nadia/.test(content.toString())).map(([name]) => name);
  expect(named(await unzip(await fetchBundle('reviewer')))).toEqual([]);
  expect(named(await unzip(await fetchBundle('counsel', '?names=true')))).toEqual(
    expect.arrayContaining(['timeline.ndjson', 'targets.csv']),
  );
  expect((await api.get(`/v1/notices/${notice.id}/bundle?names=true`, 'reviewer')).statusCode).toBe(403);
});
