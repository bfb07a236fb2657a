import pg from 'pg';

/** Rows of sleepers that woke up. Beside the desk's own tables, in the same database. */
export const PEER_ROWS = 'create table if not exists bench_row (id uuid primary key, due_at timestamptz not null)';

export interface PeerActivities {
  writeRow(sleeper: { id: string; dueAtMs: number }): Promise<void>;
}

/** One prepared statement through a pool like the desk's (`registry/db.ts`). */
export function createPeerActivities(database: string): PeerActivities & { close(): Promise<void> } {
  const pool = new pg.Pool({ connectionString: database, max: 20 });
  pool.on('error', () => undefined);
  return {
    async writeRow({ id, dueAtMs }) {
      await pool.query({
        name: 'bench_row',
        text: 'insert into bench_row (id, due_at) values ($1, $2) on conflict do nothing',
        values: [id, new Date(dueAtMs)],
      });
    },
    close: () => pool.end(),
  };
}
