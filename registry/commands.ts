import { sql } from 'kysely';
import type { Actor } from '../domain/actor.js';
import type { Command } from '../domain/command.js';
import type { Rejection } from '../domain/rejection.js';
import { appendAudit } from './audit.js';
import { refuseMove } from './clock-moves.js';
import type { Connection } from './db.js';
import { deleteRepair } from './repairs.js';
import { voidSubmission } from './submissions.js';

/** Writes the attempt of a command before it is sent. A repeat of the same id changes nothing. */
export async function insertAttempt(
  trx: Connection,
  { noticeId, command }: { noticeId: string; command: Command },
): Promise<void> {
  await trx
    .insertInto('command')
    .values({
      id: command.id,
      notice_id: noticeId,
      name: command.name,
      actor: JSON.stringify(command.actor),
      body: JSON.stringify(command),
      version: null,
      result: null,
      finished_at: null,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

/** A command attempted before under the same id, as it was prepared then, and its refusal if it was refused. */
export async function findAttempt(
  db: Connection,
  id: string,
): Promise<{ command: Command; rejection: Rejection | null } | undefined> {
  const row = await db
    .selectFrom('command')
    .select(['body', 'state', 'result'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const rejection = row.state === 'refused' ? (row.result as Rejection | null) : null;
  return { command: row.body as unknown as Command, rejection };
}

/** Attempts whose answer never came: the process died, or Temporal was away. Oldest first. */
export async function listUnanswered(
  db: Connection,
  { olderThanSeconds, limit }: { olderThanSeconds: number; limit: number },
): Promise<{ noticeId: string; command: Command }[]> {
  const rows = await db
    .selectFrom('command')
    .select(['notice_id', 'body'])
    .where('state', '=', 'attempted')
    .where('created_at', '<', sql<Date>`now() - make_interval(secs => ${olderThanSeconds})`)
    .orderBy('created_at')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ noticeId: row.notice_id, command: row.body as unknown as Command }));
}

/** Records a refusal, with what was prepared for the command taken back. */
export async function recordRefusal(
  trx: Connection,
  { noticeId, command, rejection, at }: { noticeId: string; command: Command; rejection: Rejection; at: Date },
): Promise<void> {
  const { numUpdatedRows } = await trx
    .updateTable('command')
    .set({ state: 'refused', result: JSON.stringify(rejection), finished_at: at })
    .where('id', '=', command.id)
    .where('state', '=', 'attempted')
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) return;
  await takeBack(trx, noticeId, command);
  await appendRefusal(trx, {
    noticeId,
    actor: command.actor,
    name: command.name,
    code: rejection.code,
    at,
    commandId: command.id,
  });
}

/** The audit entry of an attempt that was refused, at whichever door. */
export async function appendRefusal(
  trx: Connection,
  {
    noticeId,
    actor,
    name,
    code,
    at,
    commandId,
  }: { noticeId: string | null; actor: Actor; name: string; code: string; at: Date; commandId: string | null },
): Promise<void> {
  await appendAudit(trx, [
    { at, noticeId, actor, action: 'command_refused', detail: { command: name, code }, commandId },
  ]);
}

async function takeBack(trx: Connection, noticeId: string, command: Command): Promise<void> {
  switch (command.name) {
    case 'submit':
    case 'reinstate':
      await voidSubmission(trx, { commandId: command.id });
      return;
    case 'triage':
      await deleteProposedClocks(
        trx,
        (command.body.regime?.clocks ?? []).map(({ id }) => id),
      );
      return;
    case 'request_dialogue':
      await deleteProposedClocks(trx, [command.body.replyClock.id]);
      return;
    case 'pause':
    case 'resume':
    case 'extend':
    case 'move_clock':
      await refuseMove(trx, command.body.move);
      return;
    case 'repair':
      await deleteRepair(trx, command.id);
      return;
    case 'link':
      await trx
        .deleteFrom('notice_link')
        .where('from_notice', '=', noticeId)
        .where('to_notice', '=', command.body.notice)
        .where('link_as', '=', command.body.as)
        .execute();
      return;
    default:
      return;
  }
}

async function deleteProposedClocks(trx: Connection, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await trx.deleteFrom('clock').where('id', 'in', ids).where('state', '=', 'cancelled').execute();
}
