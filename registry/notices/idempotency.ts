import { sql, type RawBuilder } from 'kysely';
import { getErrorCode } from '../../domain/error-parts.js';
import { ask, question, type Question } from '../ask.js';
import type { Connection } from '../db.js';
import { sha256OfJson } from '../json-hash.js';

export interface StoredAnswer {
  status: number;
  /** The body, byte for byte as it was sent. */
  answer: string;
  location: string | null;
  noticeId: string | null;
  requestSha256: string;
}

export interface KeyOf {
  caller: string;
  key: string;
}

/** Hashes a request body; equal JSON gives the same hash whatever its key order. */
export function requestHash(body: unknown): string {
  return sha256OfJson(body);
}

/**
 * Takes the right to answer a caller's key until the transaction ends; returns false if another request holds it. The
 * lock ends with its connection, so a crash leaves none behind.
 */
export async function lockIdempotencyKey(trx: Connection, owner: KeyOf): Promise<boolean> {
  const { rows } = await sql<{ locked: boolean }>`select ${tryLock(owner)} as locked`.execute(trx);
  return rows[0]?.locked ?? false;
}

export function tryLock({ caller, key }: KeyOf): RawBuilder<boolean> {
  return sql`pg_try_advisory_xact_lock(hashtextextended(${`${caller}\n${key}`}, 0))`;
}

export function findAnswer(db: Connection, owner: KeyOf): Promise<StoredAnswer | undefined> {
  return ask(db, queryAnswer(owner));
}

export function queryAnswer({ caller, key }: KeyOf): Question<StoredAnswer | undefined> {
  const select = sql<StoredAnswer>`
    select status, answer, location, notice_id as "noticeId", request_sha256 as "requestSha256" from idempotency
    where caller = ${caller} and key = ${key}`;
  return question({ select, instants: {}, read: ([found]: StoredAnswer[]) => found });
}

/** Returns whether the error means that another request stored an answer under the key since it was looked up. */
export function isAnsweredAlready(error: unknown): boolean {
  return (
    getErrorCode(error) === '23505' &&
    error instanceof Error &&
    'constraint' in error &&
    error.constraint === 'idempotency_pkey'
  );
}

/**
 * Stores an answer for the life of the notice. An unsettled one may still be replaced, by the first caller that settles
 * it.
 */
export async function insertStoredAnswer(
  trx: Connection,
  { caller, key, settled = true, ...stored }: StoredAnswer & KeyOf & { settled?: boolean | undefined },
): Promise<void> {
  await trx
    .insertInto('idempotency')
    .values({
      caller,
      key,
      request_sha256: stored.requestSha256,
      status: stored.status,
      answer: stored.answer,
      location: stored.location,
      notice_id: stored.noticeId,
      settled,
    })
    .execute();
}

/** Settles an answer as it is, because it is about to be sent again. */
export async function settleAnswer(trx: Connection, { caller, key }: KeyOf): Promise<void> {
  await trx
    .updateTable('idempotency')
    .set({ settled: true })
    .where('caller', '=', caller)
    .where('key', '=', key)
    .where('settled', '=', false)
    .execute();
}
