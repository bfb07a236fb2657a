import { createServer, type Server } from 'node:http';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { makeCheckpoint } from '../../../../application/audit/make-checkpoint.js';
import { checkpointAudit } from '../../../../application/audit/witness.js';
import { exportAudit } from '../../../../cli/audit/export.js';
import { createCliClient } from '../../../../cli/http.js';
import { leafOfEntry, toProvenEntry } from '../../../../registry/audit/entry.js';
import { sequenceAudit } from '../../../../registry/audit/sequence.js';
import { appendAudit } from '../../../../registry/notices/audit.js';
import { readCheckpoints } from '../../../../verifier/note.js';
import { verifyExport, type ExportVerdict } from '../../../../verifier/verify-export.js';
import type { ApiHarness } from '../../../support/api-harness.js';
import { AUDIT_KEY } from '../../../support/approval-keys.js';
import { withAuditApi, type AuditApi } from '../../../support/audit-api.js';
import { openAs } from '../../../support/postgres/registry-logins.js';

let log: AuditApi;
let api: ApiHarness;
withAuditApi((started) => {
  log = started;
  api = started.api;
});

const path = (name: string) => log.path(name);
const entry = (text: string) => log.entry(text);
const write = (count: number) =>
  appendAudit(
    api.db,
    Array.from({ length: count }, (_, at) => entry(`note ${at}`)),
  );

async function verified(checkpoint?: string): Promise<ExportVerdict> {
  const desk = createCliClient(
    { url: log.url, key: api.people.auditor.key, role: undefined },
    { fetch, sleep: async () => undefined, nowMs: Date.now },
  );
  await exportAudit(desk, { path: path('log.ndjson'), stderr: { write: () => true } });
  const checkpoints = checkpoint === undefined ? [] : [{ name: 'kept', text: checkpoint }];
  return verifyExport(path('log.ndjson'), { keys: [AUDIT_KEY.publicKey], checkpoints });
}

const listOpenAlerts = async (kind: string) => {
  const rows = await api.db
    .selectFrom('alert')
    .select(['key', 'summary'])
    .where('kind', '=', kind as 'audit_forked')
    .where('resolved_at', 'is', null)
    .execute();
  return rows;
};

/** With the triggers off, as only the database's owner can. */
async function behindTheTriggers(statements: () => Promise<void>): Promise<void> {
  const tables = ['audit_entry', 'audit_leaf', 'audit_node', 'audit_checkpoint'];
  for (const table of tables) await sql`alter table ${sql.table(table)} disable trigger all`.execute(api.db);
  await statements();
  for (const table of tables) await sql`alter table ${sql.table(table)} enable trigger all`.execute(api.db);
}

