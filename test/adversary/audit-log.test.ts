import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { openLogState, type LogState } from '../../application/log-state.js';
import { checkpointAudit } from '../../application/audit/witness.js';
import { SYSTEM } from '../../domain/people/actor.js';
import { appendAudit } from '../../registry/notices/audit.js';
import type { Db } from '../../registry/db.js';
import { startApi, type ApiHarness } from '../support/api-harness.js';
import { openAs } from '../support/postgres/registry-logins.js';

let api: ApiHarness;
let owner: Db;
let folder: string;
let state: LogState;
const path = () => join(folder, 'audit-state.json');

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'desk-log-'));
  writeFileSync(path(), JSON.stringify({ adopt: { from: 'empty', reason: 'A new desk.' } }));
  state = openLogState(path());
  api = await startApi({ logState: state });
  owner = openAs(api.url, 'owner', 1);
});
afterEach(async () => {
  await owner.destroy();
  await api.close();
  rmSync(folder, { recursive: true, force: true });
});

const checkpoint = () => api.get('/v1/audit/checkpoint', 'auditor');
const alerts = async () =>
  (await api.get('/v1/ops/alerts', 'auditor'))
    .json()
    .items.map(({ kind }: { kind: string }) => kind)
    .filter((kind: string) => kind.startsWith('audit_'));

async function countEntries(): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from audit_entry`.execute(api.db);
  return rows[0]?.count ?? 0;
}

async function write(count: number): Promise<void> {
  const detail = { text: 'x' };
  for (let at = 0; at < count; at += 1)
    await appendAudit(api.db, [
      { at: new Date(), noticeId: null, actor: SYSTEM, action: 'mails_erased', detail } as never,
    ]);
}

/** What the tables' owner can do alone: rewrite history so that every hash fits, with no trace of a signature. */
async function rewriteAsOwner(): Promise<void> {
  for (const table of ['audit_entry', 'audit_leaf', 'audit_node', 'audit_checkpoint'])
    await sql`alter table ${sql.table(table)} disable trigger user`.execute(owner);
  await sql`update audit_leaf set leaf_hash = sha256('another past'::bytea) where seq = 1`.execute(owner);
  await sql`delete from audit_checkpoint`.execute(owner);
}

describe('audit checkpoint: attacks by the database owner', () => {
  test('refuses to sign a log that does not continue the last one, even with every checkpoint deleted', async () => {
    await write(3);
    expect((await checkpoint()).statusCode).toBe(200);
    await rewriteAsOwner();
    await write(1);
    const answer = await checkpoint();
    expect([answer.statusCode, answer.body]).toEqual([503, expect.stringContaining('do not match what was signed')]);
    const { rows } = await sql`select from audit_checkpoint`.execute(api.db);
    expect(rows).toEqual([]);
    expect(await alerts()).toEqual(expect.arrayContaining(['audit_forked', 'audit_unsigned']));
  });

  test('refuses to sign a log whose entries were removed together with their checkpoints', async () => {
    await write(3);
    await checkpoint();
    for (const table of ['audit_leaf', 'audit_checkpoint'])
      await sql`alter table ${sql.table(table)} disable trigger user`.execute(owner);
    await sql`delete from audit_checkpoint`.execute(owner);
    await sql`delete from audit_leaf where seq > 1`.execute(owner);
    expect((await checkpoint()).statusCode).toBe(503);
    expect(await alerts()).toContain('audit_unsigned');
  });
});

describe('audit checkpoint without its state file', () => {
  test('is not signed, and raises an alert; the error names `audit adopt` as the cure', async () => {
    await write(2);
    const { body } = await checkpoint();
    rmSync(path());
    await write(1);
    expect((await checkpoint()).body).toBe(body);
    expect(await alerts()).toContain('audit_unsigned');
    await sql`alter table audit_checkpoint disable trigger user`.execute(owner);
    await sql`delete from audit_checkpoint`.execute(owner);
    expect((await checkpoint()).body).toContain('audit adopt');
  });

  test('is not signed as a new log if the log was signed before', async () => {
    await write(2);
    const { body } = await checkpoint();
    writeFileSync(path(), JSON.stringify({ adopt: { from: 'empty', reason: 'x' } }));
    await write(1);
    expect((await checkpoint()).body).toBe(body);
    expect(await alerts()).toContain('audit_unsigned');
  });

  test('is signed again after an operator adopts the log, and the adoption is audited', async () => {
    await write(2);
    await checkpoint();
    const size = await countEntries();
    writeFileSync(path(), JSON.stringify({ adopt: { from: 'last', reason: 'The disk of the API is new.' } }));
    await write(1);
    expect((await checkpoint()).statusCode).toBe(200);
    expect(await alerts()).toEqual([]);
    const { rows } = await sql<{ detail: object }>`
      select detail from audit_entry where action = 'audit_adopted' order by seq desc limit 1`.execute(api.db);
    expect(rows[0]?.detail).toMatchObject({ from: 'last', size, reason: 'The disk of the API is new.' });
    expect(await state.read()).toMatchObject({ tree: { size: expect.any(Number) }, adopt: null });
  });

  test.each([
    ['damaged', 'no JSON'],
    ['of another log', JSON.stringify({ origin: 'other', size: 1, root: Buffer.alloc(32).toString('base64') })],
  ])('is not signed if the state file is %s', async (_what, text) => {
    await write(2);
    const { body } = await checkpoint();
    writeFileSync(path(), text);
    await write(1);
    expect((await checkpoint()).body).toBe(body);
    expect(await alerts()).toContain('audit_unsigned');
  });
});

test('raises an alert from the audit job if the tree lacks a hash, and resolves it in a later run', async () => {
  await write(300);
  await checkpointAudit(api.context, []);
  await sql`alter table audit_node disable trigger user`.execute(api.db);
  await sql`create table kept_node as select * from audit_node`.execute(api.db);
  await sql`delete from audit_node`.execute(api.db);
  await write(1);
  await checkpointAudit(api.context, []);
  expect(await alerts()).toContain('audit_unsigned');
  await sql`insert into audit_node select * from kept_node`.execute(api.db);
  await checkpointAudit(api.context, []);
  expect(await alerts()).toEqual([]);
});
