import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import pg from 'pg';
import { uuidv7 } from 'uuidv7';
import type { RegistryLogin } from '../../../config/registry-logins.js';
import { applyGrants } from '../../../registry/apply-grants.js';
import { openAs, urlAs } from '../../support/postgres/registry-logins.js';
import { aNotice, startRegistry, type Registry } from '../../support/registry-fixture.js';

let registry: Registry;
let open: string;
let gagged: string;
let restricted: string;

/** Rows that a login sees without declaring its reader, or declaring any value. */
async function seenBy(login: RegistryLogin, query: string, saying = ''): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: urlAs(registry.url, login) });
  await client.connect();
  try {
    if (saying !== '') await client.query(saying);
    const { rows } = await client.query({ text: query, rowMode: 'array' });
    return rows.map(([first]) => first);
  } finally {
    await client.end();
  }
}

beforeAll(async () => {
  registry = await startRegistry();
  open = await aNotice(registry, ['@one']);
  gagged = await aNotice(registry, ['@two'], { secrecy_level: 'gagged', secrecy_people: ['role:counsel'] });
  restricted = await aNotice(registry, ['@three'], { secrecy_level: 'restricted' });
  for (const id of [open, gagged, restricted]) {
    await sql`insert into document (notice_id, sha256, name, media_type, bytes) values (${id}::uuid, ${uuidv7()}, 'order.pdf', 'application/pdf', 'x')`.execute(
      registry.db,
    );
    await sql`insert into letter (notice_id, n, key, kind, language, subject, text, state)
      values (${id}::uuid, 1, ${uuidv7()}, 'acknowledgement', 'en', 's', 't', 'sent')`.execute(registry.db);
    await sql`insert into audit_entry (at, notice_id, actor_kind, actor_id, actor_name, action, detail, leaf_hash)
      values (now(), ${id}::uuid, 'desk', 'desk', 'desk', 'received', '{}', sha256('x'))`.execute(registry.db);
    await sql`insert into alert (id, key, kind, notice_id, summary) values (${uuidv7()}::uuid, ${id}, 'x', ${id}::uuid, 's')`.execute(
      registry.db,
    );
  }
  await sql`insert into notice_link (from_notice, to_notice, link_as) values (${open}::uuid, ${gagged}::uuid, 'follows')`.execute(
    registry.db,
  );
});

afterAll(() => registry.stop());

const GUARDED = ['document', 'letter', 'audit_entry'];

describe.each(['api', 'worker', 'enforcement', 'owner'] as const)('row security: login %s', (login) => {
  test('shows no secret notice unless the session declares itself a desk program', async () => {
    expect(await seenBy(login, 'select id from notice')).toEqual([open]);
  });

  test('shows no document, letter or audit entry of a secret notice', async () => {
    for (const table of GUARDED) {
      if (login === 'enforcement' && table === 'document') continue;
      expect([table, await seenBy(login, `select notice_id from ${table}`)]).toEqual([table, [open]]);
    }
  });

  test('shows all notices to a desk program', async () => {
    const db = openAs(registry.url, login, 1);
    const rows = await db.selectFrom('notice').select('id').orderBy('id').execute();
    await db.destroy();
    expect(rows.map(({ id }) => id)).toEqual([open, gagged, restricted].sort());
  });
});

describe('row security: login reader', () => {
  test.each(['', `set desk.reader = 'service'`, 'set row_security = on'])(
    'shows open notices and their documents, letters and entries after %p',
    async (saying) => {
      expect(await seenBy('reader', 'select id from notice', saying)).toEqual([open]);
      for (const table of ['document', 'letter', 'audit_entry', 'target', 'alert'])
        expect([table, await seenBy('reader', `select notice_id from ${table}`, saying)]).toEqual([table, [open]]);
    },
  );

  test('hides a link to a secret notice', async () => {
    expect(await seenBy('reader', 'select link_as from notice_link')).toEqual([]);
  });

  test('rejects a query with row security off', async () => {
    await expect(seenBy('reader', 'select id from notice', 'set row_security = off')).rejects.toMatchObject({
      code: '42501',
    });
  });
});

test('applies row security to every table with a notice, its owner included', async () => {
  const { rows } = await registry.pool.query(`
    select relname from pg_class join pg_attribute on attrelid = pg_class.oid
    where relnamespace = 'public'::regnamespace and relkind = 'r' and attname in ('notice_id', 'from_notice', 'secrecy_level')
      and not (relrowsecurity and relforcerowsecurity)`);
  expect(rows).toEqual([]);
});

test('restores row security switched off by hand at the next migration, without waiting for open reads', async () => {
  await registry.pool.query('alter table letter disable row level security');
  const holder = await registry.pool.connect();
  await holder.query('begin; select from notice');
  const owner = openAs(registry.url, 'owner', 1);
  await applyGrants(owner);
  await owner.destroy();
  await holder.query('rollback');
  holder.release();
  expect(await seenBy('reader', 'select notice_id from letter')).toEqual([open]);
}, 10_000);

test('lets a desk program write a secret notice, but not a person with only its login', async () => {
  const change = `update notice set reference = 'changed' where id = '${gagged}' returning id`;
  expect(await seenBy('api', change)).toEqual([]);
  expect(await seenBy('api', change, `set desk.reader = 'service'`)).toEqual([gagged]);
});
