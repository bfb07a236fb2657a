import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { bulkhead } from 'cockatiel';
import type { Logger } from 'pino';
import type { SMTPServerDataStream, SMTPServerSession } from 'smtp-server';
import type { MailEnvelope } from '../domain/mail/read-mail.js';
import { CONNECTION_LIMITS, type ConnectionLimits } from './connection-limits.js';
import { LimitedServer } from './limited-server.js';
import { spool } from './spool.js';

/** The largest message that is taken, as its bytes are (docs/operating/mail.md). */
export const MAX_BYTES = 40 * 1024 * 1024;
const MAX_STORING = 2;

export interface SmtpListener {
  port: number;
  close(): Promise<void>;
}

interface Listening {
  host: string;
  port: number;
  /** Accepted recipients in lower case; any other is refused, because we relay nothing. */
  addresses: readonly string[];
  /** Resolves once the message is durable; until then its sender keeps it. */
  keep(raw: Buffer, envelope: MailEnvelope): Promise<void>;
  spoolFolder?: string | undefined;
  limits?: Partial<ConnectionLimits>;
  logger: Logger;
}

interface Incoming {
  stream: SMTPServerDataStream;
  session: SMTPServerSession;
  callback: (error?: Error) => void;
}

/** Opens an SMTP listener. It replies 250 only after `keep` resolves, so that an accepted message cannot be lost. */
export async function openSmtpListener(options: Listening): Promise<SmtpListener> {
  const { host, port, addresses, keep, spoolFolder = tmpdir(), limits = {}, logger } = options;
  const storing = bulkhead(MAX_STORING, Number.POSITIVE_INFINITY);
  const answer = async ({ stream, session, callback }: Incoming): Promise<void> => {
    try {
      await take({
        stream,
        session,
        server,
        folder: spoolFolder,
        keep: (read, envelope) => storing.execute(async () => keep(await read(), envelope)),
      });
    } catch (error) {
      callback(isSmtpError(error) ? error : postponed(error, logger));
      return;
    }
    callback();
  };
  const server: LimitedServer = new LimitedServer(
    {
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      disableReverseLookup: true,
      size: MAX_BYTES,
      socketTimeout: 60_000,
      // A sender interrupted in the middle of a message retries.
      closeTimeout: 1_000,
      banner: 'Notice Desk',
      onRcptTo: ({ address }, _session, callback) =>
        callback(addresses.includes(address.toLowerCase()) ? null : smtpError(550, 'No such mailbox here.')),
      onData: (stream, session, callback) => void answer({ stream, session, callback }),
    },
    { ...CONNECTION_LIMITS, ...limits },
  );
  server.on('error', (error) => logger.warn({ err: error }, 'SMTP connection failed'));
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

interface Taking extends Omit<Incoming, 'callback'> {
  server: LimitedServer;
  folder: string;
  keep(read: () => Promise<Buffer>, envelope: MailEnvelope): Promise<void>;
}

async function take({ stream, session, server, folder, keep }: Taking): Promise<void> {
  const { id, envelope, remoteAddress, hostNameAppearsAs } = session;
  server.enter(id, 'data');
  try {
    // Read to its end whatever its size: SMTP allows a reply only then.
    const spooled = await spool(
      folder,
      counted(stream, (bytes) => server.count(id, bytes)),
      () => !stream.sizeExceeded,
    );
    try {
      if (stream.sizeExceeded) throw smtpError(552, `The message is larger than ${MAX_BYTES} bytes.`);
      server.enter(id, 'store');
      await keep(() => spooled.read(), {
        from: envelope.mailFrom ? envelope.mailFrom.address : '',
        to: envelope.rcptTo.map(({ address }) => address),
        ip: remoteAddress,
        helo: hostNameAppearsAs || null,
      });
    } finally {
      await spooled.close();
    }
  } finally {
    server.enter(id, 'command');
  }
}

async function* counted(stream: SMTPServerDataStream, count: (bytes: number) => void): AsyncGenerator<Buffer> {
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    count(chunk.length);
    yield chunk;
  }
}

function postponed(error: unknown, logger: Logger): SmtpError {
  logger.warn({ err: error }, 'storing a mail failed; its sender was asked to retry');
  return smtpError(451, 'Not stored. Try again later.');
}

type SmtpError = Error & { responseCode: number };

function smtpError(responseCode: number, message: string): SmtpError {
  return Object.assign(new Error(message), { responseCode });
}

function isSmtpError(error: unknown): error is SmtpError {
  return error instanceof Error && 'responseCode' in error;
}
