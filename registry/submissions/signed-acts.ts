import { sql } from 'kysely';
import type { PeopleNow } from '../../domain/submissions/proof-of-approval.js';
import type { Connection } from '../db.js';
import type { KeptAssertion, SignedAct } from '../notices/commands.js';

export interface KeptAct extends SignedAct {
  commandId: string;
  /** Person id behind the command; null if it is not a command or was refused. */
  commandedBy: string | null;
  /** Highest counter the passkey showed in earlier acts; null if there were none or none is known. */
  counterBefore: number | null;
}

interface KeptRow extends Omit<KeptAct, 'assertion' | 'counterBefore'> {
  challengeStatement: string | null;
  credentialId: string | null;
  authenticatorData: Buffer | null;
  clientData: Buffer | null;
  assertionSignature: Buffer | null;
  counterBefore: string | null;
}

/** Lists signed acts by command id. Do not trust them before verifying their signatures. */
export async function listSignedActs(
  db: Connection,
  { noticeId, commandIds }: { noticeId: string; commandIds: readonly string[] },
): Promise<KeptAct[]> {
  const { rows } = await sql<KeptRow>`
    select signed_act.command_id as "commandId", signed_act.submission, signed_act.kind, signed_act.statement,
      signed_act.key_id as "keyId", signed_act.signature, signed_act.at,
      signed_act.challenge_statement as "challengeStatement", signed_act.credential_id as "credentialId",
      signed_act.authenticator_data as "authenticatorData", signed_act.client_data as "clientData",
      signed_act.assertion_signature as "assertionSignature",
      (select max(earlier.authenticator_counter) from signed_act earlier
        where earlier.credential_id = signed_act.credential_id and earlier.at < signed_act.at) as "counterBefore",
      case when command.state <> 'refused' and (
        command.name = signed_act.kind or signed_act.kind = 'submission' and command.name in ('submit', 'reinstate')
      ) then command.actor ->> 'id' end as "commandedBy"
    from signed_act left join command on command.id = signed_act.command_id and command.notice_id = signed_act.notice_id
    where signed_act.notice_id = ${noticeId}::uuid and signed_act.command_id = any (${[...commandIds]}::uuid[])`.execute(
    db,
  );
  return rows.map(toKeptAct);
}

export interface ActOnRecord extends KeptAct {
  noticeId: string;
  refused: boolean;
}

/** Lists signed acts that later acts depend on. Do not trust them before verifying their signatures. */
export async function listActs(db: Connection, noticeIds: readonly string[]): Promise<ActOnRecord[]> {
  const { rows } = await sql<KeptRow & Pick<ActOnRecord, 'noticeId' | 'refused'>>`
    select signed_act.command_id as "commandId", signed_act.notice_id as "noticeId", signed_act.submission, signed_act.kind,
      signed_act.statement, signed_act.key_id as "keyId", signed_act.signature, signed_act.at,
      null as "challengeStatement", null as "credentialId", null as "authenticatorData", null as "clientData",
      null as "assertionSignature", null as "counterBefore", null as "commandedBy",
      coalesce(command.state = 'refused', false) as refused
    from signed_act left join command on command.id = signed_act.command_id
    where signed_act.notice_id = any (${[...noticeIds]}::uuid[]) and signed_act.kind not in ('submission', 'approve', 'ratify')
    order by signed_act.at`.execute(db);
  return rows.map((row) => ({ ...toKeptAct(row), noticeId: row.noticeId, refused: row.refused }));
}

function toKeptAct(row: KeptRow): KeptAct {
  const { challengeStatement, credentialId, authenticatorData, clientData, assertionSignature, ...act } = row;
  const counterBefore = row.counterBefore === null ? null : Number(row.counterBefore);
  const assertion: KeptAssertion | null =
    challengeStatement !== null &&
    credentialId !== null &&
    authenticatorData !== null &&
    clientData !== null &&
    assertionSignature !== null
      ? { challengeStatement, credentialId, authenticatorData, clientData, signature: assertionSignature }
      : null;
  return { ...act, assertion, counterBefore };
}

export async function wasReturned(
  db: Connection,
  { noticeId, submission }: { noticeId: string; submission: number },
): Promise<boolean> {
  const { rows } = await sql`
    select from command
    where notice_id = ${noticeId}::uuid and name = 'return' and state = 'accepted'
      and body -> 'body' -> 'submission' = to_jsonb(${submission}::int)
    limit 1`.execute(db);
  return rows.length > 0;
}

export async function findPeopleNow(db: Connection, ids: readonly string[]): Promise<PeopleNow> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('person')
    .select(['id', 'active', 'roles'])
    .where('id', 'in', [...ids])
    .execute();
  return new Map(rows.map(({ id, active, roles }) => [id, { active, roles }]));
}

/** Lists people whose approval no longer counts: they are inactive, excluded from the notice, or have lost the role. */
export async function listVoided(
  db: Connection,
  { noticeId, submission }: { noticeId: string; submission: number },
): Promise<string[]> {
  const { rows } = await sql<{ by: string }>`
    select person_id as by from approval
    where notice_id = ${noticeId}::uuid and submission = ${submission}::int
      and not approval_counts(notice_id, person_id, roles, stood_for)
    order by at`.execute(db);
  return rows.map(({ by }) => by);
}

/** Returns when a key signed first; null if it never did. */
export async function findFirstSigning(db: Connection, keyId: string): Promise<Date | null> {
  const row = await db
    .selectFrom('signed_act')
    .select('at')
    .where('key_id', '=', keyId)
    .orderBy('at')
    .limit(1)
    .executeTakeFirst();
  return row?.at ?? null;
}
