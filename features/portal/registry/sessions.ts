import { sql } from 'kysely';
import type { PortalAuthority, Signer } from '../domain/signer.js';
import type { Connection } from '../../../registry/db.js';
import { hashToken } from './links.js';

export interface PortalSessionRow {
  id: string;
  startedAt: Date;
  lastSeenAt: Date;
  address: string;
  signer: Signer;
  authority: PortalAuthority;
  hash: Buffer;
  seal: string;
}

export interface NewPortalSession {
  id: string;
  authority: string;
  signer: Signer;
  address: string;
  at: Date;
  hash: Buffer;
  seal: string;
}

/** Begins a session and deletes those older than a day, which the audit log covers. */
export async function insertPortalSession(
  trx: Connection,
  { id, authority, signer, address, at, hash, seal }: NewPortalSession,
): Promise<void> {
  await sql`delete from portal_session where started_at < now() - interval '1 day'`.execute(trx);
  await trx
    .insertInto('portal_session')
    .values({
      id,
      token_sha256: hash,
      authority_id: authority,
      signer_name: signer.name,
      signer_rank: signer.rank,
      address,
      started_at: at,
      last_seen_at: at,
      seal,
    })
    .execute();
}

/** Returns the session of a cookie with its authority's current entry; undefined if it was ended or never existed. */
export async function findPortalSession(db: Connection, token: string): Promise<PortalSessionRow | undefined> {
  const { rows } = await sql<
    PortalAuthority & {
      session: string;
      started_at: Date;
      last_seen_at: Date;
      address: string;
      signer_name: string;
      signer_rank: string;
      seal: string;
    }
  >`
    select one.id as session, one.started_at, one.last_seen_at, one.address, one.signer_name, one.signer_rank, one.seal,
      authority.id, name, country, contacts, signers, verification
    from portal_session one join authority on authority.id = one.authority_id
    where one.token_sha256 = ${hashToken(token)} and one.ended_at is null`.execute(db);
  const [found] = rows;
  if (found === undefined) return undefined;
  const { session: id, started_at: startedAt, last_seen_at: lastSeenAt, address, ...rest } = found;
  const { signer_name: name, signer_rank: rank, seal, ...authority } = rest;
  return { id, startedAt, lastSeenAt, address, signer: { name, rank }, authority, hash: hashToken(token), seal };
}

export async function touchPortalSession(db: Connection, { id, at }: { id: string; at: Date }): Promise<void> {
  await db.updateTable('portal_session').set({ last_seen_at: at }).where('id', '=', id).execute();
}

export async function endPortalSession(trx: Connection, { id, at }: { id: string; at: Date }): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('portal_session')
    .set({ ended_at: at })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}
