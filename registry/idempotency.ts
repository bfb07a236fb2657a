import { sql } from 'kysely';
import type { Connection } from './db.js';
import { sha256OfJson } from './json-hash.js';

export interface StoredAnswer {
  status: number;
  answer: Record<string, unknown>;
  location: string | null;
  noticeId: string | null;
  requestSha256: string;
}

/** A request body as one hash: equal JSON, key order aside, gives the same. */
export function requestHash(body: unknown): string {
  return sha256OfJson(body);
}

/**
 * Takes the right to answer a caller's key until the transaction ends. False: somebody else is at it. The lock goes
 * with its connection, so a crash leaves nothing behind.
 */
export async function lockIdempotencyKey(
  trx: Connection,
  { caller, key }: { caller: string; key: string },
): Promise<boolean> {
  const { rows } = await sql<{ locked: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${`${caller}\n${key}`}, 0)) as locked`.execute(trx);
  return rows[0]?.locked ?? false;
}

/** The answer once given under a key. */
export async function findAnswer(
  db: Connection,
  { caller, key }: { caller: string; key: string },
): Promise<StoredAnswer | undefined> {
  const row = await db
    .selectFrom('idempotency')
    .select(['status', 'answer', 'location', 'notice_id', 'request_sha256'])
    .where('caller', '=', caller)
    .where('key', '=', key)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { status, answer, location, notice_id: noticeId, request_sha256: requestSha256 } = row;
  return { status, answer, location, noticeId, requestSha256 };
}

/** Keeps an answer for the life of the notice. */
export async function insertAnswer(
  trx: Connection,
  { caller, key, ...stored }: StoredAnswer & { caller: string; key: string },
): Promise<void> {
  await trx
    .insertInto('idempotency')
    .values({
      caller,
      key,
      request_sha256: stored.requestSha256,
      status: stored.status,
      answer: JSON.stringify(stored.answer),
      location: stored.location,
      notice_id: stored.noticeId,
    })
    .execute();
}
