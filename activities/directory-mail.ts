import { ApplicationFailure } from '@temporalio/activity';
import { SYSTEM } from '../domain/people/actor.js';
import type { Contact } from '../domain/changes/contacts.js';
import type { DirectoryMessage } from '../registry/changes/directory-messages.js';
import type { ContactNotice } from '../registry/changes/tables.js';
import type { Connection, Db } from '../registry/db.js';
import { claimMail, markMailFailed, markMailSent, type MailQueue } from '../registry/letters/mail-queue.js';
import { appendAudit } from '../registry/notices/audit.js';
import { raiseAlert, resolveAlert } from '../registry/ops/alerts.js';
import type { SentMail, MailTransport } from '../letters/mail-transport.js';
import { findPersonName } from '../registry/people/people.js';
import { personNoticeText } from './person-notice.js';

const OUTAGE_ATTEMPT = 4;
const KIND = 'contact_not_told';
const PERSON_KIND = 'person_not_notified';
const QUEUE = 'directory_message';

function contactLine({ purpose, email, phone }: Contact): string {
  const use = purpose === 'letters' ? 'letters' : 'call-backs';
  return `  ${use}: ${[email, phone].filter((text) => text !== undefined).join(', ')}`;
}

/** The mail that warns an authority's old contact when a new one takes effect. */
export function contactNoticeText(
  { authorityName, starting, startsAt }: ContactNotice,
  sender: string,
): { subject: string; text: string } {
  const when = `${startsAt.slice(0, 10)} ${startsAt.slice(11, 16)} UTC`;
  const next =
    starting.length === 0
      ? ['No new contact was provided.']
      : ['New contacts:', ...starting.map((contact) => contactLine(contact))];
  const text = [
    `${sender} writes to ${authorityName} at this address.`,
    '',
    `Our directory has been changed: from ${when} we will use a different contact. Until then we will continue to write to this address.`,
    ...next,
    '',
    'If you did not request this, or do not recognise the new contact, please inform us before that time through the contact you normally use.',
    '',
  ].join('\n');
  return { subject: `Our contact for ${authorityName} changes on ${when}`, text };
}

interface Due {
  message: DirectoryMessage;
  mail: { subject: string; text: string };
}

function buildMail(
  message: DirectoryMessage,
  { sender, consoleUrl }: { sender: string; consoleUrl: string | null },
): Due {
  const mail =
    message.person_id === null
      ? contactNoticeText(message.detail, sender)
      : personNoticeText(message.detail, { change: message.change_id, consoleUrl });
  return { message, mail };
}

/**
 * Sends one mail about a directory entry to its authority or person; false if none is due. A rejected mail is retried
 * for a week with growing delays. The row stays locked while sending, so it goes out once, and after a crash with the
 * same Message-ID.
 */
export async function sendDirectoryMail({ db, transport, consoleUrl }: Mailing): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const claimed = await claimMail<DirectoryMessage>(trx, QUEUE);
    if (claimed === undefined) return false;
    const { message, mail } = buildMail(claimed, { sender: transport.senderName, consoleUrl });
    const { key, to_address: to } = message;
    try {
      await logSent(trx, message, await transport.send({ key, to, ...mail }));
    } catch (error) {
      await raiseFailed(trx, message, error);
    }
    return true;
  });
}

async function logSent(trx: Connection, message: DirectoryMessage, { messageId, reply }: SentMail): Promise<void> {
  const { key, change_id: change, to_address: email } = message;
  await markMailSent(trx, QUEUE, { key, messageId, reply });
  await resolveAlert(trx, { key });
  const entry = { at: new Date(), noticeId: null, actor: SYSTEM };
  if (message.person_id === null) {
    const detail = { authority: message.authority_id, change, email, messageId, reply };
    await appendAudit(trx, [{ ...entry, action: 'contact_notified', detail }]);
    return;
  }
  const detail = { person: message.person_id, change, about: message.detail.about, messageId };
  await appendAudit(trx, [{ ...entry, action: 'person_notified', detail }]);
}

