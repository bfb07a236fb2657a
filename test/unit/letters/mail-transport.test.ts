import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { isPlainAddress } from '../../../domain/letters/mail-address.js';
import { createMailTransport, type MailTransport } from '../../../letters/mail-transport.js';
import { startSmtp, type SmtpFixture } from '../../support/mail/smtp-fixture.js';

let smtp: SmtpFixture;
let transport: MailTransport;

beforeAll(async () => {
  smtp = await startSmtp();
  transport = createMailTransport({ smtpUrl: smtp.url, from: 'Notice Desk <desk@desk.example>' });
});
afterAll(async () => {
  transport.close();
  await smtp.stop();
});
beforeEach(() => {
  smtp.received.length = 0;
  smtp.refuse(null);
});

const HOSTILE = [
  'a@ok.test\r\nRCPT TO:<evil@x.test>',
  'Court <evil@x.test> a@ok.test',
  'a@ok.test, evil@x.test',
  'a@ok.test evil@x.test',
  '"a b"@ok.test',
  'a@ok.test (evil@x.test)',
  '<a@ok.test>',
  'group: a@ok.test;',
  'a@[127.0.0.1]',
  'a@ok..test',
  'a.@ok.test',
  'a@ok.test\0',
  'а@ok.test',
  '@ok.test',
  'a@localhost',
  '',
];

describe('isPlainAddress', () => {
  test.each(['a@ok.test', "o'brien+x@mail.example.co.uk", 'letters@meity.example'])('accepts %s', (address) => {
    expect(isPlainAddress(address)).toBe(true);
  });
  test.each(HOSTILE)('rejects %j', (address) => {
    expect(isPlainAddress(address)).toBe(false);
  });
});

describe('mail transport: send', () => {
  test.each(HOSTILE)('rejects the recipient %j before any connection', async (to) => {
    await expect(transport.send({ key: 'k', to, subject: 's', text: 't' })).rejects.toMatchObject({
      type: 'RecipientMismatch',
      nonRetryable: true,
    });
    expect(smtp.received).toEqual([]);
  });

  test('does not hand over a mail again while it is still being sent', async () => {
    const mail = { key: 'n:again', to: 'a@ok.test', subject: 's', text: 't' };
    const [first, retry, other] = await Promise.all([
      transport.send(mail),
      transport.send(mail),
      transport.send({ ...mail, to: 'b@ok.test' }),
    ]);
    expect(retry).toEqual(first);
    expect(other.messageId).toBe(first.messageId);
    expect(smtp.received.map(({ to }) => to[0]).sort()).toEqual(['a@ok.test', 'b@ok.test']);
  });

  test('does not hand over again a mail that the server has accepted', async () => {
    const mail = { key: 'n:accepted', to: 'a@ok.test', subject: 's', text: 't' };
    const first = await transport.send(mail);
    expect(await transport.send(mail)).toEqual(first);
    expect(smtp.received).toHaveLength(1);
  });

  test('reports a rejection to all concurrent callers, and sends the mail on the next attempt', async () => {
    const mail = { key: 'n:refused', to: 'a@ok.test', subject: 's', text: 't' };
    smtp.refuse(451);
    const outcomes = await Promise.allSettled([transport.send(mail), transport.send(mail)]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    smtp.refuse(null);
    await transport.send(mail);
    expect(smtp.received).toHaveLength(1);
  });

  test('uses the same Message-ID for the same key, and a different one for another key', async () => {
    const first = await transport.send({ key: 'n:1', to: 'a@ok.test', subject: 's', text: 't' });
    const restarted = createMailTransport({ smtpUrl: smtp.url, from: 'Notice Desk <desk@desk.example>' });
    const again = await restarted.send({ key: 'n:1', to: 'a@ok.test', subject: 's', text: 't' });
    restarted.close();
    const other = await transport.send({ key: 'n:2', to: 'a@ok.test', subject: 's', text: 't' });
    expect(first.messageId).toMatch(/^<[0-9a-f]{32}@desk\.example>$/);
    expect(again.messageId).toBe(first.messageId);
    expect(other.messageId).not.toBe(first.messageId);
    expect(smtp.received.map(({ messageId, to }) => ({ messageId, to }))).toEqual([
      { messageId: first.messageId, to: ['a@ok.test'] },
      { messageId: first.messageId, to: ['a@ok.test'] },
      { messageId: other.messageId, to: ['a@ok.test'] },
    ]);
  });

  test('strips line breaks from a subject so that they cannot become headers', async () => {
    await transport.send({ key: 'n:3', to: 'a@ok.test', subject: 'one\r\nBcc: evil@x.test', text: 't' });
    expect(smtp.received).toEqual([expect.objectContaining({ to: ['a@ok.test'], subject: 'one Bcc: evil@x.test' })]);
  });

  test('treats a 550 reply as permanent', async () => {
    smtp.refuse(550);
    await expect(transport.send({ key: 'n:4', to: 'a@ok.test', subject: 's', text: 't' })).rejects.toMatchObject({
      type: 'MailRefused',
      nonRetryable: true,
    });
  });

  test('treats a 451 reply as retryable', async () => {
    smtp.refuse(451);
    await expect(transport.send({ key: 'n:5', to: 'a@ok.test', subject: 's', text: 't' })).rejects.toMatchObject({
      type: 'MailUnavailable',
      nonRetryable: false,
    });
  });

  test('treats an unreachable server as retryable', async () => {
    const nowhere = createMailTransport({ smtpUrl: 'smtp://127.0.0.1:1', from: 'desk@desk.example' });
    await expect(nowhere.send({ key: 'n:6', to: 'a@ok.test', subject: 's', text: 't' })).rejects.toMatchObject({
      type: 'MailUnavailable',
      nonRetryable: false,
    });
    nowhere.close();
  });
});
