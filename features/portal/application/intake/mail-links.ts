import { ApplicationFailure } from '@temporalio/common';
import { uuidv7 } from 'uuidv7';
import { SYSTEM } from '../../../../domain/people/actor.js';
import { addressAt, LINK_MINUTES, LINKS_AN_HOUR, type PortalAuthority } from '../../domain/signer.js';
import type { Connection, Db } from '../../../../registry/db.js';
import { appendAudit } from '../../../../registry/notices/audit.js';
import {
  claimRequest,
  countRecentLinks,
  deleteLinks,
  deleteRequest,
  drawToken,
  insertPortalLink,
  leaseRequest,
  listReachedAt,
  postponeRequest,
  type LinkRequest,
} from '../../registry/links.js';
import type { ReceiptSigner } from './receipt-signer.js';
import { linkRow } from './sealed-rows.js';
import type { MailTransport } from '../../../../letters/mail-transport.js';

const LINK_MS = LINK_MINUTES * 60_000;

export function portalMailText(
  { name }: Pick<PortalAuthority, 'name'>,
  { link, sender }: { link: string; sender: string },
): { subject: string; text: string } {
  const text = [
    `${sender} writes to ${name} at its address for letters.`,
    '',
    'A link to our portal was requested. There your signatories can file notices, track them and read our letters:',
    '',
    `  ${link}`,
    '',
    `It works once, within ${LINK_MINUTES} minutes, for anyone who opens it: do not forward it.`,
    'If no one in your office requested it, no action is needed. Access is not possible without this mail.',
    '',
  ].join('\n');
  return { subject: 'Your link to our portal', text };
}

export interface LinkSources {
  db: Db;
  transport: MailTransport;
  receiptSigner: ReceiptSigner;
}

interface DrawnLink {
  id: string;
  authority: PortalAuthority;
  address: string;
  token: string;
}

/**
 * Handles one request for a portal link; false if none is due. Mails only addresses that letters to an authority use, a
 * limited number per hour, and ends other requests silently. The link is recorded before its mail leaves; after a crash
 * a second link is made and both work. The API makes and mails links itself, so no other process or login ever holds a
 * token that opens the portal.
 */
export async function sendPortalMail({ db, transport, receiptSigner }: LinkSources): Promise<boolean> {
  const drawn = await db.transaction().execute((trx) => drawLinks(trx, receiptSigner));
  if (drawn === null) return false;
  const { request, links } = drawn;
  const unsent = [...links];
  try {
    for (const link of links) {
      await sendLink({ db, transport }, request, link);
      unsent.shift();
    }
    await deleteRequest(db, request.id);
  } catch (error) {
    await deleteLinks(
      db,
      unsent.map(({ id }) => id),
    );
    if (!(error instanceof ApplicationFailure)) throw error;
    if (error.nonRetryable === true) await deleteRequest(db, request.id);
    else await postponeRequest(db, request);
  }
  return true;
}

async function drawLinks(
  trx: Connection,
  signer: ReceiptSigner,
): Promise<{ request: LinkRequest; links: DrawnLink[] } | null> {
  const request = await claimRequest(trx);
  if (request === undefined) return null;
  await leaseRequest(trx, request.id);
  const at = new Date();
  // The request is older than a link would last, so the requester is no longer waiting.
  if (at.getTime() - request.requested_at.getTime() > LINK_MS) return { request, links: [] };
  const links: DrawnLink[] = [];
  for (const authority of await listReachedAt(trx, request.address)) {
    const address = addressAt(authority, { address: request.address, atMs: at.getTime() });
    if (address === null || (await countRecentLinks(trx, address)) >= LINKS_AN_HOUR) continue;
    const { token, hash } = drawToken();
    const link = { id: uuidv7(), authority, address, token };
    const expiresAt = new Date(at.getTime() + LINK_MS);
    const kept = { id: link.id, authority: authority.id, address, hash, expiresAt };
    await insertPortalLink(trx, { ...kept, at, seal: signer.seal(linkRow(kept)) });
    links.push(link);
  }
  return { request, links };
}

async function sendLink(
  { db, transport }: { db: Db; transport: MailTransport },
  { origin }: LinkRequest,
  { id, authority, address, token }: DrawnLink,
): Promise<void> {
  const link = `${origin}/portal/open?token=${token}`;
  const said = portalMailText(authority, { link, sender: transport.senderName });
  const { messageId } = await transport.send({ key: `portal-link:${id}`, to: address, ...said });
  const detail = { authority: authority.id, link: id, messageId };
  await appendAudit(db, [{ at: new Date(), noticeId: null, actor: SYSTEM, action: 'portal_link_sent', detail }]);
}
