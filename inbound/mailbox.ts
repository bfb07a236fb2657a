import { ImapFlow } from 'imapflow';
import type { Logger } from 'pino';
import { runEvery, type Round } from '../process/run-every.js';
import { MAX_BYTES } from './smtp-listener.js';

const EVERY_MS = 20_000;
const MAX_CONCURRENT = 100;

interface Reading {
  keep(raw: Buffer): Promise<unknown>;
  logger: Logger;
}

/**
 * Polls a mailbox (`imaps://user:password@host/INBOX`) for unseen messages: each is stored and then marked as seen.
 * After a crash between the two it is read again and recognised. A message that is too large is flagged and left to
 * people.
 */
export function openMailbox(url: string, { keep, logger }: Reading): Round {
  return runEvery('read_mailbox', () => readMailbox(url, { keep, logger }), logger, EVERY_MS);
}

/** Reads the mailbox once, over a new connection. */
export async function readMailbox(url: string, { keep, logger }: Reading): Promise<void> {
  const { protocol, hostname, port, username, password, pathname } = new URL(url);
  const secure = protocol === 'imaps:';
  const client = new ImapFlow({
    host: hostname,
    port: port === '' ? (secure ? 993 : 143) : Number(port),
    secure,
    auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
    logger: false,
  });
  client.on('error', (error: unknown) => logger.warn({ err: error }, 'the mailbox is unavailable'));
  await client.connect();
  try {
    const lock = await client.getMailboxLock(decodeURIComponent(pathname.slice(1)) || 'INBOX');
    try {
      await readUnseen(client, { keep, logger });
    } finally {
      lock.release();
    }
  } finally {
    await client.logout().catch(() => client.close());
  }
}

async function readUnseen(client: ImapFlow, { keep, logger }: Reading): Promise<void> {
  const unseen = await client.search({ seen: false, flagged: false }, { uid: true });
  for (const uid of (unseen || []).slice(0, MAX_CONCURRENT)) {
    const size = await client.fetchOne(String(uid), { size: true }, { uid: true });
    if (!size) continue;
    if ((size.size ?? 0) > MAX_BYTES) {
      logger.warn({ uid }, 'a message in the mailbox is too large; it is flagged and left there');
      await client.messageFlagsAdd(String(uid), [String.raw`\Flagged`], { uid: true });
      continue;
    }
    const message = await client.fetchOne(String(uid), { source: true }, { uid: true });
    if (!message || message.source === undefined) continue;
    await keep(message.source);
    await client.messageFlagsAdd(String(uid), [String.raw`\Seen`], { uid: true });
  }
}
