import type pg from 'pg';
import { Webhook } from 'standardwebhooks';
import { Pool } from 'undici';
import { postOperations } from '../../rig/platform.js';

/** As many as the desk posts at once. */
const BATCH = 1_000;

export interface Platform {
  url: string;
  token: string;
  secret: string;
}

export function connectPlatform({ url, token, secret }: Platform) {
  const to = { pool: new Pool(url, { connections: 4 }), token, webhook: new Webhook(secret) };
  return {
    /** Posts the next batch of a notice and records it; returns whether more are left. */
    async enforceNext(db: pg.Pool, notice: string): Promise<boolean> {
      const { rows } = await db.query<{ number: number; locator: string }>(
        `select number, locator from target where notice = $1 and action = 'withhold' and applied_at is null
         order by number limit ${BATCH}`,
        [notice],
      );
      if (rows.length === 0) return false;
      const operations = rows.map((row) => toOperation(notice, row));
      await postOperations(to, operations);
      await db.query('update target set applied_at = clock_timestamp() where notice = $1 and number = any ($2)', [
        notice,
        rows.map(({ number }) => number),
      ]);
      return rows.length === BATCH;
    },
  };
}

export type PlatformConnection = ReturnType<typeof connectPlatform>;

function toOperation(notice: string, { number, locator }: { number: number; locator: string }) {
  return {
    key: `${notice}:1:${number}:withhold`,
    action: 'withhold',
    type: 'account',
    id: `account:${locator.slice(1)}`,
    countries: ['IN'],
    reason: 'withhold',
    notice: 'N-2021-000001',
  };
}
