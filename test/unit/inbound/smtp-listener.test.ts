import { afterEach, describe, expect, test } from '@jest/globals';
import { connect, type Socket } from 'node:net';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import type { ConnectionLimits } from '../../../inbound/connection-limits.js';
import { fingerprint } from '../../../inbound/fingerprint.js';
import { MAX_BYTES, openSmtpListener, type SmtpListener } from '../../../inbound/smtp-listener.js';
import { createReplyReader } from '../../support/mail/inbound-fixture.js';

let server: SmtpListener | undefined;
let sockets: Socket[] = [];
let going: NodeJS.Timeout | undefined;
afterEach(async () => {
  clearInterval(going);
  for (const socket of sockets) socket.destroy();
  sockets = [];
  await server?.close();
});

interface Opened {
  spoolFolder?: string;
  limits?: Partial<ConnectionLimits>;
}

async function open(
  keep: (raw: Buffer) => Promise<void>,
  opened: Opened = {},
): Promise<(line: string | Buffer) => Promise<string>> {
  server = await openSmtpListener({
    host: '127.0.0.1',
    port: 0,
    addresses: ['notices@desk.example'],
    keep,
    ...opened,
    logger: pino({ level: 'silent' }),
  });
  return dial();
}

async function dial(localAddress = '127.0.0.1'): Promise<(line: string | Buffer) => Promise<string>> {
  const socket = connect({ port: server?.port ?? 0, host: '127.0.0.1', localAddress });
  sockets.push(socket);
  socket.on('error', () => undefined);
  const replies = createReplyReader(socket);
  const greeting = await replies();
  if (!greeting.startsWith('220')) return () => Promise.resolve(greeting);
  return (line) => {
    socket.write(line);
    return replies();
  };
}

async function upToData(say: (line: string) => Promise<string>): Promise<void> {
  for (const line of ['EHLO x', 'MAIL FROM:<a@b.example>', 'RCPT TO:<notices@desk.example>', 'DATA'])
    await say(`${line}\r\n`);
}

describe('SMTP listener: messages', () => {
  test('accepts a message only once it is stored', async () => {
    const order: string[] = [];
    const say = await open(async () => {
      await new Promise((resolve) => setImmediate(resolve));
      order.push('kept');
    });
    await upToData(say);
    expect(await say('Subject: x\r\n\r\ny\r\n.\r\n')).toMatch(/^250/);
    expect(order).toEqual(['kept']);
  });

  test('defers a message that cannot be stored, so that its sender tries again', async () => {
    const say = await open(() => Promise.reject(new Error('the registry is away')));
    await upToData(say);
    expect(await say('Subject: x\r\n\r\ny\r\n.\r\n')).toMatch(/^451/);
  });

  test('rejects an oversized message for good, whether its size was announced or not', async () => {
    const kept: number[] = [];
    const say = await open((raw) => Promise.resolve(void kept.push(raw.length)));
    await say('EHLO x\r\n');
    expect(await say(`MAIL FROM:<a@b.example> SIZE=${MAX_BYTES + 1}\r\n`)).toMatch(/^552/);
    await upToData(say);
    const line = `${'x'.repeat(998)}\r\n`;
    expect(await say(Buffer.from(`${line.repeat(MAX_BYTES / 1_000 + 1_000)}.\r\n`))).toMatch(/^552/);
    expect(kept).toEqual([]);
  });

  test('rejects a message for a foreign recipient, and relays nothing', async () => {
    const say = await open(() => Promise.resolve());
    await say('EHLO x\r\n');
    await say('MAIL FROM:<a@b.example>\r\n');
    expect(await say('RCPT TO:<somebody@else.example>\r\n')).toMatch(/^550/);
  });
});

describe('SMTP listener: spooled bodies', () => {
  test('spools a body in a folder and leaves no file behind', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'spool-'));
    const kept: string[] = [];
    const say = await open((raw) => Promise.resolve(void kept.push(raw.toString())), { spoolFolder: folder });
    await upToData(say);
    expect(await say('Subject: x\r\n\r\ny\r\n.\r\n')).toMatch(/^250/);
    expect(kept).toEqual(['Subject: x\r\n\r\ny\r\n']);
    expect(readdirSync(folder)).toEqual([]);
    rmSync(folder, { recursive: true });
  });

  test('defers a message if its body cannot be written to disk', async () => {
    const say = await open(() => Promise.resolve(), { spoolFolder: join(tmpdir(), 'there-is-no-such-folder') });
    await upToData(say);
    expect(await say('Subject: x\r\n\r\ny\r\n.\r\n')).toMatch(/^451/);
  });

  test('loads at most two bodies into memory at a time', async () => {
    const waiting: (() => void)[] = [];
    let max = 0;
    let now = 0;
    const first = await open(async () => {
      now += 1;
      max = Math.max(max, now);
      await new Promise<void>((resolve) => waiting.push(resolve));
      now -= 1;
    });
    const all = [first, ...(await Promise.all(Array.from({ length: 4 }, () => dial())))];
    for (const say of all) await upToData(say);
    const answers = all.map((say) => say('Subject: x\r\n\r\ny\r\n.\r\n'));
    going = setInterval(() => waiting.shift()?.(), 5);
    expect((await Promise.all(answers)).every((answer) => answer.startsWith('250'))).toBe(true);
    expect(max).toBe(2);
  });
});

