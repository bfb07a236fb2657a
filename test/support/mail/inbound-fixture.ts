import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { sortInbound } from '../../../application/intake/inbound/sort-inbound.js';
import { storeRaw } from '../../../inbound/store.js';
import { readNext, readNextPlain } from '../../../inbound/read-stored.js';
import { openSmtpListener } from '../../../inbound/smtp-listener.js';
import { WarmReader } from '../../../inbound/warm-reader.js';
import type { ApiHarness } from '../api-harness.js';
import { openAs } from '../postgres/registry-logins.js';
import { TestDns } from './a-mail.js';
import { sql } from 'kysely';

const LOGGER = pino({ level: 'fatal' });

export interface InboundFixture {
  dns: TestDns;
  port: number;
  warm: WarmReader;
  send(raw: string, envelope?: { from?: string; to?: string }): Promise<string>;
  read(): Promise<void>;
  work(): Promise<void>;
  receive(raw: string, envelope?: { from?: string; to?: string }): Promise<Record<string, any>>; // oxlint-disable-line typescript/no-explicit-any -- tests look at whatever came
  close(): Promise<void>;
}

/** Gives the authority in-meity a domain that signs, in DNS and in the directory. */
export async function addMeity({ dns }: InboundFixture, { db }: ApiHarness): Promise<ReturnType<TestDns['add']>> {
  await sql`update authority set domains = '{meity.example}' where id = 'in-meity'`.execute(db);
  return dns.add('meity.example');
}

export async function startInbound(api: ApiHarness): Promise<InboundFixture> {
  const folder = mkdtempSync(join(tmpdir(), 'mail-'));
  const dns = new TestDns(join(folder, 'dns.json'));
  api.context.mailDnsFile = dns.path;
  const db = openAs(api.url, 'mail');
  const server = await openSmtpListener({
    host: '127.0.0.1',
    port: 0,
    addresses: ['notices@desk.example', 'desk@desk.example'],
    keep: async (raw, envelope) => {
      await storeRaw(db, raw, { envelope, way: 'smtp' });
    },
    logger: LOGGER,
  });
  const send: InboundFixture['send'] = (raw, envelope) => handOver(server.port, raw, envelope);
  const warm = new WarmReader();
  const read = async () => {
    const task = { dnsFile: dns.path, trustFile: null, mta: 'desk.example' };
    while (await readNextPlain(db, task, warm));
    while (await readNext(db, task));
  };
  const work = async () => {
    await read();
    await sortInbound(api.context, LOGGER, () => false);
  };
  return {
    dns,
    port: server.port,
    warm,
    send,
    read,
    work,
    async receive(raw, envelope) {
      const reply = await send(raw, envelope);
      if (!reply.startsWith('250')) throw new Error(reply);
      await work();
      return (await api.get('/v1/inbound?limit=1', 'reviewer')).json().items[0];
    },
    async close() {
      warm.stop();
      await server.close();
      await db.destroy();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Speaks SMTP by hand, so that a message is sent byte by byte as it is. */
export async function handOver(
  port: number,
  raw: string,
  { from = 'officer@meity.example', to = 'notices@desk.example' }: { from?: string; to?: string } = {},
): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  const replies = createReplyReader(socket);
  await replies();
  for (const line of ['EHLO mx.meity.example', `MAIL FROM:<${from}>`, `RCPT TO:<${to}>`, 'DATA']) {
    socket.write(`${line}\r\n`);
    const reply = await replies();
    if (!/^[23]/.test(reply)) {
      socket.destroy();
      return reply;
    }
  }
  // A line that begins with a dot gets another one (RFC 5321, 4.5.2).
  socket.write(Buffer.from(`${raw.replaceAll(/^\./gm, '..')}\r\n.\r\n`, 'latin1'));
  const reply = await replies();
  socket.destroy();
  return reply;
}

export function createReplyReader(socket: Socket): () => Promise<string> {
  let text = '';
  let wake: (() => void) | undefined;
  let over = false;
  socket.on('data', (chunk) => {
    text += chunk.toString();
    wake?.();
  });
  socket.on('close', () => {
    over = true;
    wake?.();
  });
  return async () => {
    for (;;) {
      const match = /^(?:\d{3}-.*\r\n)*\d{3} .*\r\n/.exec(text);
      if (match !== null) {
        text = text.slice(match[0].length);
        return match[0].trim();
      }
      if (over) return 'closed';
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
}
