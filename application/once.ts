import type { Transaction } from 'kysely';
import {
  findAnswer,
  insertStoredAnswer,
  lockIdempotencyKey,
  requestHash,
  settleAnswer,
  type KeyOf,
  type StoredAnswer,
} from '../registry/notices/idempotency.js';
import type { Connection, Db } from '../registry/db.js';
import type { Tables } from '../registry/tables.js';
import { Refusal } from './refusal.js';

/** A request that may be sent again; one without a key runs each time. */
export interface Repeatable {
  caller: string;
  key: string | undefined;
  scope: string;
  body: unknown;
}

export type IdempotentAnswer = Omit<StoredAnswer, 'requestSha256' | 'answer'> & { answer: object | null };
/** A sent answer keeps its body as text, so that a repeat gets the same bytes. */
export type SentAnswer = Omit<StoredAnswer, 'requestSha256'> & { replayed: boolean };

export function toSent({ answer, ...rest }: IdempotentAnswer): SentAnswer {
  return { ...rest, answer: JSON.stringify(answer), replayed: false };
}

/**
 * Runs the work in a transaction, once per caller and key. Repeats the first answer for the same body; refuses another
 * body, or while the first is still running. The transaction of the work holds the key.
 */
export async function runOnce(
  db: Db,
  { caller, key, scope, body }: Repeatable,
  work: (trx: Transaction<Tables>) => Promise<IdempotentAnswer>,
): Promise<SentAnswer> {
  return db.transaction().execute(async (trx) => {
    if (key === undefined) return toSent(await work(trx));
    const owner = { caller, key };
    const requestSha256 = requestHash({ scope, body });
    if (!(await lockIdempotencyKey(trx, owner))) throw stillRunning();
    const before = await findAnswer(trx, owner);
    if (before !== undefined) return repeatAnswer(trx, { ...owner, requestSha256, before });
    const answer = toSent(await work(trx));
    await insertStoredAnswer(trx, { ...owner, requestSha256, ...answer });
    return answer;
  });
}

/** As `runOnce`, for work with connections of its own. Without a key, no transaction stays open while it runs. */
export async function runBesideKey(
  gate: Db,
  request: Repeatable,
  work: () => Promise<IdempotentAnswer>,
): Promise<SentAnswer> {
  return request.key === undefined ? toSent(await work()) : runOnce(gate, request, work);
}

export function stillRunning(): Refusal {
  return new Refusal('in_flight', 'The first request with this key is still running. Try again in a moment.');
}

/** Returns the first answer again; throws for another body. */
export async function repeatAnswer(
  db: Connection,
  { requestSha256, before, ...owner }: KeyOf & { requestSha256: string; before: StoredAnswer },
): Promise<SentAnswer> {
  if (before.requestSha256 !== requestSha256) throw keyReused();
  await settleAnswer(db, owner);
  return { ...((await findAnswer(db, owner)) ?? before), replayed: true };
}

function keyReused(): Refusal {
  return new Refusal('key_reused', 'This Idempotency-Key was used for another body. Use a new key for a new request.');
}
