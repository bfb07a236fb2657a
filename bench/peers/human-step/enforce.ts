import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { Webhook } from 'standardwebhooks';
import { Pool } from 'undici';

/** As many as the desk posts at once. */
const BATCH = 1_000;

export interface Platform {
  url: string;
  token: string;
  secret: string;
}

export function connectPlatform({ url, token, secret }: Platform) {
  const pool = new Pool(url, { connections: 4 });
  const webhook = new Webhook(secret);
  return {
    /** Posts the next batch of a notice and records it; returns whether more are left. */
    async enforceNext(db: pg.Pool, notice: string): Promise<boolean> {
      const { rows } = await db.query<{ number: number; locator: string }>(
        `select number, locator from target where notice = $1 and action = 'withhold' and applied_at is null
         order by number limit ${BATCH}`,
        [notice],
      );
      if (rows.length === 0) return false;
      const text = JSON.stringify({ operations: rows.map((row) => toOperation(notice, row)) });
      await post(text);
      await db.query('update target set applied_at = clock_timestamp() where notice = $1 and number = any ($2)', [
        notice,
        rows.map(({ number }) => number),
      ]);
      return rows.length === BATCH;
    },
  };

  async function post(text: string): Promise<void> {
    const id = randomUUID();
    const at = new Date();
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': webhook.sign(id, at, text),
    };
    const { statusCode, body } = await pool.request({ method: 'POST', path: '/operations', headers, body: text });
    const { results } = (await body.json()) as { results: { status: string }[] };
    if (statusCode !== 200 || results.some(({ status }) => status !== 'applied'))
      throw new Error(`The platform answered ${statusCode}.`);
  }
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
