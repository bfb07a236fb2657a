import { sql } from 'kysely';
import { REGISTRY_LOGINS } from '../config/registry-logins.js';
import type { Connection, Db } from './db.js';
import { buildRowSecurity } from './row-security.js';
import { FUNCTIONS } from './function-grants.js';
import { GRANTED_LOGINS, GRANTS } from './grants.js';
import type { GrantedLogin, Right, TableColumns, TableRights } from './table-rights.js';

/** Serialises concurrent starts: granting the same rights twice in parallel fails on catalogue rows. */
const GRANTS_LOCK = 4_207_316;

function toPrivilege(right: Right, columns: readonly string[]): string {
  const but = /^select but \((.*)\)$/.exec(right)?.[1]?.split(', ');
  if (but === undefined) return right;
  return `select (${columns
    .filter((column) => !but.includes(column))
    .map((column) => `"${column}"`)
    .join(', ')})`;
}

/** Returns the statements that grant some logins exactly what `GRANTS` lists and revoke everything else. */
export function grantsSql({ logins, columns }: { logins: readonly GrantedLogin[]; columns: TableColumns }): string[] {
  const everybody = logins.map((login) => REGISTRY_LOGINS[login]).join(', ');
  const ofTable = ([table, rights]: [string, TableRights]) => [
    `revoke all on table "${table}" from public, ${everybody}`,
    ...logins.flatMap((login) => {
      const given = (rights[login] ?? []).map((right) => toPrivilege(right, columns[table] ?? []));
      return given.length === 0 ? [] : [`grant ${given.join(', ')} on table "${table}" to ${REGISTRY_LOGINS[login]}`];
    }),
  ];
  const ofFunction = ([name, users]: [string, readonly GrantedLogin[]]) => {
    const names = users.filter((login) => logins.includes(login)).map((login) => REGISTRY_LOGINS[login]);
    return [
      `revoke all on function ${name} from public, ${everybody}`,
      ...(names.length === 0 ? [] : [`grant execute on function ${name} to ${names.join(', ')}`]),
    ];
  };
  // The table of a feature that is absent: whatever was granted before.
  const ofNobody = Object.keys(columns)
    .filter((table) => !(table in GRANTS))
    .map((table) => `revoke all on table "${table}" from public, ${everybody}`);
  return [...ofNobody, ...Object.entries(GRANTS).flatMap(ofTable), ...Object.entries(FUNCTIONS).flatMap(ofFunction)];
}

/**
 * Grants each login its rights in one transaction, so that no process is ever without them, and returns the logins that
 * exist. Leaves a registry unchanged if the owner's login does not own it (a single-login installation).
 */
export async function applyGrants(db: Db): Promise<GrantedLogin[]> {
  return db.transaction().execute(async (trx) => {
    const { rows: roles } = await sql<{ name: string }>`select rolname as name from pg_roles`.execute(trx);
    const logins = GRANTED_LOGINS.filter((login) => roles.some(({ name }) => name === REGISTRY_LOGINS[login]));
    const { rows: owned } = await sql<{ owner: string }>`
      select pg_get_userbyid(relowner) as owner from pg_class where oid = 'public.notice'::regclass`.execute(trx);
    if (owned[0]?.owner !== REGISTRY_LOGINS.owner) return [];
    const { rows } = await sql<{ name: string; columns: string[] }>`
      select table_name::text as name, array_agg(column_name::text order by ordinal_position) as columns
      from information_schema.columns where table_schema = 'public' group by table_name`.execute(trx);
    const columns = Object.fromEntries(rows.map((row) => [row.name, row.columns]));
    await sql`select pg_advisory_xact_lock(${GRANTS_LOCK})`.execute(trx);
    await sql.raw(grantsSql({ logins, columns }).join(';\n')).execute(trx);
    const marks = await readMarks(trx);
    for (const { table, mark, statements } of buildRowSecurity({ logins, columns }))
      if (marks.get(table) !== mark) await sql.raw(statements.join(';\n')).execute(trx);
    return logins;
  });
}

async function readMarks(trx: Connection): Promise<Map<string, string>> {
  const { rows } = await sql<{ table: string; mark: string }>`
    select relname as table, obj_description(pg_policy.oid, 'pg_policy') as mark
    from pg_policy join pg_class on pg_class.oid = polrelid
    where relnamespace = 'public'::regnamespace and polname = 'known_to_services' and relrowsecurity and relforcerowsecurity`.execute(
    trx,
  );
  return new Map(rows.map(({ table, mark }) => [table, mark]));
}
