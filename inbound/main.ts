import pino, { type Logger } from 'pino';
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { configOrExit, readInboundConfig } from '../config/env.js';
import { readSender } from '../domain/letters/mail-address.js';
import type { MailEnvelope } from '../domain/mail/read-mail.js';
import { MAIL_IN } from '../domain/mail/mail-in-queue.js';
import { measureApart } from '../registry/ops/clocks-apart.js';
import { endWorkerHeartbeat, recordWorkerHeartbeat, WORKER_HEARTBEAT_MS } from '../registry/ops/worker-heartbeats.js';
import { openDatabase, type Db } from '../registry/db.js';
import { runEvery } from '../process/run-every.js';
import { runProcess, untilStopped } from '../process/run.js';
import { storeRaw } from './store.js';
import { openMailbox } from './mailbox.js';
import { readNext, readNextPlain } from './read-stored.js';
import { openSmtpListener } from './smtp-listener.js';
import { WarmReader } from './warm-reader.js';

const READ_EVERY_MS = 500;

async function main(): Promise<void> {
  const { config, secrets } = configOrExit(() => readInboundConfig());
  process.title = 'notice-desk-mail';
  const logger = pino({ level: config.logLevel, base: { process: 'mail' } });
  const db = openDatabase({ url: secrets.databaseUrl, maxConnections: 6 });
  const smtp = await listen({ db, logger }, config);
  const mailbox =
    secrets.imapUrl === undefined
      ? undefined
      : openMailbox(secrets.imapUrl, { keep: (raw) => storeRaw(db, raw, { envelope: NOBODY, way: 'imap' }), logger });
  const task = { dnsFile: config.dnsFile ?? null, trustFile: config.trustFile ?? null, mta: hostname() };
  const reading = runEvery(
    'read_mail',
    async (isStopped) => {
      while (!isStopped() && (await readNext(db, task)));
    },
    logger,
    READ_EVERY_MS,
  );
  // A separate job, so that text mails do not wait behind mails with attachments.
  const warm = new WarmReader();
  const readingPlain = runEvery(
    'read_texts',
    async (isStopped) => {
      while (!isStopped() && (await readNextPlain(db, task, warm)));
    },
    logger,
    READ_EVERY_MS,
  );
  const heartbeat = { queue: MAIL_IN, process: randomUUID() };
  const beating = runEvery(
    'heartbeat',
    async () => recordWorkerHeartbeat(db, { ...heartbeat, apartMs: await measureApart(db) }),
    logger,
    WORKER_HEARTBEAT_MS,
  );
  process.send?.({ type: 'ready', ...(smtp === undefined ? {} : { port: smtp.port }) });
  await untilStopped();
  await Promise.all([smtp?.close(), mailbox?.stop(), reading.stop(), readingPlain.stop(), beating.stop()]);
  warm.stop();
  await endWorkerHeartbeat(db, heartbeat).catch(() => undefined);
  await db.destroy();
}

const NOBODY: MailEnvelope = { from: null, to: [], ip: null, helo: null };

async function listen(
  { db, logger }: { db: Db; logger: Logger },
  { smtp, addresses, mailFrom }: ReturnType<typeof readInboundConfig>['config'],
) {
  if (smtp === undefined) return undefined;
  return openSmtpListener({
    ...smtp,
    addresses: [...addresses, readSender(mailFrom).address.toLowerCase()],
    keep: async (raw, envelope) => {
      await storeRaw(db, raw, { envelope, way: 'smtp' });
    },
    logger,
  });
}

runProcess('mail', main);