describe('audit tree: positions', () => {
  test('assigns gapless, unique positions across fifty concurrent transactions', async () => {
    await Promise.all(
      Array.from({ length: 50 }, async (_, at) => {
        await api.db
          .transaction()
          .execute(async (trx) => {
            await appendAudit(trx, [entry(`one of ${at}`), entry(`two of ${at}`)]);
            // Some roll back, and some commit after others that began later.
            await sql`select pg_sleep(${(at % 7) / 100})`.execute(trx);
            if (at % 5 === 4) throw new Error('taken back');
          })
          .catch(() => undefined);
        await sequenceAudit(api.context.db);
      }),
    );
    await sequenceAudit(api.context.db);
    const { rows } = await sql<{ size: number; max: number; entries: number; waiting: number }>`
      select count(*) as size, max(seq) as max, (select count(*) from audit_entry) as entries,
        (select count(*) from audit_waiting) as waiting
      from audit_leaf`.execute(api.db);
    expect(rows[0]).toMatchObject({ size: rows[0]?.entries, max: rows[0]?.size, waiting: 0 });
    expect(rows[0]?.size).toBeGreaterThanOrEqual(80);
  });

  test('gives an entry that commits late its position after earlier commits', async () => {
    const late = await api.db.startTransaction().execute();
    await appendAudit(late, [entry('late')]);
    await write(1);
    const before = await makeCheckpoint(api.context);
    await late.commit().execute();
    const after = await makeCheckpoint(api.context);
    expect(after.size).toBe(before.size + 1);
    expect(await verified(before.note)).toMatchObject({ problem: null });
  });

  test('stays consistent with its checkpoint beyond a stored subtree', async () => {
    await write(600);
    const { note } = await makeCheckpoint(api.context);
    await write(600);
    expect(await verified(note)).toMatchObject({ problem: null });
    expect((await api.db.selectFrom('audit_node').selectAll().execute()).length).toBeGreaterThanOrEqual(4);
  });

  test('denies every login changes to leaves, hashes and checkpoints, also the owner by trigger', async () => {
    const enforcement = openAs(api.url, 'enforcement');
    const reader = openAs(api.url, 'reader');
    const refused = (db: typeof reader, text: string) =>
      expect(sql.raw(text).execute(db)).rejects.toMatchObject({ code: '42501' });
    for (const table of ['audit_leaf', 'audit_node', 'audit_checkpoint', 'audit_log']) {
      const column = table === 'audit_log' ? 'origin' : table === 'audit_checkpoint' ? 'note' : 'seq';
      const set = table === 'audit_node' ? 'position' : column;
      for (const text of [`update ${table} set ${set} = ${set}`, `delete from ${table}`, `truncate ${table}`])
        for (const db of [api.db, api.context.db, api.worker, enforcement, reader]) await refused(db, text);
    }
    await refused(reader, 'select from audit_leaf');
    await refused(api.worker, 'insert into audit_leaf (seq, entry, leaf_hash) values (1, 1, null)');
    await refused(reader, 'select key from pseudonym_key');
    await Promise.all([enforcement.destroy(), reader.destroy()]);
  });
});

