import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { canonicalJson } from '../domain/canonical-json.js';
import type { Connection } from './db.js';

export interface StoredAnswer {
  status: number;
  answer: Record<string, unknown>;
  location: string | null;
  noticeId: string | null;
  requestSha256: string;
}

/** A request body as one hash: equal JSON, key order aside, gives the same. */
export function requestHash(body: unknown): string {
  const hash = createHash('sha256');
  for (const piece of canonicalPieces(body)) hash.update(piece);
  return hash.digest('hex');
}

/** Entries of a long array written at once. In one piece 100,000 targets are 60 MB of text in the making. */
const ENTRIES = 500;

/** Canonical JSON (RFC 8785) piece by piece; joined it is what `canonicalJson` gives. */
export function* canonicalPieces(value: unknown): Generator<string> {
  if (Array.isArray(value) && value.length > ENTRIES) {
    for (let from = 0; from < value.length; from += ENTRIES) {
      yield (from === 0 ? '[' : ',') + canonicalJson(value.slice(from, from + ENTRIES)).slice(1, -1);
    }
    yield ']';
    return;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    yield canonicalJson(value);
    return;
  }
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  entries.sort(([one], [other]) => (one < other ? -1 : 1));
  yield '{';
  for (const [place, [name, entry]] of entries.entries()) {
    yield `${place === 0 ? '' : ','}${JSON.stringify(name)}:`;
    yield* canonicalPieces(entry);
  }
  yield '}';
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
