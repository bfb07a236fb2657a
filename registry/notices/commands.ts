import { sql, type RawBuilder } from 'kysely';
import type { Actor } from '../../domain/people/actor.js';
import type { Command, CommandOf } from '../../domain/commands/command.js';
import type { Stage } from '../../domain/notices/notice.js';
import type { SignedKind } from '../../domain/submissions/signed-act.js';
import type { Rejection } from '../../domain/commands/rejection.js';
import { alertKind } from '../ops/alerts.js';
import { appendAudit } from './audit.js';
import { refuseMove } from '../clocks/clock-moves.js';
import type { Connection } from '../db.js';
import { useCloseRequest } from './force-close.js';
import { deleteRepair } from '../enforcement/repairs.js';
import { deleteSenderCheck } from './sender-checks.js';
import { voidSubmission } from '../submissions/submissions.js';

export interface KeptAssertion {
  /** Canonical JSON whose SHA-256 was the challenge. */
  challengeStatement: string;
  /** Base64url. */
  credentialId: string;
  authenticatorData: Buffer;
  clientData: Buffer;
  signature: Buffer;
}

export interface SignedAct {
  submission: number | null;
  kind: SignedKind;
  /** Canonical JSON, byte for byte as it was signed. */
  statement: string;
  keyId: string;
  /** Base64. */
  signature: string;
  at: Date;
  /** Null if no passkey was required. */
  assertion: KeptAssertion | null;
}

/** Records a command before it is sent, with its signed statement, in one statement. Idempotent by id. */
export async function insertAttempt(
  trx: Connection,
  { noticeId, command, signed = null }: { noticeId: string; command: Command; signed?: SignedAct | null },
): Promise<void> {
  const attempt = sql`
    insert into command (id, notice_id, name, actor, body)
    values (${command.id}::uuid, ${noticeId}::uuid, ${command.name}, ${JSON.stringify(command.actor)}::jsonb,
      ${JSON.stringify(command)}::jsonb)
    on conflict (id) do nothing`;
  if (signed === null) {
    await attempt.execute(trx);
    return;
  }
  await sql`with attempt as (${attempt} returning id) ${intoSignedActs(noticeId, signed, sql`id from attempt`)}`.execute(
    trx,
  );
}

/** Stores a signed act that is not a command under its own id. Idempotent by id. */
export async function insertSignedAct(
  trx: Connection,
  { id, noticeId, signed }: { id: string; noticeId: string | null; signed: SignedAct },
): Promise<void> {
  await intoSignedActs(noticeId, signed, sql`${id}::uuid as id`).execute(trx);
}

export function intoSignedActs(
  noticeId: string | null,
  { submission, kind, statement, keyId, signature, at, assertion }: SignedAct,
  from: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql`
    insert into signed_act (command_id, notice_id, submission, kind, statement, key_id, signature, at,
      challenge_statement, credential_id, authenticator_data, client_data, assertion_signature)
    select act.id, ${noticeId}::uuid, ${submission}::int, ${kind}, ${statement}, ${keyId}, ${signature},
      ${at}::timestamptz, ${assertion?.challengeStatement}, ${assertion?.credentialId},
      ${assertion?.authenticatorData}::bytea, ${assertion?.clientData}::bytea, ${assertion?.signature}::bytea
    from (select ${from}) act
    on conflict (command_id) do nothing`;
}

/** Returns the command recorded earlier under this id, as it was prepared then, and its rejection if it was refused. */
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
  const rejection = row.state === 'refused' ? row.result : null;
  return { command: row.body, rejection };
}

/** Returns the state of a recorded command; `version` is the notice version it produced. */
export async function findOutcome(
  db: Connection,
  id: string,
): Promise<
  { state: 'attempted' | 'accepted' | 'refused'; rejection: Rejection | null; version: number | null } | undefined
> {
  const columns = ['state', 'result', 'version'] as const;
  const row = await db.selectFrom('command').select(columns).where('id', '=', id).executeTakeFirst();
  return row && { state: row.state, rejection: row.state === 'refused' ? row.result : null, version: row.version };
}

export interface RecordedCommand {
  noticeId: string;
  command: Command;
  version: number;
  stage: Stage;
  /** Whether the notice's workflow was started; until then it accepts no command. */
  started: boolean;
  ageSeconds: number;
}