describe('audit witnesses', () => {
  let server: Server;
  let deliveries: string[] = [];
  let isUp = true;
  beforeAll(async () => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        if (isUp) deliveries.push(Buffer.concat(chunks).toString());
        response.writeHead(isUp ? 202 : 503).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => void server.close());
  const web = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/checkpoints`;
  const sizesIn = (text: string) => readCheckpoints(text).map(({ size }) => size);

  test('receive every checkpoint; an unreachable one gets what it missed, with an alert meanwhile', async () => {
    const file = path('away/witness.txt');
    const all = [file, web()];
    const sizes: number[] = [];
    const round = async () => {
      await write(1);
      await checkpointAudit(api.context, all);
      sizes.push((await makeCheckpoint(api.context)).size);
    };
    isUp = false;
    await round();
    await round();
    expect((await listOpenAlerts('audit_witness_away')).map(({ key }) => key).sort()).toEqual(
      all.map((witness) => `audit_witness_away:${witness}`).sort(),
    );
    const part = (await api.get('/readyz', null)).json().parts.find(({ name }: { name: string }) => name === 'audit');
    expect(part).toMatchObject({ state: 'degraded', detail: 'Witnesses that do not accept checkpoints: 2.' });
    isUp = true;
    mkdirSync(path('away'));
    await round();
    expect(await listOpenAlerts('audit_witness_away')).toEqual([]);
    expect(sizesIn(readFileSync(file, 'utf8')).slice(-3)).toEqual(sizes);
    expect(sizesIn(deliveries.join('')).slice(-3)).toEqual(sizes);
    const before = deliveries.length;
    await checkpointAudit(api.context, all);
    expect(deliveries).toHaveLength(before);
    expect(await verified(readFileSync(file, 'utf8'))).toMatchObject({ problem: null });
    deliveries = [];
  });

  test('reveal a restored backup that is older than a checkpoint they have seen', async () => {
    const file = path('older.txt');
    await checkpointAudit(api.context, [file]);
    await write(3);
    const { size } = await makeCheckpoint(api.context);
    await checkpointAudit(api.context, [file]);
    const seen = readFileSync(file, 'utf8');
    expect(sizesIn(seen).at(-1)).toBe(size);
    // What a restored backup has lost: the last entries with their positions, and their signed checkpoints.
    await sql`create table kept_aside as select * from audit_leaf where seq > ${size - 3}`.execute(api.db);
    await behindTheTriggers(async () => {
      await sql`delete from audit_leaf where seq > ${size - 3}`.execute(api.db);
      await sql`create table kept_notes as select * from audit_checkpoint where size > ${size - 3}`.execute(api.db);
      await sql`delete from audit_checkpoint where size > ${size - 3}`.execute(api.db);
    });
    await checkpointAudit(api.context, [file]);
    const [alert] = await listOpenAlerts('audit_forked');
    expect(alert?.summary).toContain(`has ${size - 3} entries, but a checkpoint of ${size} was signed`);
    const part = async () =>
      (await api.get('/readyz', null)).json().parts.find(({ name }: { name: string }) => name === 'audit');
    api.context.now = () => new Date(Date.now() + 5_000);
    expect(await part()).toMatchObject({ state: 'degraded' });
    // The log has grown past the old size with other entries: still no continuation, and the file is left unchanged.
    await write(5);
    await checkpointAudit(api.context, [file]);
    expect((await listOpenAlerts('audit_forked'))[0]?.summary).toContain('something was changed');
    expect(readFileSync(file, 'utf8')).toBe(seen);
    // Restored to its original rows, it is the signed log again.
    await behindTheTriggers(async () => {
      await sql`delete from audit_leaf where seq > ${size - 3}`.execute(api.db);
      await sql`delete from audit_checkpoint where size > ${size - 3}`.execute(api.db);
      await sql`insert into audit_leaf select * from kept_aside`.execute(api.db);
      await sql`insert into audit_checkpoint overriding system value select * from kept_notes`.execute(api.db);
    });
    await sql`insert into audit_waiting select seq from audit_entry where seq not in (select entry from audit_leaf)
      on conflict do nothing`.execute(api.db);
    await checkpointAudit(api.context, [file]);
    expect(await listOpenAlerts('audit_forked')).toEqual([]);
  });

  test('raise an alert if their file holds checkpoints of another log', async () => {
    const file = path('foreign.txt');
    const { note } = await makeCheckpoint(api.context);
    writeFileSync(file, note.replaceAll('notice-desk/audit/', 'notice-desk/other/'));
    await checkpointAudit(api.context, [file]);
    expect((await listOpenAlerts('audit_forked'))[0]?.summary).toContain('to another log');
    rmSync(file);
    await checkpointAudit(api.context, []);
    expect(await listOpenAlerts('audit_forked')).toEqual([]);
  });
});

describe('audit log edited by the database owner', () => {
  const rewrite = (what: string, { leaf = false } = {}) =>
    async function (seq: number) {
      await sql`update audit_entry set ${sql.raw(what)} where seq = (select entry from audit_leaf where seq = ${seq})`.execute(
        api.db,
      );
      if (!leaf) return;
      const row = await api.db
        .selectFrom('audit_entry')
        .innerJoin('audit_leaf', 'audit_leaf.entry', 'audit_entry.seq')
        .selectAll('audit_entry')
        .where('audit_leaf.seq', '=', seq)
        .executeTakeFirstOrThrow();
      const hash = leafOfEntry(toProvenEntry(row));
      await sql`update audit_leaf set leaf_hash = ${hash} where seq = ${seq}`.execute(api.db);
      await sql`update audit_entry set leaf_hash = ${hash} where seq = ${row.seq}`.execute(api.db);
    };
  const run = (text: string) => async (seq: number) =>
    void (await sql.raw(text.replaceAll('$', String(seq))).execute(api.db));
  const selectEntry = (seq: string) => `(select entry from audit_leaf where seq = ${seq})`;
  const AWAY = 1_000_000;

  /** `exact`: the very entry can be named, because it no longer matches its leaf or its position is empty. */
  const MANIPULATIONS: [string, (seq: number) => Promise<void>, { exact: boolean }][] = [
    ['another name', rewrite(`actor_name = 'Somebody Else'`), { exact: true }],
    ['another actor', rewrite(`actor_id = gen_random_uuid()::text`), { exact: true }],
    ['another kind of actor', rewrite(`actor_kind = 'system'`), { exact: true }],
    ['another act', rewrite(`action = 'approve'`), { exact: true }],
    ['another time', rewrite(`at = at - interval '1 day'`), { exact: true }],
    ['another detail', rewrite(`detail = '{"text":"never said"}'`), { exact: true }],
    ['a detail more', rewrite(`detail = detail || '{"more":1}'`), { exact: true }],
    ['no detail', rewrite(`detail = '{}'`), { exact: true }],
    ['another version', rewrite('version = 7, ordinal = 99'), { exact: true }],
    ['another command', rewrite('command_id = gen_random_uuid()'), { exact: true }],
    ['an entry deleted', run(`delete from audit_entry where seq = ${selectEntry('$')}`), { exact: true }],
    ['a leaf deleted', run('delete from audit_leaf where seq = $'), { exact: true }],
    ['a leaf hash changed', run(`update audit_leaf set leaf_hash = sha256('x') where seq = $`), { exact: true }],
    [
      'two entries exchanged',
      run(`update audit_leaf set entry = -entry where seq in ($, $ + 1);
        update audit_leaf one set entry = -other.entry from audit_leaf other
        where one.seq in ($, $ + 1) and other.seq in ($, $ + 1) and one.seq <> other.seq`),
      { exact: true },
    ],
    [
      'an entry and its leaf deleted, the rest moved up',
      run(`delete from audit_leaf where seq = $; update audit_leaf set seq = seq + ${AWAY} where seq > $;
        update audit_leaf set seq = seq - ${AWAY} - 1 where seq > ${AWAY}`),
      { exact: false },
    ],
    ['another name with its leaf', rewrite(`actor_name = 'Somebody Else'`, { leaf: true }), { exact: false }],
    ['another act with its leaf', rewrite(`action = 'approve'`, { leaf: true }), { exact: false }],
    ['another time with its leaf', rewrite(`at = at - interval '1 day'`, { leaf: true }), { exact: false }],
    ['another detail with its leaf', rewrite(`detail = '{"text":"x"}'`, { leaf: true }), { exact: false }],
    [
      'two leaves exchanged with their entries',
      run(`update audit_leaf set seq = seq + ${AWAY} where seq in ($, $ + 1);
        update audit_leaf set seq = case when seq = ${AWAY} + $ then $ + 1 else $ end where seq > ${AWAY}`),
      { exact: false },
    ],
  ];

  const TABLES = ['audit_entry', 'audit_leaf', 'audit_checkpoint'];
  async function keepAside(): Promise<void> {
    for (const table of TABLES) await sql.raw(`create table kept_${table} as select * from ${table}`).execute(api.db);
  }
  async function putBack(): Promise<void> {
    await behindTheTriggers(async () => {
      for (const table of TABLES)
        await sql
          .raw(`delete from ${table}; insert into ${table} overriding system value select * from kept_${table}`)
          .execute(api.db);
    });
    await sql`drop table kept_audit_entry, kept_audit_leaf, kept_audit_checkpoint`.execute(api.db);
    await sql`delete from audit_waiting`.execute(api.db);
  }

  test.each(MANIPULATIONS)('%s is revealed by an older checkpoint', async (_, manipulate, { exact }) => {
    await write(5);
    const older = await makeCheckpoint(api.context);
    await write(3);
    const seq = older.size - 3;
    await sequenceAudit(api.context.db);
    await keepAside();
    await behindTheTriggers(() => manipulate(seq));
    const verdict = await verified(older.note);
    await putBack();
    expect(verdict.problem).not.toBeNull();
    if (exact) expect(verdict.firstBad).toBe(seq);
    else expect(verdict.firstBad).toBeLessThanOrEqual(seq);
    expect(await verified(older.note)).toMatchObject({ problem: null });
  });
});
