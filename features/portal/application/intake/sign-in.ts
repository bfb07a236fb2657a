import {
  actorOfSigner,
  addressAt,
  PORTAL_SESSION,
  signersAt,
  type PortalAuthority,
  type Signer,
} from '../../domain/signer.js';
import { isSessionLive, isUseWorthWriting } from '../../../../domain/people/session.js';
import { appendAudit } from '../../../../registry/notices/audit.js';
import type { Connection } from '../../../../registry/db.js';
import {
  drawToken,
  findLink,
  hashToken,
  insertRequest,
  markLinkUsed,
  type OpenPortalLink,
} from '../../registry/links.js';
import {
  endPortalSession,
  findPortalSession,
  insertPortalSession,
  touchPortalSession,
} from '../../registry/sessions.js';
import type { Services } from '../../../../application/services.js';
import type { ReceiptSigner } from './receipt-signer.js';
import { linkRow, sessionRow } from './sealed-rows.js';

type Requested = Pick<Services, 'db' | 'now' | 'newId'> & { receiptSigner: ReceiptSigner };

export interface SignedIn {
  session: string;
  authority: PortalAuthority;
  signer: Signer;
  /** The directory's address to which the link was mailed. */
  address: string;
}

export interface OpenedLink {
  authority: PortalAuthority;
  signers: Signer[];
}

/** Requests a portal link for an address; the caller does not learn whether the directory has that address. */
export async function askLink(
  { db, now, newId }: Pick<Requested, 'db' | 'now' | 'newId'>,
  { address, origin }: { address: string; origin: string },
): Promise<void> {
  await insertRequest(db, { id: newId(), address, origin, at: now() });
}

/** Returns what a link would open; null if it does not work, for whatever reason. Does not consume the link. */
export async function checkLink({ db, now, receiptSigner }: Requested, token: string): Promise<OpenedLink | null> {
  const at = now();
  const link = await findSealedLink(db, receiptSigner, { token, at });
  const signers = link === undefined ? [] : signersNow(link, at);
  return link === undefined || signers.length === 0 ? null : { authority: link.authority, signers };
}

/**
 * Consumes a link and signs in the signer named; the only one, if there is one. Returns the cookie value, or null if
 * the link does not work or names no such signer.
 */
export async function openLink(
  { db, now, newId, receiptSigner }: Requested,
  { token, name }: { token: string; name: string | null },
): Promise<string | null> {
  return db.transaction().execute(async (trx) => {
    const at = now();
    const link = await findSealedLink(trx, receiptSigner, { token, at, lock: true });
    if (link === undefined) return null;
    const signers = signersNow(link, at);
    const signer = signers.length === 1 ? signers[0] : signers.find((one) => one.name === name);
    if (signer === undefined) return null;
    await markLinkUsed(trx, { id: link.id, at });
    const session = newId();
    const { authority, address } = link;
    const { token: cookie, hash } = drawToken();
    const begun = { id: session, authority: authority.id, signer, address, at, hash };
    await insertPortalSession(trx, { ...begun, seal: receiptSigner.seal(sessionRow(begun)) });
    const detail = { authority: authority.id, session, link: link.id };
    const actor = actorOfSigner(authority, signer);
    await appendAudit(trx, [{ at, noticeId: null, actor, action: 'portal_signed_in', detail }]);
    return cookie;
  });
}

/** Only a link with this process's seal counts: a row inserted by another database login opens nothing. */
async function findSealedLink(
  db: Connection,
  signer: ReceiptSigner,
  given: { token: string; at: Date; lock?: boolean },
): Promise<OpenPortalLink | undefined> {
  const link = await findLink(db, given);
  if (link === undefined) return undefined;
  const row = linkRow({ ...link, authority: link.authority.id, hash: hashToken(given.token) });
  return signer.isSealed(row, link.seal) ? link : undefined;
}

function signersNow({ authority, address }: { authority: PortalAuthority; address: string }, at: Date): Signer[] {
  const atMs = at.getTime();
  return addressAt(authority, { address, atMs }) === null ? [] : signersAt(authority, atMs);
}

/** Returns the signer that a cookie belongs to. A signer removed from the directory is signed out by this call. */
export async function findSignedIn(
  { db, now, receiptSigner }: Pick<Requested, 'db' | 'now' | 'receiptSigner'>,
  cookie: string,
): Promise<SignedIn | null> {
  const at = now();
  const found = await findPortalSession(db, cookie);
  if (found === undefined || !isSessionLive(found, PORTAL_SESSION, at)) return null;
  const row = sessionRow({ ...found, authority: found.authority.id, at: found.startedAt });
  if (!receiptSigner.isSealed(row, found.seal)) return null;
  const { id, authority, address, lastSeenAt } = found;
  const signer = signersNow(found, at).find(({ name }) => name === found.signer.name);
  const signedIn = { session: id, authority, address, signer: signer ?? found.signer };
  if (signer === undefined) {
    await leave({ db, now }, signedIn, { removed: true });
    return null;
  }
  if (isUseWorthWriting(lastSeenAt, at)) await touchPortalSession(db, { id, at });
  return signedIn;
}

export async function leave(
  { db, now }: Pick<Services, 'db' | 'now'>,
  { session, authority, signer }: SignedIn,
  how: { removed?: true } = {},
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const at = now();
    if (!(await endPortalSession(trx, { id: session, at }))) return;
    const detail = { authority: authority.id, session, ...how };
    const actor = actorOfSigner(authority, signer);
    await appendAudit(trx, [{ at, noticeId: null, actor, action: 'portal_left', detail }]);
  });
}
