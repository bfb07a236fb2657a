import { once } from 'node:events';
import type { Server, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { simpleParser } from 'mailparser';
import type pg from 'pg';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { uuidv7 } from 'uuidv7';
import { z } from 'zod';
import { REGISTRY_LOGINS } from '../../config/registry-logins.js';
import type { Chance } from './chance.js';

const MAX_BYTES = 64 * 1024 * 1024;

const SCHEMA = `
create schema if not exists mail_catcher;
create table if not exists mail_catcher.message (
  id uuid primary key,
  message_id text,
  envelope_from text not null,
  envelope_to text[] not null,
  headers jsonb not null,
  subject text,
  text text,
  html text,
  raw text not null,
  received_at timestamptz not null default now()
);
create index if not exists message_newest on mail_catcher.message (received_at desc, id desc);
-- The API shows what was sent (the outbox). On a database that was named from outside there may be no such login.
do $$ begin
  if exists (select from pg_roles where rolname = '${REGISTRY_LOGINS.api}') then
    grant usage on schema mail_catcher to ${REGISTRY_LOGINS.api};
    grant select on mail_catcher.message to ${REGISTRY_LOGINS.api};
  end if;
end $$;`;

const share = z.union([z.boolean().transform(Number), z.number().min(0).max(1)]).default(0);
/**
 * Faults of the mail server as shares of cases; true means all. Each call sets all of them, and absent ones are off.
 */
export const mailFaults = z.strictObject({
  /** Connections are cut immediately. */
  down: share,
  /** Recipients are deferred with 451. */
  tempfail: share,
  /** Recipients are rejected with 550. */
  reject: share,
  /** The message is stored, then the connection is cut before the reply. */
  dropAfterData: share,
});
export type MailFaults = z.infer<typeof mailFaults>;

export interface MailCatcher {
  port: number;
  setFaults(faults: MailFaults): void;
  close(): Promise<void>;
}

/** An SMTP server that delivers nothing and stores every message in the database before accepting it. */
export async function startMailCatcher(
  pool: pg.Pool,
  { port, chance }: { port: number; chance: Chance },
): Promise<MailCatcher> {
  await pool.query(SCHEMA);
  let faults = mailFaults.parse({});
  const server = new SMTPServer({
    authOptional: true,
    // There is no certificate that a client could trust, so offering TLS would only make clients fail.
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    size: MAX_BYTES,
    banner: 'Notice Desk mail catcher',
    onConnect: (session, callback) => (chance(faults.down) ? cut(session) : callback()),
    onRcptTo: (_address, _session, callback) => callback(recipientFault(faults, chance)),
    onData: (stream, session, callback) => void receive({ stream, session, callback }),
  });
  const sockets = trackSockets(server.server);
  const cut = (session: SMTPServerSession) => void sockets.get(session.remotePort)?.destroy();
  const receive = async ({ stream, session, callback }: Incoming): Promise<void> => {
    try {
      await keep(pool, { stream, session });
    } catch {
      callback(smtpError(451, 'Not stored. Try again later.'));
      return;
    }
    if (chance(faults.dropAfterData)) cut(session);
    else callback();
  };
  server.on('error', () => undefined);
  await once(server.server.listen(port, '127.0.0.1'), 'listening');
  const address = server.server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    setFaults: (next) => (faults = next),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function recipientFault({ tempfail, reject }: MailFaults, chance: Chance): Error | null {
  if (chance(reject)) return smtpError(550, 'No such mailbox (fault on demand).');
  if (chance(tempfail)) return smtpError(451, 'Try again later (fault on demand).');
  return null;
}

function smtpError(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

/** smtp-server does not expose a session's socket, so sockets are found by remote port. */
function trackSockets(server: Server): Map<number, Socket> {
  const sockets = new Map<number, Socket>();
  server.on('connection', (socket) => {
    const port = socket.remotePort ?? 0;
    sockets.set(port, socket);
    socket.once('close', () => sockets.delete(port));
  });
  return sockets;
}

interface Incoming {
  stream: SMTPServerDataStream;
  session: SMTPServerSession;
  callback: (error?: Error) => void;
}

async function keep(pool: pg.Pool, { stream, session: { envelope } }: Omit<Incoming, 'callback'>): Promise<void> {
  const source = await buffer(stream);
  const mail = await simpleParser(source, { skipImageLinks: true });
  await pool.query(
    `insert into mail_catcher.message (id, message_id, envelope_from, envelope_to, headers, subject, text, html, raw)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      uuidv7(),
      mail.messageId ?? null,
      envelope.mailFrom ? envelope.mailFrom.address : '',
      envelope.rcptTo.map((recipient) => recipient.address),
      JSON.stringify(toHeaders(mail.headerLines)),
      mail.subject === undefined ? null : withoutNul(mail.subject),
      mail.text === undefined ? null : withoutNul(mail.text),
      mail.html ? withoutNul(mail.html) : null,
      withoutNul(source.toString('utf8')),
    ],
  );
}

function toHeaders(lines: readonly { key: string; line: string }[]): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {};
  for (const { key, line } of lines) {
    const value = withoutNul(
      line
        .slice(line.indexOf(':') + 1)
        .replaceAll(/\r?\n\s*/g, ' ')
        .trim(),
    );
    const before = headers[key];
    headers[key] = before === undefined ? value : [before, value].flat();
  }
  return headers;
}

/** PostgreSQL text cannot contain NUL. */
const withoutNul = (text: string): string => text.replaceAll('\0', '');
