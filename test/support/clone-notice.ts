import pg from 'pg';

interface Column {
  table: string;
  name: string;
  type: string;
  identity: boolean;
  unique: boolean;
}

/** These hold the log's order and hash tree: a copy would be a forgery. */
const LEFT_OUT = ['audit_entry', 'audit_leaf'];
const ITEM_COLUMNS = ['platform_id', 'locator', 'normalised'];

const COLUMNS = `
  select columns.table_name as table, column_name as name, data_type as type, is_identity = 'YES' as identity,
    exists (
      select from pg_index join pg_attribute on attrelid = indrelid and attnum = any (indkey::smallint[])
      where indrelid = columns.table_name::regclass and indisunique and attname = column_name) as unique
  from information_schema.columns join information_schema.tables using (table_schema, table_name)
  where table_schema = 'public' and table_type = 'BASE TABLE' and is_generated = 'NEVER'
  order by ordinal_position`;
const REFERENCES = `
  select conrelid::regclass::text as table, confrelid::regclass::text as to,
    (select attname from pg_attribute where attrelid = conrelid and attnum = conkey[1]) as column,
    (select attname from pg_attribute where attrelid = confrelid and attnum = confkey[1]) as "toColumn"
  from pg_constraint where contype = 'f' and cardinality(conkey) = 1`;

/**
 * Fills a registry with copies of one notice and its rows, except the audit log: each has its own ids, keys and items,
 * and instants a week earlier, minus a minute per copy. Runs as superuser, bypassing triggers and foreign keys.
 */
export async function cloneNotice(url: string, { id, times }: { id: string; times: number }): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: columns } = await client.query<Column>(COLUMNS);
    const tables = await findTables(client, columns);
    const ids = new Set([id]);
    for (const [table, where] of tables) {
      if (!columns.some((column) => column.table === table && column.name === 'id' && column.type === 'uuid')) continue;
      const { rows } = await client.query<{ id: string }>(`select id from ${table} one where ${where}`, [id]);
      for (const row of rows) ids.add(row.id);
    }
    await client.query('set session_replication_role = replica');
    await client.query(NEW_ID);
    for (const [table, where] of tables) {
      const own = columns.filter((column) => column.table === table);
      const names = own.map(({ name }) => `"${name}"`).join(', ');
      const values = own.map((column) => buildValue(column)).join(', ');
      await client.query(
        `insert into ${table} (${names}) overriding system value
         select ${values} from ${table} one, generate_series(1, $2::int) nth where ${where} and $3::uuid[] is not null`,
        [id, times, [...ids]],
      );
    }
  } finally {
    await client.end();
  }
}

/** Another id of the UUID version that the desk uses, deterministic per copy. */
const NEW_ID = `
  create function pg_temp.copy_of(id uuid, nth int, ids uuid[]) returns uuid language sql immutable as $$
    select case when id = any (ids) then overlay(overlay(md5(id::text || nth) placing '7' from 13 for 1) placing '8' from 17 for 1)::uuid else id end $$`;

async function findTables(client: pg.Client, columns: readonly Column[]): Promise<Map<string, string>> {
  const tables = new Map([['notice', 'one.id = $1::uuid']]);
  for (const { table, name } of columns) if (name === 'notice_id') tables.set(table, 'one.notice_id = $1::uuid');
  for (const table of LEFT_OUT) tables.delete(table);
  const { rows } = await client.query<Record<'table' | 'to' | 'column' | 'toColumn', string>>(REFERENCES);
  for (const { table, to, column, toColumn } of rows) {
    const where = tables.get(to);
    if (where === undefined || to === 'notice' || tables.has(table) || LEFT_OUT.includes(table)) continue;
    tables.set(table, `one."${column}" in (select one."${toColumn}" from ${to} one where ${where})`);
  }
  return tables;
}

function buildValue({ table, name, type, identity, unique }: Column): string {
  const value = `one."${name}"`;
  if (identity) return `nextval(pg_get_serial_sequence('${table}', '${name}'))`;
  if (type === 'uuid') return `pg_temp.copy_of(${value}, nth, $3::uuid[])`;
  if (type === 'timestamp with time zone') return `${value} - interval '7 days' - nth * interval '1 minute'`;
  if (table === 'target_locator' && name === 'hash') return `${value} # nth::bigint`;
  if (type !== 'text') return value;
  if (ITEM_COLUMNS.includes(name)) return `${value} || '-' || nth`;
  const keyed = `replace(${value}, $1::text, pg_temp.copy_of($1::uuid, nth, $3::uuid[])::text)`;
  return unique ? `case when strpos(${value}, $1::text) > 0 then ${keyed} else ${value} || '-' || nth end` : value;
}
