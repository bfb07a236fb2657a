import { describe, expect, test } from '@jest/globals';
import { readHeader } from '../../../inbound/header-facts.js';
import { aBounce, aMail, attachment, multipart, text } from '../../support/mail/a-mail.js';

const read = (raw: string) => readHeader(Buffer.from(raw, 'latin1'));

describe('readHeader', () => {
  test('reads sender, subject, Message-ID, date and the messages that the mail answers', () => {
    const headers = {
      Subject: 'Direction',
      'Message-ID': '<m@meity.example>',
      'In-Reply-To': '<a@desk.example>',
      References: '<b@desk.example>\r\n <a@desk.example>',
    };
    expect(read(aMail({ headers }))).toEqual({
      from: 'officer@meity.example',
      subject: 'Direction',
      messageId: '<m@meity.example>',
      date: new Date('2026-11-28T04:30:00Z'),
      namedIds: ['<a@desk.example>', '<b@desk.example>'],
      isPlain: true,
    });
  });

  test.each([
    ['an address alone', 'officer@meity.example', 'officer@meity.example'],
    ['a quoted name with another address in it', '"x@evil.example" <o@meity.example>', 'o@meity.example'],
    ['two addresses', 'a@meity.example, b@meity.example', ''],
    ['a group', 'Officers: a@meity.example;', ''],
    ['an address with a NUL', 'o\0@meity.example', ''],
    ['no address', 'The Ministry', ''],
  ])('reads From with %s', (_name, From, from) => {
    expect(read(aMail({ headers: { From } })).from).toBe(from);
  });

  test('reads no sender if there are two From headers', () => {
    expect(read(`From: x@evil.example\r\n${aMail()}`).from).toBe('');
  });

  test.each([
    ['base64 in UTF-8', '=?utf-8?B?QW5vcmRudW5nIMO8YmVyIDE=?=', 'Anordnung über 1'],
    ['quoted-printable in Latin 1', '=?iso-8859-1?Q?L=F6schung_sofort?=', 'Löschung sofort'],
    ['two words in a row', '=?utf-8?q?a?=\r\n =?utf-8?q?b?=', 'ab'],
    ['bytes of UTF-8 as they are', Buffer.from('Löschung').toString('latin1'), 'Löschung'],
    ['a charset that there is not', '=?x-none?q?a?=', '=?x-none?q?a?='],
    ['orders to the terminal', '=?utf-8?b?AEE=?=', 'A'],
    ['nothing', '', ''],
  ])('decodes a subject of %s', (_name, Subject, subject) => {
    expect(read(aMail({ headers: { Subject } })).subject).toBe(subject);
  });

  test('omits the subject of a delivery report, which contains that of our letter', () => {
    expect(read(aBounce({ messageId: '<a@b.c>', to: 'x@y.z' })).subject).toBe('');
  });

  test.each(['', 'soon', 'Sat, 28 Nov 99999 10:00:00 +0530', '1 Jan 1960 00:00:00 +0000', '\0'.repeat(5_000)])(
    'reads no date from the header %j',
    (Date) => {
      expect(read(aMail({ headers: { Date } })).date).toBeNull();
    },
  );

  test.each([
    ['a header of megabytes', `X-Long: ${'y'.repeat(5_000_000)}\r\n${aMail()}`],
    ['no end of the header', 'Subject: x\r\n'.repeat(300_000)],
    ['half encoded words without end', `Subject: ${'=?utf-8?q?'.repeat(200_000)}\r\n\r\n`],
    ['brackets without end', `Message-ID: ${'<'.repeat(1_000_000)}\r\n\r\n`],
    ['nothing', ''],
  ])('stays within its limits for %s', (_name, raw) => {
    const found = read(raw);
    expect(found.subject.length).toBeLessThanOrEqual(500);
    expect(found.namedIds.length).toBeLessThanOrEqual(50);
  });

  test.each([
    ['text', aMail(), true],
    ['a page', aMail({ headers: { 'Content-Type': 'text/html' } }), true],
    ['text and page', aMail(multipart([text('a'), 'Content-Type: text/html\r\n\r\nb'], { type: 'alternative' })), true],
    ['an attachment', aMail(multipart([text('a'), attachment('a.pdf', 'application/pdf', 'x')])), false],
    ['a signature', aMail(multipart([text('a')], { type: 'signed; protocol="application/pkcs7-signature"' })), false],
    ['a message within', aMail(multipart([text('a'), 'content-type : message/rfc822\r\n\r\nFrom: x'])), false],
    ['a text that quotes a type', aMail({ body: 'Content-Type: application/pdf\r\n' }), false],
    ['text named as a file', aMail({ body: 'Content-Disposition: attachment\r\n' }), false],
    ['a long text', aMail({ body: 'x'.repeat(300_000) }), false],
  ])('decides whether %s is a plain mail', (_name, raw, isPlain) => {
    expect(read(raw).isPlain).toBe(isPlain);
  });
});
