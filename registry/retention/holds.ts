import type { Insertable, Selectable } from 'kysely';
import { ask, question, tables, type Question } from '../ask.js';
import type { Connection } from '../db.js';
import type { LegalHoldTable } from './tables.js';

export interface LegalHold {
  id: string;
  reason: string;
  setBy: string;
  setByName: string;
  setAt: Date;
  lifting: { by: string; byName: string; reason: string; at: Date } | null;
}

export function findHold(db: Connection, noticeId: string): Promise<LegalHold | undefined> {
  return ask(db, queryHold(noticeId));
}

export function queryHold(noticeId: string): Question<LegalHold | undefined> {
  const select = tables
    .selectFrom('legal_hold')
    .innerJoin('person as setter', 'setter.id', 'legal_hold.set_by')
    .leftJoin('person as asker', 'asker.id', 'legal_hold.lift_requested_by')
    .select([
      'legal_hold.id',
      'reason',
      'set_by',
      'setter.name as set_by_name',
      'set_at',
      'lift_requested_by',
      'asker.name as requested_by_name',
      'lift_requested_at',
      'lift_reason',
    ])
    .where('notice_id', '=', noticeId)
    .where('lifted_at', 'is', null);
  const instants = { set_at: true, lift_requested_at: true } as const;
  return question({ select, instants, read: ([row]) => (row === undefined ? undefined : toHold(row)) });
}

type HoldRow = Pick<Selectable<LegalHoldTable>, 'id' | 'reason' | 'set_by' | 'set_at' | 'lift_reason'> &
  Pick<Selectable<LegalHoldTable>, 'lift_requested_by' | 'lift_requested_at'> & {
    set_by_name: string;
    requested_by_name: string | null;
  };

function toHold(row: HoldRow): LegalHold {
  const { lift_requested_by: by, requested_by_name: byName, lift_requested_at: at, lift_reason: reason } = row;
  const lifting = by === null || at === null ? null : { by, byName: byName ?? '', reason: reason ?? '', at };
  return { id: row.id, reason: row.reason, setBy: row.set_by, setByName: row.set_by_name, setAt: row.set_at, lifting };
}

/**
 * Sets a legal hold. The caller must hold the notice lock, so that a concurrent erasure waits and then sees the hold.
 */
export async function insertHold(trx: Connection, hold: Insertable<LegalHoldTable>): Promise<void> {
  await trx.insertInto('legal_hold').values(hold).execute();
}

export async function askToLift(
  trx: Connection,
  { id, reason, by, at }: { id: string; reason: string; by: string; at: Date },
): Promise<void> {
  await trx
    .updateTable('legal_hold')
    .set({ lift_requested_by: by, lift_requested_at: at, lift_reason: reason })
    .where('id', '=', id)
    .execute();
}

/** Lifts a hold. Does not check that `by` is another person than the one who requested it. */
export async function liftHold(trx: Connection, { id, by, at }: { id: string; by: string; at: Date }): Promise<void> {
  await trx.updateTable('legal_hold').set({ lifted_by: by, lifted_at: at }).where('id', '=', id).execute();
}
