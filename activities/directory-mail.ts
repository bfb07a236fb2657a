import { ApplicationFailure } from '@temporalio/activity';
import { SYSTEM } from '../domain/people/actor.js';
import type { Contact } from '../domain/administration/contacts.js';
import type { DirectoryMessage } from '../registry/administration/directory-messages.js';
import type { ContactNotice } from '../registry/administration/tables.js';
import type { Connection, Db } from '../registry/db.js';
import { claimMail, markMailFailed, markMailSent } from '../registry/letter/mail-queue.js';
import { appendAudit } from '../registry/notice/audit.js';
import { raiseAttention, resolveAttention } from '../registry/ops/attention.js';
import type { MailTransport, SentMail } from '../mail/mail-transport.js';

/** From this try on people are asked to look. */
const OUTAGE_ATTEMPT = 4;
const KIND = 'contact_not_told';
const QUEUE = 'directory_message';

function contactLine({ purpose, email, phone }: Contact): string {
  const use = purpose === 'letters' ? 'letters' : 'call-backs';
  return `  ${use}: ${[email, phone].filter((text) => text !== undefined).join(', ')}`;
}

/** What the old contact of an authority is told when another one starts. */
export function contactNoticeText(
  { authorityName, starting, startsAt }: ContactNotice,
  sender: string,
): { subject: string; text: string } {
  const when = `${startsAt.slice(0, 10)} ${startsAt.slice(11, 16)} UTC`;
  const next =
    starting.length === 0
      ? ['No new contact was given.']
      : ['New contacts:', ...starting.map((contact) => contactLine(contact))];
  const text = [
    `${sender} writes to ${authorityName} at this address.`,
    '',
    `Our directory has been changed: from ${when} on we reach you otherwise. Until then everything goes here as before.`,
    ...next,
    '',
    'If you did not ask for this, or do not know the new contact, tell us before that time by the way you know us.',
    '',
  ].join('\n');
  return { subject: `The contact we have for ${authorityName} changes on ${when}`, text };
}

/**
 * Sends one mail to an authority about its entry; false where none is due. A mail that is not taken is tried again for a
 * week, each time later. The row is locked meanwhile: it goes out once, and after a crash with the same Message-ID.
 */
export async function sendDirectoryMail({ db, transport }: { db: Db; transport: MailTransport }): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const message = await claimMail<DirectoryMessage>(trx, QUEUE);
    if (message === undefined) return false;
    const { key, to_address: to, detail } = message;
    const said = contactNoticeText(detail, transport.senderName);
    try {
      await tellSent(trx, message, await transport.send({ key, to, ...said }));
    } catch (error) {
      await tellFailed(trx, message, error);
    }
    return true;
  });
}

async function tellSent(trx: Connection, message: DirectoryMessage, { messageId, reply }: SentMail): Promise<void> {
  const { key, authority_id: authority, change_id: change, to_address: email } = message;
  await markMailSent(trx, QUEUE, { key, messageId, reply });
  await resolveAttention(trx, { key });
  const detail = { authority, change, email, messageId, reply };
  await appendAudit(trx, [{ at: new Date(), noticeId: null, actor: SYSTEM, action: 'contact_told', detail }]);
}

async function tellFailed(trx: Connection, message: DirectoryMessage, error: unknown): Promise<void> {
  const { key, authority_id: authority, change_id: change, to_address: email, attempts, until_at: until } = message;
  const why = error instanceof Error ? error.message : String(error);
  const isRefused = error instanceof ApplicationFailure && error.nonRetryable === true;
  const isOver = isRefused || until <= new Date();
  await markMailFailed(trx, QUEUE, { key, attempts, error: why, isOver });
  if (isRefused || attempts + 1 >= OUTAGE_ATTEMPT) {
    const summary = `${message.detail.authorityName} could not be told at its old address that its contact changes: ${why}`;
    await raiseAttention(trx, { key, kind: KIND, noticeId: null, summary, detail: { authority, change } });
  }
  if (!isOver) return;
  const detail = { authority, change, email, why };
  await appendAudit(trx, [{ at: new Date(), noticeId: null, actor: SYSTEM, action: 'contact_not_told', detail }]);
}
