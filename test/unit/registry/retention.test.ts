import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { eraseDue } from '../../../application/audit/retention/erase.js';
import { getErrorCode } from '../../../domain/error-parts.js';
import { openDatabase, type Db } from '../../../registry/db.js';
import { eraseNotice } from '../../../registry/retention/erasure.js';
import { startApi, type ApiHarness } from '../../support/api-harness.js';
import { openAs } from '../../support/postgres/registry-logins.js';
import { A_DAY, closeBy, keepFor } from '../../support/retention.js';

/** What a compromised process may try: with the API's own login, and with the owner's. */
let api: ApiHarness;
let apiDb: Db;
let owner: Db;
beforeAll(async () => {
  api = await startApi();
  apiDb = api.context.db;
  owner = openAs(api.url, 'owner');
  await keepFor(api.db, A_DAY);
});
afterAll(async () => {
  await owner.destroy();
  await api.close();
});

const ORDER_DOCUMENT = {
  name: 'order.txt',
  mediaType: 'text/plain',
  contentBase64: Buffer.from('whereas').toString('base64'),
};

async function aClosed(days = 2): Promise<string> {
  const { id } = await api.receive({ documents: [ORDER_DOCUMENT], body: 'Whereas.' });
  await closeBy(api.db, { id, days });
  return id;
}

/** PostgreSQL's error code; `done` if it succeeded. */
async function tried(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'done',
    (error: unknown) => getErrorCode(error) ?? String(error),
  );
}

const hold = (notice: string) => api.post(`/v1/notices/${notice}/hold`, 'counsel', { reason: 'Litigation' });
const erasing = (notice: string) => apiDb.transaction().execute((trx) => eraseNotice(trx, notice));
const fetchBody = async (id: string) =>
  (await api.db.selectFrom('notice').select('body').where('id', '=', id).executeTakeFirstOrThrow()).body;

describe('retention: compromised process with the API login', () => {
  test('erases nothing of an open notice', async () => {
    const { id } = await api.receive();
    expect(await tried(erasing(id))).toBe('55000');
  });

  test('erases nothing of a closed notice before its retention period ends', async () => {
    const id = await aClosed(0);
    expect(await erasing(id)).toEqual([]);
    expect(await fetchBody(id)).toBe('Whereas.');
  });

  test('cannot date the closing of a notice earlier than it was', async () => {
    const { id } = await api.receive();
    const earlier = sql`update notice set stage = 'closed', closed_at = '2001-01-01' where id = ${id}::uuid`;
    // The second time it is closed already.
    for (const _ of [1, 2]) {
      await earlier.execute(apiDb);
      const { rows } = await sql<{ young: boolean }>`
        select closed_at > now() - interval '1 minute' as young from notice where id = ${id}::uuid`.execute(api.db);
      expect(rows[0]?.young).toBe(true);
    }
  });

  test.each([
    ['shorten a retention period', sql`update retention_rule set period = 'PT1S'`],
    ['add a retention period', sql`insert into retention_rule (kind, period, entries) values ('x', 'P1D', '{}')`],
    ['choose entries of the log', sql`select erase_entries(array[1])`],
    ['empty an entry', sql`update audit_entry set detail = '{}', erased_at = now()`],
    ['delete entries', sql`delete from audit_entry`],
    ['change documents', sql`update document set bytes = ''`],
    ['delete documents', sql`delete from document`],
    ['empty letters', sql`update letter set text = ''`],
    ['shred keys', sql`update notice_key set shredded_at = now(), wrapped = ''`],
    ['delete keys', sql`delete from notice_key`],
    ['remove the key of a pseudonym', sql`update pseudonym_key set key = null`],
    ['forge the record of an erasure', sql`delete from notice_erasure`],
    ['delete a hold', sql`delete from legal_hold`],
    ['rewrite a hold', sql`update legal_hold set reason = ''`],
  ])('may not %s', async (_, statement) => {
    await aClosed();
    expect(await tried(statement.execute(apiDb))).toBe('42501');
  });

  test('cannot blank a notice key by any other way than erasure', async () => {
    const { id } = await api.receive();
    const blank = sql`update notice_key set wrapped = '' where notice_id = ${id}::uuid`;
    expect(await tried(blank.execute(apiDb))).toBe('23514');
  });

  test.each(['worker', 'enforcement', 'watchdog', 'reader'] as const)(
    'does not let the login %s erase anything',
    async (login) => {
      const db = openAs(api.url, login);
      const id = await aClosed();
      const codes = [
        await tried(sql`select * from erase_notice(${id}::uuid)`.execute(db)),
        await tried(sql`select * from erase_sign_ins()`.execute(db)),
        await tried(sql`select erase_person(${id}::uuid, 'x')`.execute(db)),
      ];
      await db.destroy();
      expect(codes).toEqual(['42501', '42501', '42501']);
    },
  );
});

