import { createHash } from 'node:crypto';
import { ApplicationFailure } from '@temporalio/common';
import nodemailer from 'nodemailer';
import { isPlainAddress, readSender, senderName } from '../domain/letters/mail-address.js';

export interface MailAttachment {
  filename: string;
  contentType: string;
  content: string | Buffer;
}

export interface OutgoingMail {
  /** Operation key: the same on every attempt, and so is the Message-ID made from it. */
  key: string;
  /** One plain address, from the directory or the list of staff; never from a notice. */
  to: string;
  subject: string;
  text: string;
  /** True if people decided to send it; otherwise the mail is marked auto-generated (RFC 3834). */
  byPeople?: boolean;
  attachments?: readonly MailAttachment[];
}

export interface SentMail {
  messageId: string;
  reply: string;
}

export interface MailTransport {
  senderName: string;
  sender: { name: string; address: string };
  messageIdOf(key: string): string;
  /** Throws an `ApplicationFailure` whose type says whether a retry makes sense. */
  send(mail: OutgoingMail): Promise<SentMail>;
  close(): void;
}

/** Retry everything but the refusal of one address: a refused login is ours to repair. */
const RETRYABLE_CODES = new Set(['EAUTH', 'ENOAUTH', 'EOAUTH2', 'ETLS', 'ECONNECTION', 'ETIMEDOUT', 'ESOCKET', 'EDNS']);

const REMEMBERED_MS = 15 * 60_000;

/**
 * Opens a pool of connections to one mail server. `from` is `Name <address>` or an address; timeouts fit a 30 s
 * activity.
 */
export function createMailTransport({ smtpUrl, from }: { smtpUrl: string; from: string }): MailTransport {
  const transporter = nodemailer.createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: 4,
    maxMessages: 100,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const sender = readSender(from);
  const domain = sender.address.slice(sender.address.lastIndexOf('@') + 1);
  const buildMessageId = (key: string) => `<${createHash('sha256').update(key).digest('hex').slice(0, 32)}@${domain}>`;

  // Between compiling and connecting: checks that the envelope holds exactly the intended recipient.
  transporter.use('stream', (mail, done) => {
    const meant = mail.data.to;
    const { from: envelopeFrom, to } = mail.message.getEnvelope();
    const [only, ...others] = Array.isArray(to) ? to : [to];
    const same = others.length === 0 && isMailbox(meant) && only === meant.address && envelopeFrom === sender.address;
    done(same ? null : recipientMismatch(`The envelope would go to ${JSON.stringify(to)}.`));
  });

  const sendNow = async (outgoing: OutgoingMail): Promise<SentMail> => {
    const { key, to, subject, text, byPeople = false, attachments = [] } = outgoing;
    if (!isPlainAddress(to)) throw recipientMismatch(`${JSON.stringify(to)} is not a single plain email address.`);
    const messageId = buildMessageId(key);
    try {
      const { response } = await transporter.sendMail({
        from: sender,
        to: { name: '', address: to },
        messageId,
        subject: oneLine(subject),
        text,
        attachments: [...attachments],
        headers: byPeople ? {} : { 'Auto-Submitted': 'auto-generated' },
      });
      return { messageId, reply: response };
    } catch (error) {
      throw toMailFailure(error);
    }
  };

  return {
    senderName: senderName(sender),
    sender,
    messageIdOf: buildMessageId,
    send: onceEach(sendNow),
    close: () => transporter.close(),
  };
}

/**
 * Sends a mail once for all attempts. After an outage thousands queue for four connections, longer than one attempt
 * lasts, so the next attempt joins the pending send. An attempt may also start after the server accepted the mail but
 * before, or without, the row that records it.
 */
function onceEach(sendNow: MailTransport['send']): MailTransport['send'] {
  const known = new Map<string, Promise<SentMail>>();
  return (mail) => {
    const which = `${mail.key} ${mail.to}`;
    const forget = () => void known.delete(which);
    const before = known.get(which);
    if (before !== undefined) return before;
    const sending = sendNow(mail);
    known.set(which, sending);
    sending.then(() => void setTimeout(forget, REMEMBERED_MS).unref(), forget);
    return sending;
  };
}

function recipientMismatch(message: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(message, 'RecipientMismatch');
}

function isMailbox(to: unknown): to is { address: string } {
  return typeof to === 'object' && to !== null && 'address' in to;
}

function oneLine(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim()
    .slice(0, 500);
}

interface SmtpError {
  code?: string;
  responseCode?: number;
  response?: string;
  message?: string;
}

function toMailFailure(error: unknown): ApplicationFailure {
  if (error instanceof ApplicationFailure) return error;
  const { code = '', responseCode = 0, response, message = String(error) } = error as SmtpError;
  const said = response ?? message;
  if (responseCode >= 500 && responseCode < 600 && !RETRYABLE_CODES.has(code)) {
    return ApplicationFailure.create({
      message: said,
      type: 'MailRefused',
      nonRetryable: true,
      details: [{ responseCode }],
    });
  }
  return ApplicationFailure.create({
    message: `The mail server did not accept it: ${said}`,
    type: 'MailUnavailable',
    cause: error instanceof Error ? error : new Error(said),
  });
}
