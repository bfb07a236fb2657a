import pg from 'pg';

/** Rows that sleepers write when they wake, in the same database as the desk's own tables. */
export const PEER_ROWS = 'create table if not exists bench_row (id uuid primary key, due_at timestamptz not null)';

export interface PeerActivities {
  writeRow(sleeper: { id: string; dueAtMs: number }): Promise<void>;
}

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
