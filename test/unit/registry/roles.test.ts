import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import pg from 'pg';
import { REGISTRY_LOGINS, type RegistryLogin } from '../../../config/registry-logins.js';
import { applyGrants } from '../../../registry/apply-grants.js';
import { GRANTED_LOGINS, GRANTS } from '../../../registry/grants.js';
import type { GrantedLogin, Right } from '../../../registry/table-rights.js';
import { migrate } from '../../../registry/migrate.js';
import { openDatabase } from '../../../registry/db.js';
import { makeRoles, rolesSql } from '../../../registry/roles.js';
import { startThrowAwayPostgres } from '../../support/postgres/embedded-postgres.js';

const LOGINS = [...GRANTED_LOGINS, 'owner', 'simulators'] as const;
const passwords = Object.fromEntries(LOGINS.map((login) => [login, `a-password-of-${login}`]));
const PERSON = '00000000-0000-4000-8000-000000000001';

let postgres: Awaited<ReturnType<typeof startThrowAwayPostgres>>;
const clients = new Map<RegistryLogin, pg.Client>();

function buildUrl(login: RegistryLogin): string {
  const url = new URL(postgres.url);
  url.username = REGISTRY_LOGINS[login];
  url.password = passwords[login] ?? '';
  return url.href;
}

async function signIn(login: RegistryLogin): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: buildUrl(login) });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** Result of a statement: `done`, or PostgreSQL's code. It is rolled back. */
async function runForCode(login: RegistryLogin, statement: string): Promise<string> {
  const client = clients.get(login);
  if (client === undefined) throw new Error(`${login} is not signed in`);
  await client.query('begin');
  try {
    await client.query(statement);
    return 'done';
  } catch (error) {
    return error instanceof pg.DatabaseError ? (error.code ?? '') : String(error);
  } finally {
    await client.query('rollback');
  }
}

const REFUSED = '42501';

async function bringUp(): Promise<void> {
  const db = openDatabase({ url: buildUrl('owner'), maxConnections: 2 });
  await migrate(db);
  await applyGrants(db);
  await db.destroy();
}

beforeAll(async () => {
  postgres = await startThrowAwayPostgres();
  const db = openDatabase({ url: postgres.url, maxConnections: 2 });
  await migrate(db);
  await db.destroy();
  await postgres.pool.query(
    `insert into person (id, name, email, roles) values ($1, 'Ada', 'ada@desk.example', '{admin}')`,
    [PERSON],
  );
  await postgres.pool.query(
    `insert into audit_entry (at, actor_kind, actor_id, actor_name, action, detail, leaf_hash) values (now(), 'desk', 'desk', 'desk', 'x', '{}', sha256('x'))`,
  );
  await postgres.pool.query('create schema mail_catcher; create table mail_catcher.message (id uuid primary key)');
});

afterAll(async () => {
  await Promise.all([...clients.values()].map((client) => client.end()));
  await postgres.stop();
});

