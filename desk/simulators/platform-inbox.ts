import type pg from 'pg';
import type { SimulatorOperationResult, UserMessage } from './platform-messages.js';
import { findMissing } from './platform-store.js';

/** Delivers each message once per key. An item that does not exist has no owner to notify. */
export async function receiveUserMessages(
  pool: pg.Pool,
  messages: readonly UserMessage[],
): Promise<SimulatorOperationResult[]> {
  const keys = messages.map(({ key }) => key);
  const missing = await findMissing(
    pool,
    messages.map(({ id }) => id),
  );
  const { rows: fresh } = await pool.query<{ key: string }>(
    `insert into platform_simulator.user_message (key, type, id, language, subject, text, appeal_url, at, receipt)
     select key, type, id, language, subject, text, "appealUrl", now(), 'logged_' || md5(key)
     from jsonb_to_recordset($1) as row (key text, type text, id text, language text, subject text, text text, "appealUrl" text)
     on conflict (key) do nothing returning key`,
    [JSON.stringify(messages.filter(({ id }) => !missing.has(id)))],
  );
  const known = await pool.query<{ key: string; at: Date; receipt: string }>(
    'select key, at, receipt from platform_simulator.user_message where key = any($1)',
    [keys],
  );
  const kept = new Map(known.rows.map((row) => [row.key, row]));
  const isFresh = new Set(fresh.map(({ key }) => key));
  return messages.map(({ key }) => {
    const row = kept.get(key);
    if (row === undefined)
      return { key, status: 'not_found', at: new Date().toISOString(), receipt: null, message: 'No user to notify.' };
    const status = isFresh.has(key) ? 'applied' : 'already';
    return { key, status, at: row.at.toISOString(), receipt: row.receipt, message: null };
  });
}

export async function readInbox(pool: pg.Pool): Promise<(UserMessage & { at: string; receipt: string })[]> {
  const { rows } = await pool.query<UserMessage & { at: Date; receipt: string }>(
    `select key, type, id, language, subject, text, appeal_url as "appealUrl", at, receipt
     from platform_simulator.user_message order by seq`,
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}
