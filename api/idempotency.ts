import type { FastifyReply, FastifyRequest } from 'fastify';
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
import { keyReused } from '../application/intake/receive-notice.js';
import { requireCaller } from './caller.js';
import { fieldProblem, ApiProblem } from './problems.js';

export function readIdempotencyKey(request: FastifyRequest): string | undefined {
  const header = request.headers['idempotency-key'];
  if (header === undefined) return undefined;
  if (typeof header !== 'string' || !/^[\x21-\x7e](?:[\x20-\x7e]{0,253}[\x21-\x7e])?$/.test(header)) {
    throw fieldProblem('/headers/idempotency-key', 'Give 1 to 255 printable ASCII characters.');
  }
  return header;
}

export type IdempotentAnswer = Omit<StoredAnswer, 'requestSha256' | 'answer'> & { answer: Record<string, unknown> };
/** A sent answer keeps its body as text, so that a repeat gets the same bytes. */
export type SentAnswer = Omit<StoredAnswer, 'requestSha256'> & { replayed: boolean };

export function toSent({ answer, ...rest }: IdempotentAnswer): SentAnswer {
  return { ...rest, answer: JSON.stringify(answer), replayed: false };
}

/**
 * Runs the work once per caller and key. Repeats the first answer for the same body; refuses another body, or while the
 * first is still running. The work runs inside the transaction that holds the key; `body` replaces a body that is not
 * JSON.
 */
export async function answerOnce(
  db: Db,
  request: FastifyRequest,
  { key, scope, body = request.body }: { key: string; scope: string; body?: unknown },
  work: (trx: Transaction<Tables>) => Promise<IdempotentAnswer>,
): Promise<SentAnswer> {
  const caller = requireCaller(request).person.id;
  const requestSha256 = requestHash({ scope, body });
  return db.transaction().execute(async (trx) => {
    if (!(await lockIdempotencyKey(trx, { caller, key }))) throw stillRunning();
    const before = await findAnswer(trx, { caller, key });
    if (before !== undefined) return repeatAnswer(trx, { caller, key, requestSha256, before });
    const answer = toSent(await work(trx));
    await insertStoredAnswer(trx, { caller, key, requestSha256, ...answer });
    return answer;
  });
}

export function stillRunning(): ApiProblem {
  return new ApiProblem(
    'idempotency-in-flight',
    'The first request with this key is still running. Try again in a moment.',
  );
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

export function sendAnswer(reply: FastifyReply, { status, answer, location, replayed }: SentAnswer): FastifyReply {
  if (location !== null) void reply.header('location', location);
  if (replayed) void reply.header('idempotent-replay', 'true');
  return reply.code(status).type('application/json; charset=utf-8').send(answer);
}