describe('legal hold', () => {
  test('blocks the erase function', async () => {
    const id = await aClosed();
    expect((await hold(id)).statusCode).toBe(200);
    expect(await tried(erasing(id))).toBe('55000');
    expect(await fetchBody(id)).toBe('Whereas.');
  });

  test('stops the owner from shredding the key, emptying entries or deleting documents, and says why', async () => {
    const id = await aClosed();
    await hold(id);
    const shred = sql`update notice_key set wrapped = '', wrapped_by = 'shredded', shredded_at = now() where notice_id = ${id}::uuid`;
    await expect(shred.execute(owner)).rejects.toThrow(
      `The notice ${id} is under a legal hold: nothing of it is erased.`,
    );
    for (const statement of [
      sql`delete from notice_key where notice_id = ${id}::uuid`,
      sql`delete from document where notice_id = ${id}::uuid`,
      sql`update document set bytes = '' where notice_id = ${id}::uuid`,
      sql`update audit_entry set detail = kept_of_detail(detail), erased_at = now() where notice_id = ${id}::uuid`,
    ])
      expect(await tried(statement.execute(owner))).toBe('55000');
  });

  test('wins against a concurrent erasure, which waits for it', async () => {
    const id = await aClosed();
    const other = openDatabase({ url: api.url, maxConnections: 1 });
    let letGo: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const setting = other.transaction().execute(async (trx) => {
      await sql`select from notice where id = ${id}::uuid for update`.execute(trx);
      await sql`insert into legal_hold (id, notice_id, reason, set_by, set_at)
        values (${uuidv7()}::uuid, ${id}::uuid, 'x', ${api.people.counsel.id}::uuid, now())`.execute(trx);
      await held;
    });
    const erased = eraseDue(api.context, {});
    for (let round = 0, waiting = 0; waiting === 0 && round < 400; round += 1) {
      const { rows } = await sql<{ count: number }>`
        select count(*) as count from pg_stat_activity where wait_event_type = 'Lock' and query like '%erase_notice%'`.execute(
        api.db,
      );
      waiting = rows[0]?.count ?? 0;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    letGo();
    await setting;
    expect((await erased).map(({ notice }) => notice)).not.toContain(id);
    expect(await fetchBody(id)).toBe('Whereas.');
    await other.destroy();
  });

  test('cannot be lifted by one person, whatever they write', async () => {
    const id = await aClosed();
    await hold(id);
    const me = api.people.counsel.id;
    const both = sql`update legal_hold set lift_requested_by = ${me}::uuid, lift_requested_at = now(), lift_reason = 'x',
      lifted_by = ${api.people.approver.id}::uuid, lifted_at = now() where notice_id = ${id}::uuid`;
    expect(await tried(both.execute(apiDb))).toBe('42501');
    await sql`update legal_hold set lift_requested_by = ${me}::uuid, lift_requested_at = now(), lift_reason = 'x'
      where notice_id = ${id}::uuid`.execute(apiDb);
    const alone = sql`update legal_hold set lifted_by = ${me}::uuid, lifted_at = now() where notice_id = ${id}::uuid`;
    expect(await tried(alone.execute(apiDb))).toBe('23514');
  });
});

test('erases all that is due of a notice or nothing, even if it is killed midway', async () => {
  const id = await aClosed();
  const { rows: before } = await sql`select * from notice where id = ${id}::uuid`.execute(api.db);
  const cut = openAs(api.url, 'api', 1);
  const killed = cut.transaction().execute(async (trx) => {
    await eraseNotice(trx, id);
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx);
    await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(api.db);
    await sql`select 1`.execute(trx);
  });
  await expect(killed).rejects.toThrow();
  await cut.destroy().catch(() => undefined);
  expect((await sql`select * from notice where id = ${id}::uuid`.execute(api.db)).rows).toEqual(before);
  expect((await erasing(id)).map(({ kind }) => kind).sort()).toEqual([
    'answers',
    'documents',
    'letters',
    'payload_key',
    'targets',
    'texts',
  ]);
  expect(await erasing(id)).toEqual([]);
});
