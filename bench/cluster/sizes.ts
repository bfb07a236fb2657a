import pg from 'pg';

export interface TableSize {
  table: string;
  rows: number;
  bytes: number;
}

const NAMES = `
  select format('%I.%I', schemaname, relname) as name, pg_total_relation_size(relid) as bytes
  from pg_stat_user_tables where schemaname not in ('platform_simulator', 'mail_catcher')`;

export async function readSizes(url: string): Promise<TableSize[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string; bytes: string }>(NAMES);
    const sizes: TableSize[] = [];
    for (const { name, bytes } of tables) {
      const { rows } = await client.query<{ rows: string }>(`select count(*) as rows from ${name}`);
      sizes.push({ table: name.replace(/^public\./, ''), rows: Number(rows[0]?.rows), bytes: Number(bytes) });
    }
    return sizes;
  } finally {
    await client.end();
  }
}

/** Returns the growth between two readings per notice, largest first; tables that did not grow are left out. */
export function computeGrowth(before: readonly TableSize[], after: readonly TableSize[], notices: number): TableSize[] {
  const earlier = new Map(before.map((one) => [one.table, one]));
  return after
    .map(({ table, rows, bytes }) => ({
      table,
      rows: (rows - (earlier.get(table)?.rows ?? 0)) / notices,
      bytes: (bytes - (earlier.get(table)?.bytes ?? 0)) / notices,
    }))
    .filter(({ rows, bytes }) => rows > 0 || bytes > 0)
    .sort((one, other) => other.bytes - one.bytes);
}
