import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { CANARY_AUTHORITY } from '../../../domain/notices/canary.js';
import type { PortalAuthority } from '../domain/signer.js';
import type { Connection } from '../../../registry/db.js';

const TOKEN_GRAMMAR = /^[A-Za-z0-9_-]{43}$/;
const KEPT = sql`interval '1 day'`;

/** Draws a token of 256 random bits; its plain hash is safe at rest. */
export function drawToken(): { token: string; hash: Buffer } {
  const token = randomBytes(32).toString('base64url');
  return { token, hash: hashToken(token) };
}

/** Hashes a token. A malformed text gives the hash of the empty string, which no drawn token has. */
export function hashToken(token: string): Buffer {
  return createHash('sha256')
    .update(TOKEN_GRAMMAR.test(token) ? token : '')
    .digest();
}

/** Stores a request for a link. It does not look up the address, so that every address takes the same time. */
export async function insertRequest(
  db: Connection,
  { id, address, origin, at }: { id: string; address: string; origin: string; at: Date },
): Promise<void> {
  await db.insertInto('portal_request').values({ id, address, origin, requested_at: at }).execute();
}

export type LinkRequest = NonNullable<Awaited<ReturnType<typeof claimRequest>>>;

export async function claimRequest(trx: Connection) {
  return trx
    .selectFrom('portal_request')
    .select(['id', 'address', 'origin', 'requested_at', 'attempts'])
    .where('next_at', '<=', sql<Date>`now()`)
    .orderBy('next_at')
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
}

/** Reserves a request for a minute while its mail is sent; after a crash another process takes it over. */
export async function leaseRequest(trx: Connection, id: string): Promise<void> {
  await sql`update portal_request set next_at = now() + interval '1 minute' where id = ${id}::uuid`.execute(trx);
}

export async function deleteRequest(trx: Connection, id: string): Promise<void> {
  await trx.deleteFrom('portal_request').where('id', '=', id).execute();
}

/** Schedules the next attempt after the mail server refused the mail, with exponential backoff, 256 s at most. */
export async function postponeRequest(
  trx: Connection,
  { id, attempts }: Pick<LinkRequest, 'id' | 'attempts'>,
): Promise<void> {
  await sql`
    update portal_request set attempts = attempts + 1, next_at = now() + make_interval(secs => ${2 ** Math.min(attempts, 8)}::int)
    where id = ${id}::uuid`.execute(trx);
}

export async function countRecentLinks(db: Connection, address: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from portal_link
    where address = ${address} and made_at > now() - interval '1 hour'`.execute(db);
  return rows[0]?.count ?? 0;
}

/** Lists verified authorities that have this address among their contacts, ten at most. */
export async function listReachedAt(db: Connection, address: string): Promise<PortalAuthority[]> {
  const { rows } = await sql<PortalAuthority>`
    select id, name, country, contacts, signers, verification from authority
    where verification = 'verified' and id <> ${CANARY_AUTHORITY}
      and exists (select from jsonb_array_elements(contacts) one where lower(one ->> 'email') = ${address.toLowerCase()})
    order by id limit 10`.execute(db);
  return rows;
}

export interface KeptLink {
  id: string;
  authority: string;
  address: string;
  hash: Buffer;
  expiresAt: Date;
}

export async function insertPortalLink(trx: Connection, link: KeptLink & { at: Date; seal: string }): Promise<void> {
  await sql`delete from portal_link where expires_at < now() - ${KEPT}`.execute(trx);
  await trx
    .insertInto('portal_link')
    .values({
      id: link.id,
      authority_id: link.authority,
      address: link.address,
      token_sha256: link.hash,
      made_at: link.at,
      expires_at: link.expiresAt,
      seal: link.seal,
    })
    .execute();
}

export async function deleteLinks(db: Connection, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await db.deleteFrom('portal_link').where('id', 'in', ids).execute();
}

export interface OpenPortalLink {
  id: string;
  address: string;
  authority: PortalAuthority;
  expiresAt: Date;
  seal: string;
}

/** Returns the link of a token if it can still be used; undefined alike for used, expired and unknown ones. */
export async function findLink(
  db: Connection,
  { token, at, lock = false }: { token: string; at: Date; lock?: boolean },
): Promise<OpenPortalLink | undefined> {
  const { rows } = await sql<PortalAuthority & { link: string; address: string; expiresAt: Date; seal: string }>`
    select link.id as link, link.address, link.expires_at as "expiresAt", link.seal, authority.id, name, country, contacts, signers, verification
    from portal_link link join authority on authority.id = link.authority_id
    where link.token_sha256 = ${hashToken(token)} and link.used_at is null and link.expires_at > ${at}::timestamptz
    ${lock ? sql`for update of link` : sql``}`.execute(db);
  const [found] = rows;
  if (found === undefined) return undefined;
  const { link: id, address, expiresAt, seal, ...authority } = found;
  return { id, address, authority, expiresAt, seal };
}

export async function markLinkUsed(trx: Connection, { id, at }: { id: string; at: Date }): Promise<void> {
  await trx.updateTable('portal_link').set({ used_at: at }).where('id', '=', id).execute();
}