/**
 * Lists commands that never got an answer because the process died or Temporal was unavailable, oldest first. Skips
 * notices whose workflow is known to be gone or stuck, so that they do not block the others; only a `repair` is still
 * retried there.
 */
export async function listUnanswered(
  db: Connection,
  { olderThanSeconds, limit }: { olderThanSeconds: number; limit: number },
): Promise<RecordedCommand[]> {
  const open = sql`command.state = 'attempted' and (command.name = 'repair' or not exists (
    select from alert where alert.notice_id = command.notice_id and alert.resolved_at is null
      and alert.kind in (${alertKind('workflow_gone')}, ${alertKind('workflow_stuck')})))`;
  return listCommands(db, open, { since: 'created_at', olderThanSeconds, limit });
}

/** Lists accepted commands not yet known to be durable in Temporal, in order of acceptance. */
export async function listUnaccepted(
  db: Connection,
  { olderThanSeconds, limit }: { olderThanSeconds: number; limit: number },
): Promise<RecordedCommand[]> {
  const open = sql`command.state = 'accepted' and not command.delivered`;
  return listCommands(db, open, { since: 'finished_at', olderThanSeconds, limit });
}

export async function findRecorded(db: Connection, id: string): Promise<RecordedCommand | undefined> {
  const which = sql`command.id = ${id}::uuid`;
  return (await listCommands(db, which, { since: 'created_at', olderThanSeconds: 0, limit: 1 }))[0];
}

async function listCommands(
  db: Connection,
  which: RawBuilder<unknown>,
  { since, olderThanSeconds, limit }: { since: 'created_at' | 'finished_at'; olderThanSeconds: number; limit: number },
): Promise<RecordedCommand[]> {
  const at = sql.ref(`command.${since}`);
  const { rows } = await sql<Omit<RecordedCommand, 'command'> & { body: Command }>`
    select command.notice_id as "noticeId", command.body, notice.version, notice.stage,
      notice.workflow_started as started, extract(epoch from now() - ${at})::float8 as "ageSeconds"
    from command join notice on notice.id = command.notice_id
    where ${which} and ${at} <= now() - make_interval(secs => ${olderThanSeconds})
    order by ${at}, command.version limit ${limit}`.execute(db);
  return rows.map(({ body, ...recorded }) => ({ ...recorded, command: body }));
}

export async function markAccepted(db: Connection, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await db
    .updateTable('command')
    .set({ delivered: true })
    .where('id', 'in', [...ids])
    .execute();
}

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

export async function listRefusedWith(
  db: Connection,
  { noticeId, cure }: { noticeId: string; cure: string },
): Promise<string[]> {
  const rows = await db
    .selectFrom('command')
    .select('id')
    .where('notice_id', '=', noticeId)
    .where('state', '=', 'refused')
    .where(sql`result ->> 'cure'`, '=', cure)
    .execute();
  return rows.map(({ id }) => id);
}

export async function appendRefusal(
  trx: Connection,
  refusal: { noticeId: string | null; actor: Actor; name: string; code: string; at: Date; commandId: string | null },
): Promise<void> {
  const { noticeId, actor, name, code, at, commandId } = refusal;
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
    case 'verify_sender':
      await deleteSenderCheck(trx, command.id);
      return;
    case 'request_dialogue':
      await deleteProposedClocks(trx, command.body.replyClock === undefined ? [] : [command.body.replyClock.id]);
      return;
    case 'pause':
    case 'resume':
    case 'extend':
    case 'move_clock':
      await refuseMove(trx, command.body.move);
      return;
    case 'repair':
      await takeRepairBack(trx, command);
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

async function takeRepairBack(trx: Connection, { id, body }: CommandOf<'repair'>): Promise<void> {
  if (body.action === 'retry' || body.action === 'skip') await deleteRepair(trx, id);
  if (body.action === 'force_close') await useCloseRequest(trx, { id: body.requested.id, used: false });
}

async function deleteProposedClocks(trx: Connection, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await trx.deleteFrom('clock').where('id', 'in', ids).where('state', '=', 'cancelled').execute();
}
