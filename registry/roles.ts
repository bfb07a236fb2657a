import pg from 'pg';
import { REGISTRY_LOGINS, REGISTRY_LOGIN_NAMES, type RegistryLogin } from '../config/registry-logins.js';
import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';

/** Passwords of the logins. A login without one is created as a group, which an administrator's own logins can join. */
export type LoginPasswords = Readonly<Partial<Record<RegistryLogin, string | undefined>>>;

const id = pg.escapeIdentifier;
const text = pg.escapeLiteral;

/**
 * Returns the statements that create the registry's logins and give the database and its contents to the owner. Run
 * them as administrator in one transaction, so that an interruption changes nothing. Repeating them changes only
 * passwords.
 */
export function rolesSql({ database, passwords }: { database: string; passwords: LoginPasswords }): string[] {
  const { simulators, ...ours } = REGISTRY_LOGINS;
  const withSimulators = passwords.simulators !== undefined;
  const made = REGISTRY_LOGIN_NAMES.filter((login) => login !== 'simulators' || withSimulators);
  const logins = made.map((login) => id(REGISTRY_LOGINS[login])).join(', ');
  return [
    ...made.flatMap((login) => makeLogin(REGISTRY_LOGINS[login], passwords[login])),
    // A non-superuser can give objects only to a role they are a member of.
    `grant ${id(ours.owner)} to current_user`,
    `alter database ${id(database)} owner to ${id(ours.owner)}`,
    `revoke connect, temporary on database ${id(database)} from public`,
    `grant connect on database ${id(database)} to ${logins}`,
    // A list of targets is staged in a temporary table before it is merged.
    `grant temporary on database ${id(database)} to ${id(ours.api)}`,
    'revoke create on schema public from public',
    `grant usage, create on schema public to ${id(ours.owner)}`,
    `grant usage on schema public to ${logins}`,
    giveTo(ours.owner, ['public']),
    ...(withSimulators
      ? [
          `grant ${id(simulators)} to current_user`,
          `grant create on database ${id(database)} to ${id(simulators)}`,
          giveTo(simulators, ['mail_catcher', 'platform_simulator']),
        ]
      : []),
  ];
}

/** Creates the logins. `url` must belong to a superuser, or to a role that can create roles and owns the database. */
export async function makeRoles({ url, passwords }: { url: string; passwords: LoginPasswords }): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'notice-desk-roles' });
  await client.connect();
  try {
    const { rows } = await client.query<{ database: string }>('select current_database() as database');
    await client.query('begin');
    for (const statement of rolesSql({ database: rows[0]?.database ?? '', passwords })) await client.query(statement);
    await client.query('commit');
  } finally {
    await client.end();
  }
}

/**
 * None of them may have more rights than a login. A role that complies already is left alone, since only a superuser
 * can say `nosuperuser`.
 */
function makeLogin(role: string, password: string | undefined): string[] {
  return [
    `do $$ begin
  if not exists (select from pg_roles where rolname = ${text(role)}) then
    create role ${id(role)} nologin;
  elsif exists (select from pg_roles where rolname = ${text(role)}
      and (rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls)) then
    alter role ${id(role)} nosuperuser nocreaterole nocreatedb noreplication nobypassrls;
  end if;
end $$`,
    ...(password === undefined ? [] : [`alter role ${id(role)} login password ${text(toScramVerifier(password))}`]),
  ];
}

function giveTo(role: string, schemas: readonly string[]): string {
  return `do $$ declare found record; begin
  for found in
    select 'schema' as kind, quote_ident(nspname) as name from pg_namespace
    where nspname = any (array[${schemas.map(text).join(', ')}]) and nspname <> 'public'
      and nspowner <> ${text(role)}::regrole
    union all
    select case relkind when 'S' then 'sequence' when 'v' then 'view' when 'm' then 'materialized view' else 'table' end,
      pg_class.oid::regclass::text
    from pg_class join pg_namespace on pg_namespace.oid = relnamespace
    where nspname = any (array[${schemas.map(text).join(', ')}]) and relkind in ('r', 'p', 'v', 'm', 'S')
      and relowner <> ${text(role)}::regrole
      and not exists (select from pg_depend where classid = 'pg_class'::regclass and objid = pg_class.oid
        and (deptype = 'e' or relkind = 'S' and deptype in ('a', 'i') and refclassid = 'pg_class'::regclass))
    union all
    select 'routine', pg_proc.oid::regprocedure::text
    from pg_proc join pg_namespace on pg_namespace.oid = pronamespace
    where nspname = any (array[${schemas.map(text).join(', ')}]) and proowner <> ${text(role)}::regrole
      and not exists (select from pg_depend where classid = 'pg_proc'::regclass and objid = pg_proc.oid and deptype = 'e')
  loop
    execute format('alter %s %s owner to %I', found.kind, found.name, ${text(role)});
  end loop;
end $$`;
}

const ITERATIONS = 4096;

/**
 * Returns PostgreSQL's SCRAM-SHA-256 verifier of a password. Sent in its place, it keeps the password out of the
 * server's log and of printed statements. The password must be ASCII.
 */
function toScramVerifier(password: string, salt: Buffer = randomBytes(16)): string {
  const salted = pbkdf2Sync(password, salt, ITERATIONS, 32, 'sha256');
  const hmac = (name: string) => createHmac('sha256', salted).update(name).digest();
  const storedKey = createHash('sha256').update(hmac('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${ITERATIONS}:${salt.toString('base64')}$${storedKey}:${hmac('Server Key').toString('base64')}`;
}
