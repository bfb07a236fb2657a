import { sql } from 'kysely';
import type { AuthorityDocument, ClockReceipt } from '../../domain/clocks/clock.js';
import type { Connection } from '../db.js';
import type { ClockMoveTable } from './tables.js';

/** A proposed move; the clock itself does not change until the workflow has accepted it. */
export interface ProposedMove {
  id: string;
  noticeId: string;
  clockId: string;
  cause: ClockMoveTable['cause'];
  revision: number | null;
  fromDueMs: number | null;
  toDueMs: number | null;
  reason: string;
  authorityReference: string | null;
  document?: AuthorityDocument;
  by: { id: string; name: string };
  receipt: ClockReceipt;
}

const at = (ms: number | null) => (ms === null ? null : new Date(ms));

export async function insertProposedMoves(trx: Connection, moves: readonly ProposedMove[]): Promise<void> {
  if (moves.length === 0) return;
  await trx
    .insertInto('clock_move')
    .values(
      moves.map((move) => ({
        id: move.id,
        notice_id: move.noticeId,
        clock_id: move.clockId,
        cause: move.cause,
        revision: move.revision,
        from_due: at(move.fromDueMs),
        to_due: at(move.toDueMs),
        reason: move.reason,
        authority_reference: move.authorityReference,
        document: move.document !== undefined && 'document' in move.document ? move.document.document : null,
        document_notice: move.document !== undefined && 'notice' in move.document ? move.document.notice : null,
        by_id: move.by.id,
        by_name: move.by.name,
        receipt: JSON.stringify(move.receipt),
      })),
    )
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

/**
 * Applies moves that the workflow accepted, each once, and gives each clock its new receipt. Refuses extensions of the
 * same clock proposed earlier and still pending: they were computed from another due time.
 */
export async function makeMoves(trx: Connection, moves: readonly { id: string; atMs: number }[]): Promise<void> {
  for (const { id, atMs } of moves) {
    await sql`
      with made as (
        update clock_move set state = 'made', made_at = ${new Date(atMs)}
        where id = ${id}::uuid and state <> 'made' returning clock_id, receipt, created_at
      ), overtaken as (
        update clock_move other set state = 'refused' from made
        where other.clock_id = made.clock_id and other.cause = 'extend' and other.state = 'proposed'
          and other.id <> ${id}::uuid and other.created_at <= made.created_at
      )
      update clock set receipt = made.receipt from made where clock.id = made.clock_id`.execute(trx);
  }
}

/** Marks a move that the workflow refused; the row stays as history. */
export async function refuseMove(trx: Connection, id: string): Promise<void> {
  await trx
    .updateTable('clock_move')
    .set({ state: 'refused' })
    .where('id', '=', id)
    .where('state', '=', 'proposed')
    .execute();
}
