import { afterEach, describe, expect, test } from '@jest/globals';
import { connect, type Socket } from 'node:net';
import pino from 'pino';
import { fingerprint } from '../../../inbound/fingerprint.js';
import { MOST_BYTES, openSmtpDoor, type SmtpDoor } from '../../../inbound/smtp-door.js';
import { repliesOf } from '../../support/mail/inbound-fixture.js';

let door: SmtpDoor | undefined;
let sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets = [];
  await door?.close();
});

async function open(keep: (raw: Buffer) => Promise<void>): Promise<(line: string | Buffer) => Promise<string>> {
  door = await openSmtpDoor({
    host: '127.0.0.1',
    port: 0,
    addresses: ['notices@desk.example'],
    keep,
    logger: pino({ level: 'silent' }),
  });
  const socket = connect(door.port, '127.0.0.1');
  sockets.push(socket);
  socket.on('error', () => undefined);
  const replies = repliesOf(socket);
  await replies();
  return (line) => {
    socket.write(line);
    return replies();
  };
}

async function upToData(say: (line: string) => Promise<string>): Promise<void> {
  for (const line of ['EHLO x', 'MAIL FROM:<a@b.example>', 'RCPT TO:<notices@desk.example>', 'DATA'])
    await say(`${line}\r\n`);
}

describe('a message', () => {
  test('is accepted once it is kept, and not before', async () => {
    const order: string[] = [];
    const say = await open(async () => {
      await new Promise((resolve) => setImmediate(resolve));
      order.push('kept');
    });
    await upToData(say);
    expect(await say('Subject: x\r\n\r\ny\r\n.\r\n')).toMatch(/^250/);
    expect(order).toEqual(['kept']);
  });

  test('that cannot be kept is put off, and its sender comes again', async () => {
    const say = await open(() => Promise.reject(new Error('the registry is away')));
    await upToData(say);
    expect(await say('Subject: x\r\n\r\ny\r\n.\r\n')).toMatch(/^451/);
  });

  test('that is too large is refused for good, said beforehand or not', async () => {
    const kept: number[] = [];
    const say = await open((raw) => Promise.resolve(void kept.push(raw.length)));
    await say('EHLO x\r\n');
    expect(await say(`MAIL FROM:<a@b.example> SIZE=${MOST_BYTES + 1}\r\n`)).toMatch(/^552/);
    await upToData(say);
    const line = `${'x'.repeat(998)}\r\n`;
    expect(await say(Buffer.from(`${line.repeat(MOST_BYTES / 1_000 + 1_000)}.\r\n`))).toMatch(/^552/);
    expect(kept).toEqual([]);
  });

  test('for somebody else is refused: nothing is passed on', async () => {
    const say = await open(() => Promise.resolve());
    await say('EHLO x\r\n');
    await say('MAIL FROM:<a@b.example>\r\n');
    expect(await say('RCPT TO:<somebody@else.example>\r\n')).toMatch(/^550/);
  });
});

describe('a second message smuggled into the first', () => {
  test.each([
    ['behind a dot between line feeds', '\n.\n'],
    ['behind a dot before a line feed', '\r\n.\n'],
    ['behind a dot after a line feed', '\n.\r\n'],
    ['behind a dot between carriage returns', '\r.\r'],
    ['behind a dot after a carriage return', '\r\n.\r'],
    ['behind a NUL and a dot', '\r\n\0.\r\n'],
  ])('%s stays part of it', async (_name, end) => {
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

describe('what tells two messages apart', () => {
  const message = 'From: a@b.example\r\nSubject: x\r\nMessage-ID: <1@b.example>\r\n\r\nWords.\r\n';
  test.each([
    ['headers of the way', `Received: from y; today\r\nReturn-Path: <a@b.example>\r\n${message}`],
    ['lines folded otherwise', message.replace('Subject: x', 'Subject:\r\n x')],
    ['ends of lines', message.replaceAll('\r\n', '\n')],
    ['white space at the end', `${message}\r\n\r\n`],
  ])('not %s', (_name, other) => {
    expect(fingerprint(Buffer.from(other))).toBe(fingerprint(Buffer.from(message)));
  });

  test.each([
    ['the text', message.replace('Words', 'Other words')],
    ['the subject', message.replace('Subject: x', 'Subject: y')],
    ['another From', `From: c@d.example\r\n${message}`],
  ])('%s', (_name, other) => {
    expect(fingerprint(Buffer.from(other))).not.toBe(fingerprint(Buffer.from(message)));
  });
});