/** Sends that many body bytes every 5 ms, forever; returns the server's final reply. */
async function trickle(say: (line: string) => Promise<string>, bytes: string): Promise<string> {
  going = setInterval(() => sockets.at(-1)?.write(bytes), 5);
  return say(bytes);
}

describe('SMTP listener: slow senders', () => {
  const KEEP = () => Promise.resolve();

  test('limits the connections of one address and still serves another', async () => {
    const say = await open(KEEP, { limits: { maxConnections: 10, maxPerAddress: 4 } });
    await upToData(say);
    const others = await Promise.all(Array.from({ length: 49 }, () => dial()));
    const refused = (await Promise.all(others.map((one) => one('EHLO x\r\n')))).filter((reply) =>
      reply.startsWith('421'),
    );
    expect(refused).toHaveLength(46);
    const honest = await dial('127.0.0.2');
    await upToData(honest);
    expect(await honest('Subject: x\r\n\r\ny\r\n.\r\n')).toMatch(/^250/);
  });

  test('disconnects a sender whose message arrives below the minimum rate', async () => {
    const say = await open(KEEP, { limits: { periodMs: 100, minBytes: 10_000 } });
    await upToData(say);
    expect(await trickle(say, 'x')).toMatch(/^421.*too slowly/);
  });

  test('disconnects a sender whose message never ends, however fast it arrives', async () => {
    const say = await open(KEEP, { limits: { periodMs: 60_000, minBytes: 1, maxDataMs: 200 } });
    await upToData(say);
    expect(await trickle(say, `${'x'.repeat(998)}\r\n`)).toMatch(/^421.*too long/);
  });

  test('disconnects a sender that never begins a message', async () => {
    const say = await open(KEEP, { limits: { periodMs: 50, maxCommandMs: 200 } });
    await say('EHLO x\r\n');
    expect(await trickle(say, 'x')).toMatch(/^421.*No message/);
  });

  test('frees the place of a connection when it closes', async () => {
    const say = await open(KEEP, { limits: { maxPerAddress: 1 } });
    await say('EHLO x\r\n');
    expect(await (await dial())('EHLO x\r\n')).toMatch(/^421/);
    await say('QUIT\r\n');
    sockets[0]?.destroy();
    let answer = '';
    while (!answer.startsWith('250')) answer = await (await dial())('EHLO x\r\n');
    expect(answer).toMatch(/^250/);
  });
});

describe('SMTP listener: smuggled second message', () => {
  test.each([
    ['behind a dot between line feeds', '\n.\n'],
    ['behind a dot before a line feed', '\r\n.\n'],
    ['behind a dot after a line feed', '\n.\r\n'],
    ['behind a dot between carriage returns', '\r.\r'],
    ['behind a dot after a carriage return', '\r\n.\r'],
    ['behind a NUL and a dot', '\r\n\0.\r\n'],
  ])('keeps a second message inside the first one %s', async (_name, end) => {
    const kept: string[] = [];
    const say = await open((raw) => Promise.resolve(void kept.push(raw.toString('latin1'))));
    await upToData(say);
    const second =
      'MAIL FROM:<boss@meity.example>\r\nRCPT TO:<notices@desk.example>\r\nDATA\r\nFrom: boss@meity.example\r\n\r\nBlock all.';
    expect(await say(`Subject: one\r\n\r\nwords${end}${second}\r\n.\r\n`)).toMatch(/^250/);
    expect(kept).toHaveLength(1);
    expect(kept[0]).toContain('MAIL FROM:<boss@meity.example>');
  });
});

describe('fingerprint: which messages count as the same', () => {
  const message = 'From: a@b.example\r\nSubject: x\r\nMessage-ID: <1@b.example>\r\n\r\nWords.\r\n';
  test.each([
    ['trace headers', `Received: from y; today\r\nReturn-Path: <a@b.example>\r\n${message}`],
    ['differently folded lines', message.replace('Subject: x', 'Subject:\r\n x')],
    ['line endings', message.replaceAll('\r\n', '\n')],
    ['trailing white space', `${message}\r\n\r\n`],
  ])('ignores %s', (_name, other) => {
    expect(fingerprint(Buffer.from(other))).toBe(fingerprint(Buffer.from(message)));
  });

  test.each([
    ['the text', message.replace('Words', 'Other words')],
    ['the subject', message.replace('Subject: x', 'Subject: y')],
    ['another From', `From: c@d.example\r\n${message}`],
  ])('changes with %s', (_name, other) => {
    expect(fingerprint(Buffer.from(other))).not.toBe(fingerprint(Buffer.from(message)));
  });
});