describe('makeRoles: database logins', () => {
  test('leaves nothing behind if it is killed midway, and succeeds on the next run', async () => {
    const holder = await postgres.pool.connect();
    await holder.query('begin; lock table audit_entry in access exclusive mode');
    const cut = makeRoles({ url: postgres.url, passwords }).then(
      () => 'made',
      () => 'cut',
    );
    const ofStep = `select pid from pg_stat_activity where application_name = 'notice-desk-roles' and wait_event_type = 'Lock'`;
    let pid: unknown;
    for (let round = 0; pid === undefined && round < 200; round += 1) {
      pid = (await postgres.pool.query(ofStep)).rows[0]?.pid;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    await postgres.pool.query('select pg_terminate_backend($1)', [pid]);
    expect(await cut).toBe('cut');
    await holder.query('rollback');
    holder.release();
    const made = async () =>
      (await postgres.pool.query(`select count(*)::int as n from pg_roles where rolname like 'notice_desk_%'`)).rows[0]
        .n;
    expect(await made()).toBe(0);
    await makeRoles({ url: postgres.url, passwords });
    expect(await made()).toBe(LOGINS.length);
  });

  test('changes nothing and keeps all data when it runs again', async () => {
    await makeRoles({ url: postgres.url, passwords });
    await bringUp();
    await bringUp();
    for (const login of LOGINS) clients.set(login, await signIn(login));
    const { rows } = await postgres.pool.query('select name from person');
    expect(rows).toEqual([{ name: 'Ada' }]);
    expect((await postgres.pool.query('select count(*)::int as n from audit_entry')).rows[0].n).toBe(1);
  });

  test('gives all existing tables to the owner, and those of the simulators to their own login', async () => {
    const { rows } = await postgres.pool.query(`
      select nspname as schema, pg_get_userbyid(relowner) as owner, count(*)::int as n
      from pg_class join pg_namespace on pg_namespace.oid = relnamespace
      where nspname in ('public', 'mail_catcher') and relkind in ('r', 'S') group by 1, 2 order by 1`);
    expect(rows).toEqual([
      { schema: 'mail_catcher', owner: REGISTRY_LOGINS.simulators, n: 1 },
      { schema: 'public', owner: REGISTRY_LOGINS.owner, n: expect.any(Number) },
    ]);
  });

  test('gives no login more than the right to log in', async () => {
    const { rows } = await postgres.pool.query(`
      select rolname from pg_roles where rolname like 'notice_desk_%'
        and (rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls or not rolcanlogin)`);
    expect(rows).toEqual([]);
  });

  test('removes extra privileges that a login was given', async () => {
    await postgres.pool.query(`alter role ${REGISTRY_LOGINS.api} createrole bypassrls`);
    await makeRoles({ url: postgres.url, passwords });
    const { rows } = await postgres.pool.query(
      `select rolcreaterole, rolbypassrls from pg_roles where rolname = '${REGISTRY_LOGINS.api}'`,
    );
    expect(rows).toEqual([{ rolcreaterole: false, rolbypassrls: false }]);
  });

  test('prints SQL for an administrator without any password', () => {
    const printed = rolesSql({ database: 'registry', passwords }).join('\n');
    for (const password of Object.values(passwords)) expect(printed).not.toContain(password);
    expect(printed).toContain(`alter role "${REGISTRY_LOGINS.worker}" login password 'SCRAM-SHA-256$4096:`);
  });

  test('prints groups in place of logins, and none for the simulators, if no passwords are given', () => {
    const printed = rolesSql({ database: 'registry', passwords: {} }).join('\n');
    expect(printed).not.toContain('login password');
    expect(printed).not.toContain(REGISTRY_LOGINS.simulators);
  });
});

describe('database grants', () => {
  const tables = Object.keys(GRANTS) as (keyof typeof GRANTS)[];

  test('list every table of the registry, and no other', async () => {
    const { rows } = await postgres.pool.query(
      `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`,
    );
    expect(rows.map(({ relname }) => relname)).toEqual([...tables].sort());
  });

  test('match the grants of the database column by column, and no more', async () => {
    const { rows } = await postgres.pool.query<{ table: string; column: string; login: string; right: string }>(
      `
      select c.relname as table, a.attname as column, r.rolname as login, p.verb as right
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      cross join pg_roles r cross join (values ('select'), ('insert'), ('update'), ('references')) as p (verb)
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
        and r.rolname = any ($1) and has_column_privilege(r.rolname, c.oid, a.attname, p.verb)`,
      [GRANTED_LOGINS.map((login) => REGISTRY_LOGINS[login])],
    );
    const { rows: columns } = await postgres.pool.query<{ table: string; column: string }>(
      `select table_name as table, column_name as column from information_schema.columns where table_schema = 'public'`,
    );
    const granted = rows.map((row) => `${row.login} ${row.right} ${row.table}.${row.column}`).sort();
    const meant = columns.flatMap(({ table, column }) =>
      GRANTED_LOGINS.flatMap((login) =>
        (GRANTS[table as keyof typeof GRANTS]?.[login] ?? [])
          .filter((right) => right !== 'delete' && covers(right, column))
          .map((right) => `${REGISTRY_LOGINS[login]} ${right.split(' ')[0]} ${table}.${column}`),
      ),
    );
    expect(granted).toEqual(meant.sort());
    const whole = await postgres.pool.query<{ table: string; login: string }>(
      `
      select c.relname as table, r.rolname as login from pg_class c cross join pg_roles r
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and r.rolname = any ($1)
        and has_table_privilege(r.rolname, c.oid, 'delete')`,
      [GRANTED_LOGINS.map((login) => REGISTRY_LOGINS[login])],
    );
    const deletes = tables.flatMap((table) =>
      GRANTED_LOGINS.filter((login) => GRANTS[table][login]?.includes('delete')).map(
        (login) => `${REGISTRY_LOGINS[login]} ${table}`,
      ),
    );
    expect(whole.rows.map(({ login, table }) => `${login} ${table}`).sort()).toEqual(deletes.sort());
  });

  test('revoke a privilege granted by hand at the next migration', async () => {
    await postgres.pool.query(`grant update, truncate on audit_entry to ${REGISTRY_LOGINS.api}`);
    await postgres.pool.query(`grant select (secret_sha256) on api_key to ${REGISTRY_LOGINS.reader}`);
    await bringUp();
    expect(await runForCode('api', 'update audit_entry set action = action')).toBe(REFUSED);
    expect(await runForCode('reader', 'select secret_sha256 from api_key')).toBe(REFUSED);
  });

  test.each(GRANTED_LOGINS)('let %s do nothing on a table beyond its grants', async (login) => {
    const { rows } = await postgres.pool.query<{ table: string; column: string }>(`
      select table_name as table, min(column_name) as column from information_schema.columns
      where table_schema = 'public' and is_generated = 'NEVER' and is_identity = 'NO' group by 1`);
    const wrong: string[] = [];
    for (const { table, column } of rows) {
      const rights = GRANTS[table as keyof typeof GRANTS][login] ?? [];
      const attempts: [string, string][] = [
        ['insert', `insert into "${table}" default values`],
        ['update', `update "${table}" set "${column}" = "${column}"`],
        ['delete', `delete from "${table}"`],
      ];
      for (const [verb, statement] of attempts) {
        if (rights.some((right) => right.startsWith(verb))) continue;
        const code = await runForCode(login, statement);
        if (code !== REFUSED) wrong.push(`${statement}: ${code}`);
      }
      const emptied = await runForCode(login, `truncate "${table}" cascade`);
      if (emptied !== REFUSED) wrong.push(`truncate ${table}: ${emptied}`);
      const dropped = await runForCode(login, `alter table "${table}" disable trigger all`);
      if (dropped !== REFUSED) wrong.push(`disable triggers of ${table}: ${dropped}`);
    }
    expect(wrong).toEqual([]);
  });

  test.each(GRANTED_LOGINS)('let %s do nothing that needs a superuser', async (login) => {
    const acts = [
      `select pg_read_file('/etc/passwd')`,
      `copy (select 1) to program 'true'`,
      `copy person to '/tmp/people'`,
      `set session_replication_role = replica`,
      `set local session_replication_role = replica`,
      `create role somebody`,
      `alter role ${REGISTRY_LOGINS[login]} superuser`,
      `set role ${REGISTRY_LOGINS.owner}`,
      `create table public.mine (id int)`,
      `create schema mine`,
      `drop trigger audit_entry_append_only on audit_entry`,
      `create or replace function refuse_change() returns trigger language plpgsql as $$ begin return null; end $$`,
      `alter function refuse_change() owner to ${REGISTRY_LOGINS[login]}`,
    ];
    const outcomes: string[] = [];
    for (const act of acts) outcomes.push(`${await runForCode(login, act)} ${act}`);
    expect(outcomes).toEqual(acts.map((act) => `${REFUSED} ${act}`));
  });

  test('let no login change the audit log, only insert or read it', async () => {
    const entry = `insert into audit_entry (at, actor_kind, actor_id, actor_name, action, detail, leaf_hash) values (now(), 'desk', 'desk', 'desk', 'x', '{}', sha256('x'))`;
    const can: Record<GrantedLogin, boolean> = {
      api: true,
      worker: true,
      enforcement: true,
      watchdog: false,
      mail: false,
      reader: false,
    };
    for (const login of GRANTED_LOGINS) {
      expect([login, await runForCode(login, entry)]).toEqual([login, can[login] ? 'done' : REFUSED]);
      for (const change of [
        'update audit_entry set action = action',
        'delete from audit_entry',
        'truncate audit_entry',
      ])
        expect([login, change, await runForCode(login, change)]).toEqual([login, change, REFUSED]);
    }
    expect(await runForCode('owner', `update audit_entry set action = 'y'`)).toBe(REFUSED);
  });

  test('maintain counts by triggers only, never by a direct write', async () => {
    expect(
      await runForCode('worker', `insert into ledger_count (notice_id, status, count) values ('${PERSON}', 'x', 1)`),
    ).toBe(REFUSED);
    expect(await runForCode('enforcement', 'delete from operation_count')).toBe(REFUSED);
  });

  test('leave a registry with a single login unchanged, even if the server has these logins', async () => {
    await postgres.pool.query('create database another_desk');
    const db = openDatabase({ url: postgres.url.replace('/notice_desk', '/another_desk'), maxConnections: 1 });
    await migrate(db);
    expect(await applyGrants(db)).toEqual([]);
    const { rows } = await sql`select relname from pg_class where relrowsecurity`.execute(db);
    await db.destroy();
    expect(rows).toEqual([]);
  });
});

function covers(right: Right, column: string): boolean {
  const [, but, list] = /^\w+( but)?(?: \((.*)\))?$/.exec(right) ?? [];
  if (list === undefined) return true;
  return list.split(', ').includes(column) !== (but !== undefined);
}
