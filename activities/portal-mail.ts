import { ApplicationFailure } from '@temporalio/activity';
import { uuidv7 } from 'uuidv7';
import { SYSTEM } from '../domain/people/actor.js';
import { addressAt, LINK_MINUTES, LINKS_AN_HOUR, type PortalAuthority } from '../domain/portal/signer.js';
import type { Connection, Db } from '../registry/db.js';
import { appendAudit } from '../registry/notice/audit.js';
import {
  claimRequest,
  countRecentLinks,
  deleteRequest,
  drawToken,
  insertLink,
  listReachedAt,
  postponeRequest,
  type LinkRequest,
} from '../registry/portal/links.js';
import type { MailTransport } from './mail-transport.js';

const LINK_MS = LINK_MINUTES * 60_000;

/** What the mail with a link says. */
export function portalMailText(
  { name }: Pick<PortalAuthority, 'name'>,
  { link, sender }: { link: string; sender: string },
): { subject: string; text: string } {
  const text = [
    `${sender} writes to ${name} at the address to which its letters go.`,
    '',
    'Somebody asked for a link to our portal, where those who sign for you file notices, follow them, and read our letters:',
    '',
    `  ${link}`,
    '',
    `It works once, within ${LINK_MINUTES} minutes, for whoever opens it: do not pass it on.`,
    'If nobody of yours asked for it, you need do nothing. Nobody gets in without this mail.',
    '',
  ].join('\n');
  return { subject: 'Your link to our portal', text };
}

/**
 * Sees to one request for a link to the portal; false where none is due. Only an address that letters to an authority go to is
 * mailed, at most so often an hour; a request for any other ends here, and nobody hears of it.
 */
export async function sendPortalMail({ db, transport }: { db: Db; transport: MailTransport }): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const request = await claimRequest(trx);
    if (request === undefined) return false;
    try {
      await answerRequest(trx, { request, transport });
      await deleteRequest(trx, request.id);
    } catch (error) {
      if (!(error instanceof ApplicationFailure)) throw error;
      const isOver = error.nonRetryable === true || Date.now() - request.asked_at.getTime() > LINK_MS;
      if (isOver) await deleteRequest(trx, request.id);
      else await postponeRequest(trx, request);
    }
    return true;
  });
}

async function answerRequest(
  trx: Connection,
  { request, transport }: { request: LinkRequest; transport: MailTransport },
): Promise<void> {
  const at = new Date();
  // Nobody waits for it any more.
  if (at.getTime() - request.asked_at.getTime() > LINK_MS) return;
  for (const authority of await listReachedAt(trx, request.address)) {
    const address = addressAt(authority, { address: request.address, atMs: at.getTime() });
    if (address === null) continue;
    if ((await countRecentLinks(trx, address)) >= LINKS_AN_HOUR) return;
    // Drawn here and now, and kept by its hash alone: after a crash another one is mailed, and the first opens nothing.
    const { token, hash } = drawToken();
    const id = uuidv7();
    const link = `${request.origin}/portal/open?token=${token}`;
    const said = portalMailText(authority, { link, sender: transport.senderName });
    const { messageId } = await transport.send({ key: `portal-link:${id}`, to: address, ...said });
    await insertLink(trx, {
      id,
      authority: authority.id,
      address,
      hash,
      at,
      expiresAt: new Date(at.getTime() + LINK_MS),
    });
    const detail = { authority: authority.id, link: id, messageId };
    await appendAudit(trx, [{ at, noticeId: null, actor: SYSTEM, action: 'portal_link_sent', detail }]);
  }
}
