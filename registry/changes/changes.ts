import { sql, type InferResult } from 'kysely';
import {
  getChangeSubject,
  type ChangeContent,
  type ChangeKind,
  type ChangeState,
} from '../../domain/changes/change.js';
import { CLAIM_LIFE_MS } from '../../domain/people/key-life.js';
import type { Connection } from '../db.js';

export async function insertChange(
  trx: Connection,
  change: { id: string; content: ChangeContent; requestedBy: string; at: Date; expiresAt: Date },
): Promise<void> {
  await trx
    .insertInto('change')
    .values({
      id: change.id,
      content: JSON.stringify(change.content),
      subject: getChangeSubject(change.content),
      requested_by: change.requestedBy,
      requested_at: change.at,
      expires_at: change.expiresAt,
    })
    .execute();
}

function changes(db: Connection) {
  return db
    .selectFrom('change')
    .innerJoin('person as asker', 'asker.id', 'change.requested_by')
    .leftJoin('person as decider', 'decider.id', 'change.decided_by')
    .select([
      'change.id',
      'change.content',
      'change.state',
      'change.requested_by',
      'asker.name as requested_by_name',
      'change.requested_at',
      'change.expires_at',
      'change.decided_by',
      'decider.name as decided_by_name',
      'change.decided_at',
      'change.effective_at',
      'change.reason',
    ]);
}

export type ChangeRow = InferResult<ReturnType<typeof changes>>[number];

export async function findChange(db: Connection, id: string): Promise<ChangeRow | undefined> {
  return changes(db).where('change.id', '=', id).executeTakeFirst();
}

/**
 * Returns a change with its row locked until the transaction ends, so that a concurrent decision waits and then sees
 * the result.
 */
export async function lockChange(trx: Connection, id: string): Promise<ChangeRow | undefined> {
  return changes(trx).where('change.id', '=', id).forUpdate('change').executeTakeFirst();
}

export interface ChangeFilters {
  state?: ChangeState | undefined;
  kind?: ChangeKind | undefined;
}

/** Lists changes newest first, one page per call; ids sort by time. */
export async function listChanges(
  db: Connection,
  { filters, afterId, limit }: { filters: ChangeFilters; afterId: string | null; limit: number },
): Promise<ChangeRow[]> {
  let query = changes(db);
  if (filters.state !== undefined) query = query.where('change.state', '=', filters.state);
  if (filters.kind !== undefined) query = query.where('change.kind', '=', filters.kind);
  if (afterId !== null) query = query.where('change.id', '<', afterId);
  return query.orderBy('change.id', 'desc').limit(limit).execute();
}

export async function countChanges(db: Connection, { state, kind }: ChangeFilters): Promise<number> {
  let query = db.selectFrom('change').select(sql<number>`count(*)`.as('total'));
  if (state !== undefined) query = query.where('state', '=', state);
  if (kind !== undefined) query = query.where('kind', '=', kind);
  return (await query.executeTakeFirstOrThrow()).total;
}

/** Records who decided a change and the result. The caller must hold the row lock of `lockChange`. */
export async function decideChange(
  trx: Connection,
  decided: {
    id: string;
    state: 'confirmed' | 'refused' | 'applied';
    by: string;
    at: Date;
    effectiveAt: Date | null;
    reason: string | null;
  },
): Promise<void> {
  await trx
    .updateTable('change')
    .set({
      state: decided.state,
      decided_by: decided.by,
      decided_at: decided.at,
      effective_at: decided.effectiveAt,
      reason: decided.reason,
    })
    .where('id', '=', decided.id)
    .execute();
}

/** A change that was applied or expired without a person's act. */
export interface SettledChange {
  id: string;
  kind: ChangeKind;
  subject: string;
}

const SETTLED = ['id', 'kind', 'subject'] as const;

/** Applies a confirmed change with immediate effect; undefined if it is not in state `confirmed`. */
export async function markApplied(
  trx: Connection,
  { id, at }: { id: string; at: Date },
): Promise<SettledChange | undefined> {
  return trx
    .updateTable('change')
    .set({ state: 'applied', effective_at: at })
    .where('id', '=', id)
    .where('state', '=', 'confirmed')
    .returning(SETTLED)
    .executeTakeFirst();
}

/** Expires keys of a person that were confirmed but not yet claimed. */
export async function endKeyClaims(trx: Connection, person: string): Promise<SettledChange[]> {
  return trx
    .updateTable('change')
    .set({ state: 'expired' })
    .where('kind', '=', 'key')
    .where('state', '=', 'confirmed')
    .where('subject', '=', person)
    .returning(SETTLED)
    .execute();
}

/**
 * Expires pending changes past their deadline and confirmed keys that their owner did not claim within `CLAIM_LIFE_MS`.
 */
export async function expireChanges(trx: Connection, at: Date): Promise<SettledChange[]> {
  const confirmedBefore = new Date(at.getTime() - CLAIM_LIFE_MS);
  const { rows } = await sql<SettledChange>`
    update change set state = 'expired'
    where (state = 'pending' and expires_at <= ${at})
      or (state = 'confirmed' and kind = 'key' and decided_at <= ${confirmedBefore})
    returning id, kind, subject`.execute(trx);
  return rows;
}

export async function startChanges(trx: Connection, at: Date): Promise<SettledChange[]> {
  return trx
    .updateTable('change')
    .set({ state: 'applied' })
    .where('state', '=', 'confirmed')
    .where('effective_at', '<=', at)
    .returning(SETTLED)
    .execute();
}

/**
 * Returns the number of pending changes requested at or before an instant, and when the oldest of them was requested.
 */
export async function findLongWaiting(db: Connection, before: Date): Promise<{ count: number; since: Date | null }> {
  return db
    .selectFrom('change')
    .select((build) => [sql<number>`count(*)`.as('count'), build.fn.min('requested_at').as('since')])
    .where('state', '=', 'pending')
    .where('requested_at', '<=', before)
    .executeTakeFirstOrThrow();
}
