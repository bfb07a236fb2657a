import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { MailEnvelope } from '../domain/mail/read-mail.js';

/** The largest message that is taken, as its bytes are (docs/mail.md). */
export const MOST_BYTES = 40 * 1024 * 1024;
/** Each of them may hold a message in memory. */
const MOST_CLIENTS = 16;

export interface SmtpDoor {
  port: number;
  close(): Promise<void>;
}

interface Listening {
  host: string;
  port: number;
  /** Addresses that mail is taken for, in small letters; for any other it is refused: we pass nothing on. */
  addresses: readonly string[];
  /** Resolves once the message is durable; until then its sender keeps it. */
  keep(raw: Buffer, envelope: MailEnvelope): Promise<void>;
  logger: Logger;
}

interface Incoming {
  stream: SMTPServerDataStream;
  session: SMTPServerSession;
  callback: (error?: Error) => void;
}

/** Listens for mail. 250 is answered after `keep` alone, so that what was accepted cannot be lost. */
export async function openSmtpDoor({ host, port, addresses, keep, logger }: Listening): Promise<SmtpDoor> {
  const answer = async ({ stream, session, callback }: Incoming): Promise<void> => {
    try {
      await take(stream, session, keep);
    } catch (error) {
      callback(isSmtpError(error) ? error : postponed(error, logger));
      return;
    }
    callback();
  };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    size: MOST_BYTES,
    maxClients: MOST_CLIENTS,
    socketTimeout: 60_000,
    // Who is in the middle of a message comes again.
    closeTimeout: 1_000,
    banner: 'Notice Desk',
    onRcptTo: ({ address }, _session, callback) =>
      callback(addresses.includes(address.toLowerCase()) ? null : smtpError(550, 'No such mailbox here.')),
    onData: (stream, session, callback) => void answer({ stream, session, callback }),
  });
  server.on('error', (error) => logger.warn({ err: error }, 'a connection for mail has failed'));
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function take(stream: SMTPServerDataStream, session: SMTPServerSession, keep: Listening['keep']): Promise<void> {
  const chunks: Buffer[] = [];
  // Read to its end whatever its size: only then may it be answered.
  for await (const chunk of stream) {
    if (stream.sizeExceeded) chunks.length = 0;
    else chunks.push(chunk as Buffer);
  }
  if (stream.sizeExceeded) throw smtpError(552, `The message is larger than ${MOST_BYTES} bytes.`);
  const { envelope, remoteAddress, hostNameAppearsAs } = session;
  await keep(Buffer.concat(chunks), {
    from: envelope.mailFrom ? envelope.mailFrom.address : '',
    to: envelope.rcptTo.map(({ address }) => address),
    ip: remoteAddress,
    helo: hostNameAppearsAs || null,
  });
}

function postponed(error: unknown, logger: Logger): SmtpError {
  logger.warn({ err: error }, 'a mail could not be kept; its sender was told to come again');
  return smtpError(451, 'Not kept. Try again later.');
}

type SmtpError = Error & { responseCode: number };

function smtpError(responseCode: number, message: string): SmtpError {
  return Object.assign(new Error(message), { responseCode });
}

function isSmtpError(error: unknown): error is SmtpError {
  return error instanceof Error && 'responseCode' in error;
}
