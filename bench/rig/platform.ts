import { randomUUID } from 'node:crypto';
import type { Webhook } from 'standardwebhooks';
import type { Pool } from 'undici';

export interface OperationsTo {
  pool: Pool;
  token: string;
  webhook: Webhook;
}

/** The platform knows an operation by its key: one posted again, after a crash, is `already` applied. */
const DONE = ['applied', 'already'];

/** Posts signed operations to the simulated platform, which has to apply each. */
export async function postOperations({ pool, token, webhook }: OperationsTo, operations: readonly unknown[]) {
  const text = JSON.stringify({ operations });
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
  const { results } = (await body.json()) as { results?: { status: string }[] };
  const other = results?.find(({ status }) => !DONE.includes(status));
  if (statusCode !== 200 || other !== undefined)
    throw new Error(`The platform answered ${statusCode} ${JSON.stringify(other)}.`);
}