async function raiseFailed(trx: Connection, message: DirectoryMessage, error: unknown): Promise<void> {
  const { key, attempts, until_at: until } = message;
  const why = error instanceof Error ? error.message : String(error);
  const isRefused = error instanceof ApplicationFailure && error.nonRetryable === true;
  const isOver = isRefused || until <= new Date();
  await markMailFailed(trx, QUEUE, { key, attempts, error: why, isOver });
  if (isRefused || attempts + 1 >= OUTAGE_ATTEMPT) await raiseFailure(trx, { message, why });
  if (isOver) await recordFailure(trx, { message, why });
}

async function raiseFailure(
  trx: Connection,
  { message, why }: { message: DirectoryMessage; why: string },
): Promise<void> {
  const { key, change_id: change } = message;
  if (message.person_id === null) {
    const summary = `${message.detail.authorityName} could not be notified at its old address that its contact changes: ${why}`;
    const detail = { authority: message.authority_id, change };
    return raiseAlert(trx, { key, kind: KIND, noticeId: null, summary, detail });
  }
  // An unread mail about a key does no harm: the key expires after a day.
  if (message.detail.about === 'key_confirmed') return;
  const name = await findPersonName(trx, message.person_id);
  const summary = `${name ?? 'A person'} could not be notified at the old address that their entry changes: ${why}`;
  const detail = { person: message.person_id, change };
  return raiseAlert(trx, { key, kind: PERSON_KIND, noticeId: null, summary, detail });
}

async function recordFailure(
  trx: Connection,
  { message, why }: { message: DirectoryMessage; why: string },
): Promise<void> {
  const { change_id: change, to_address: email } = message;
  const entry = { at: new Date(), noticeId: null, actor: SYSTEM };
  if (message.person_id === null) {
    const detail = { authority: message.authority_id, change, email, why };
    return appendAudit(trx, [{ ...entry, action: 'contact_not_told', detail }]);
  }
  const detail = { person: message.person_id, change, about: message.detail.about, why: withoutAddress(why, email) };
  return appendAudit(trx, [{ ...entry, action: 'person_not_notified', detail }]);
}

/** Servers repeat the address in their refusal; the log names people by id, because it cannot erase an address. */
function withoutAddress(why: string, email: string): string {
  return why.replaceAll(email, 'the address');
}

/** What sends mails to single people. */
export interface Mailing {
  db: Db;
  transport: MailTransport;
  /** The console's address; null: mails name none. */
  consoleUrl: string | null;
}

interface PersonMail {
  key: string;
  /** Rows of the queue that this mail covers too. */
  joins?: readonly string[];
  attempts: number;
  noticeId: string;
  person: { id: string; name: string; email: string };
  mail: { subject: string; text: string };
  giveUpAt: Date;
}

/**
 * Sends a claimed mail in the transaction that claimed it. A refusal raises an alert, because the person's address is
 * wrong.
 */
export async function deliverPersonMail(
  { trx, transport, queue }: { trx: Connection; transport: MailTransport; queue: MailQueue },
  { key, joins = [], attempts, noticeId, person, mail, giveUpAt }: PersonMail,
): Promise<void> {
  try {
    const sent = await transport.send({ key, to: person.email, ...mail });
    for (const covered of [key, ...joins]) await markMailSent(trx, queue, { key: covered, ...sent });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const isRefused = error instanceof ApplicationFailure && error.nonRetryable === true;
    const isOver = isRefused || giveUpAt <= new Date();
    for (const covered of [key, ...joins])
      await markMailFailed(trx, queue, { key: covered, attempts, error: why, isOver });
    if (!isRefused) return;
    await raiseAlert(trx, {
      key: `person:${person.id}:mail_refused`,
      kind: 'mail_refused',
      noticeId,
      summary: `Mail to ${person.name} was refused: ${why}`,
      detail: { person: person.id },
    });
  }
}
