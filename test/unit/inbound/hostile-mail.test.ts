import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sortMail } from '../../../domain/mail/sort-mail.js';
import { readMessage } from '../../../inbound/fenced/read-message.js';
import type { FencedMail } from '../../../inbound/read-fenced.js';
import {
  aBounce,
  aMail,
  attachment,
  multipart,
  signed,
  signedAs,
  TestDns,
  text,
  type SigningDomain,
} from '../../support/mail/a-mail.js';

// Each message of the corpus with its expected outcome. A new trick gets a line here.

let folder: string;
let dns: TestDns;
let meity: SigningDomain;
let evil: SigningDomain;
let weak: SigningDomain;
let lookalike: SigningDomain;
let below: SigningDomain;
let edwards: SigningDomain;
const says: Record<string, SigningDomain> = {};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hostile-'));
  dns = new TestDns(join(folder, 'dns.json'));
  meity = dns.add('meity.example');
  evil = dns.add('evil.example');
  weak = dns.add('weak.example', { bits: 768 });
  lookalike = dns.add('xn--meit-5na.example');
  below = dns.add('legal.meity.example');
  edwards = dns.add('edwards.meity.example', { kind: 'ed25519' });
  for (const [name, tag] of KEY_TAGS) says[name] = dns.add(`${name}.meity.example`, { says: tag });
});
afterAll(() => rmSync(folder, { recursive: true }));

const KEY_TAGS = [
  ['testing', 't=y; '],
  ['strict', 't=s; '],
  ['sha1-only', 'h=sha1; '],
  ['both-hashes', 'h=sha1:sha256; '],
  ['chat', 's=chat; '],
  ['email', 's=email; '],
] as const;

const LETTER = '<letter-1@desk.example>';
const DIRECTORY = [
  { id: 'in-meity', domains: ['meity.example'] },
  { id: 'xx-weak', domains: ['weak.example'] },
  { id: 'de-bka', domains: ['bka.example'] },
];

interface Looked {
  read: FencedMail;
  kind: string;
  act: string;
}

async function readRaw(raw: string | Buffer, from: string | null = 'officer@meity.example'): Promise<Looked> {
  const bytes = Buffer.isBuffer(raw) ? raw : Buffer.from(raw, 'latin1');
  const envelope = { from, to: ['notices@desk.example'], ip: '127.0.0.1', helo: 'mx.meity.example' };
  const read = await readMessage(bytes, { envelope, dnsFile: dns.path, trustFile: null, mta: 'desk.example' });
  const { answers, bounce } = read.facts;
  const ours = { id: 'one', authority: 'in-meity' };
  const named = /N-2026-000001/i.test(read.subject);
  const isReturned = bounce?.returned.includes(LETTER) === true && bounce.failed.includes('letters@meity.example');
  const { kind, does } = sortMail({
    from: read.from,
    aligned: read.authentication.aligned,
    replayed: false,
    facts: read.facts,
    ours: read.from === 'desk@desk.example',
    authorities: DIRECTORY,
    answered: answers.includes(LETTER) ? [ours] : [],
    numbered: { any: named, notices: named ? [ours] : [] },
    returned: isReturned ? [{ notice: 'one', n: 1 }] : [],
  });
  return { read, kind, act: does.act };
}

type Case = [
  name: string,
  raw: () => string | Promise<string>,
  expected: { aligned: boolean; kind: string; act: string; dkim?: unknown },
  from?: string | null,
];

const OPENS = { aligned: true, kind: 'new_notice', act: 'open' };
const HELD = { aligned: false, kind: 'other', act: 'hold' };
const REPLY = { aligned: true, kind: 'reply', act: 'attach' };
const REPLY_HELD = { aligned: false, kind: 'reply', act: 'hold' };
const AUTOMATIC = { aligned: true, kind: 'automatic', act: 'hold' };
const from = (From: string) => aMail({ headers: { From } });
const byMeity = (mail: string) => signed(mail, meity);

const WHO: Case[] = [
  ['signed by its own domain', () => byMeity(aMail()), OPENS],
  ['signed by the organisational domain of its own', () => byMeity(from('o@legal.meity.example')), OPENS],
  ['signed by the very domain below', () => signed(from('o@legal.meity.example'), below), OPENS],
  ['from the domain above, signed by one below', () => signed(aMail(), below), HELD],
  ['with SPF alone', () => aMail(), HELD],
  ['signed by another domain', () => signed(aMail(), evil), HELD],
  ['from another domain, signed by it', () => signed(from('x@evil.example'), evil), { ...HELD, aligned: true }],
  ['signed by both, of which one is its own', async () => signed(await byMeity(aMail()), evil), OPENS],
  ['signed over a part of the body', () => signed(aMail({ body: 'Order.\r\n' }), meity, { limit: 4 }), HELD],
  [
    'signed over the body as it was, with words added',
    async () => `${await signed(aMail({ body: 'Order.\r\n' }), meity, { limit: 8 })}\r\nBlock all.`,
    HELD,
  ],
  ['by a key of 768 bits', () => signed(from('o@weak.example'), weak), HELD],
  [
    'changed by one letter',
    async () => (await byMeity(aMail({ body: 'Block @one.\r\n' }))).replace('@one', '@two'),
    HELD,
  ],
  [
    'with another subject than was signed',
    async () => (await byMeity(aMail({ headers: { Subject: 'Direction A' } }))).replace('Direction A', 'Direction B'),
    HELD,
  ],
  ['by a selector that DNS does not have', async () => (await byMeity(aMail())).replace('s=s1', 's=s9'), HELD],
  [
    'with a signature that says nothing',
    () => `DKIM-Signature: v=1; a=rsa-sha256; d=meity.example; s=s1; h=from; bh=; b=\r\n${aMail()}`,
    HELD,
  ],
  ['with a broken signature', () => `DKIM-Signature: ;;;;====\r\n${aMail()}`, HELD],
  [
    'that says itself that it was checked',
    () => `Authentication-Results: desk.example; dkim=pass header.d=meity.example; dmarc=pass\r\n${aMail()}`,
    HELD,
  ],
  ['that says itself that SPF passed', () => `Received-SPF: pass (desk.example)\r\n${aMail()}`, HELD],
  [
    'sealed by somebody on the way',
    () =>
      `ARC-Seal: i=1; a=rsa-sha256; t=1; cv=none; d=evil.example; s=s1; b=AA==\r\nARC-Message-Signature: i=1; a=rsa-sha256; c=relaxed/relaxed; d=evil.example; s=s1; h=from; bh=AA==; b=AA==\r\nARC-Authentication-Results: i=1; evil.example; dkim=pass header.d=meity.example\r\n${aMail()}`,
    HELD,
  ],
];

/** Unix time in that many seconds. */
const inSeconds = (seconds: number) => Math.floor(Date.now() / 1_000) + seconds;
const as = (tags: Record<string, string | number | null>) => () => signedAs(aMail(), meity, tags);
const byKey = (name: string, tags: Record<string, string> = {}) => {
  return () => signedAs(from(`o@${name}.meity.example`), says[name] ?? meity, tags);
};
const NO_PASS = { ...HELD, dkim: 'policy' };

// Signatures that are cryptographically valid. A pass of the mail library is checked once more by the desk.
const SIGNATURES: Case[] = [
  ['accepts rsa-sha256', as({}), OPENS],
  ['accepts ed25519-sha256', () => signedAs(from('o@edwards.meity.example'), edwards), OPENS],
  ['rejects rsa-sha1', as({ a: 'rsa-sha1' }), NO_PASS],
  [
    'rejects ed25519 over a SHA-1 of the body',
    () => signedAs(from('o@edwards.meity.example'), edwards, { a: 'ed25519-sha1' }),
    NO_PASS,
  ],
  ['rejects another version', as({ v: 2 }), NO_PASS],
  ['rejects a header without its version', as({ v: null }), NO_PASS],
  ['rejects l= that covers the whole body', as({ l: 'Please see below.\r\n'.length }), NO_PASS],
  [
    'rejects l=0',
    () => signedAs(aMail({ body: '' }), meity, { l: 0, bh: '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' }),
    { ...HELD, dkim: expect.not.stringMatching('pass') },
  ],
  ['rejects a signature that leaves From out', as({ h: 'to:subject:date' }), NO_PASS],
  ['rejects a signature without h=', as({ h: null }), NO_PASS],
  ['rejects an expired signature', as({ t: inSeconds(-7_200), x: inSeconds(-3_600) }), { ...HELD, dkim: 'neutral' }],
  ['accepts a signature that expires later', as({ t: inSeconds(-60), x: inSeconds(3_600) }), OPENS],
  ['rejects an end that is no number', as({ x: 'never' }), NO_PASS],
  ['rejects a signature made in the future', as({ t: inSeconds(3_600) }), NO_PASS],
  ['accepts a clock that is a minute ahead', as({ t: inSeconds(60) }), OPENS],
  ['rejects the identity of another domain', as({ i: '@evil.example' }), NO_PASS],
  ['accepts the identity of a domain below', as({ i: 'o@legal.meity.example' }), OPENS],
  ['rejects a key that is not looked up in DNS', as({ q: 'http/json' }), NO_PASS],
  ['rejects a tag that stands there twice', as({ 'x=9999999999; x': inSeconds(3_600) }), NO_PASS],
  ['rejects a value with a comment in it', as({ d: 'meity.example (of the ministry)' }), NO_PASS],
  ['rejects a key that its domain only tests', byKey('testing'), NO_PASS],
  ['rejects a key that is for SHA-1 alone', byKey('sha1-only'), NO_PASS],
  ['accepts a key that is for SHA-256 too', byKey('both-hashes'), OPENS],
  ['rejects a key that is not for mail', byKey('chat'), NO_PASS],
  ['accepts a key that is for mail', byKey('email'), OPENS],
  ['rejects a domain below by a key that allows none', byKey('strict', { i: '@x.strict.meity.example' }), NO_PASS],
  ['accepts the domain itself by such a key', byKey('strict'), OPENS],
  ['takes the sound one of two', () => signedAs(as({ a: 'rsa-sha1' })(), meity), OPENS],
  [
    'rejects more signatures than a message has',
    () => `${'DKIM-Signature: v=1; a=rsa-sha256; d=x.example; s=s; h=from; bh=; b=AA==\r\n'.repeat(30)}${as({})()}`,
    { ...HELD, dkim: 'permerror' },
  ],
];

const FROM: Case[] = [
  ['two From headers, the second one another', async () => `From: x@evil.example\r\n${await byMeity(aMail())}`, HELD],
  [
    'two From headers, both signed',
    () => signed(aMail({ lines: ['From: x@evil.example'] }), meity, { headers: 'from:from:to:subject' }),
    HELD,
  ],
  ['two From headers of one address', async () => `From: officer@meity.example\r\n${await byMeity(aMail())}`, HELD],
  [
    'a From header with a space before its colon',
    async () => `From : x@evil.example\r\n${await byMeity(aMail())}`,
    HELD,
  ],
  ['two people in From', () => byMeity(from('officer@meity.example, x@evil.example')), HELD],
  ['two people of one domain in From', () => byMeity(from('a@meity.example, b@meity.example')), HELD],
  ['a group in From', () => byMeity(from('Officers: officer@meity.example, x@evil.example;')), HELD],
  [
    'an address in the name',
    () => signed(from('"officer@meity.example" <x@evil.example>'), evil),
    { ...HELD, aligned: true },
  ],
  [
    'an address in a comment',
    () => signed(from('x@evil.example (officer@meity.example)'), evil),
    { ...HELD, aligned: true },
  ],
  ['no From', () => aMail({ headers: { From: undefined } }), HELD],
  ['an empty From', () => byMeity(from('')), HELD],
  ['no address in From', () => byMeity(from('The Ministry')), HELD],
  [
    'a domain that looks alike, by its own signature',
    () => signed(from('o@xn--meit-5na.example'), lookalike),
    { ...HELD, aligned: true },
  ],
  ['letters of another script in the domain', () => byMeity(from('officer@m\u00c3\u00a9ity.example')), HELD],
  ['a domain that ends like it', () => byMeity(from('o@notmeity.example')), HELD],
  ['a domain that begins like it', () => byMeity(from('o@meity.example.evil.example')), HELD],
  ['two at signs', () => byMeity(from('x@evil.example@meity.example')), HELD],
  ['an encoded address', () => byMeity(from('=?utf-8?q?officer=40meity.example?= <x@evil.example>')), HELD],
  ['a NUL in From', () => byMeity(from('officer@evil.example\0@meity.example')), HELD],
  ['Sender from elsewhere', () => byMeity(aMail({ headers: { Sender: 'x@evil.example' } })), OPENS],
  ['Reply-To elsewhere', () => byMeity(aMail({ headers: { 'Reply-To': 'x@evil.example' } })), OPENS],
];

const FORM: Case[] = [
  ['two subjects', async () => `Subject: Other\r\n${await byMeity(aMail())}`, HELD],
  ['two content types', async () => `Content-Type: text/html\r\n${await byMeity(aMail())}`, HELD],
  ['two Message-IDs', async () => `Message-ID: <a@b.c>\r\n${await byMeity(aMail())}`, HELD],
  ['no Message-ID', () => byMeity(aMail({ headers: { 'Message-ID': undefined } })), OPENS],
  ['no headers at all', () => 'just words', HELD],
  ['nothing', () => '', HELD],
  ['only line feeds', async () => (await byMeity(aMail())).replaceAll('\r\n', '\n'), OPENS],
  [
    'a wrong charset',
    () => byMeity(aMail({ headers: { 'Content-Type': 'text/plain; charset=no-such-thing' } })),
    OPENS,
  ],
  ['not valid UTF-8', () => byMeity(aMail({ body: '\xff\xfe\xfd\r\n' })), OPENS],
  [
    'UTF-7',
    () => byMeity(aMail({ headers: { 'Content-Type': 'text/plain; charset=utf-7' }, body: '+ADw-script+AD4-\r\n' })),
    OPENS,
  ],
  [
    'broken base64',
    () => byMeity(aMail({ headers: { 'Content-Transfer-Encoding': 'base64' }, body: '%%%%%%\r\n' })),
    OPENS,
  ],
  [
    'an encoding that there is not',
    () => byMeity(aMail({ headers: { 'Content-Transfer-Encoding': 'x-none' } })),
    OPENS,
  ],
  [
    'a boundary that never comes',
    () => byMeity(aMail({ headers: { 'Content-Type': 'multipart/mixed; boundary=never' } })),
    OPENS,
  ],
  ['a multipart without a boundary', () => byMeity(aMail({ headers: { 'Content-Type': 'multipart/mixed' } })), OPENS],
  [
    'ten thousand headers',
    () => byMeity(aMail({ lines: Array.from({ length: 10_000 }, (_, index) => `X-${index}: y`) })),
    OPENS,
  ],
  ['a header of a megabyte', () => byMeity(aMail({ headers: { 'X-Long': 'y'.repeat(1_000_000) } })), OPENS],
  [
    'winmail.dat',
    () =>
      byMeity(
        aMail(
          multipart([
            text('See it.'),
            attachment('winmail.dat', 'application/ms-tnef', Buffer.from('789f3e22', 'hex')),
          ]),
        ),
      ),
    OPENS,
  ],
  [
    'a message within the message',
    () =>
      byMeity(aMail(multipart([text('Forwarded.'), `Content-Type: message/rfc822\r\n\r\n${from('x@evil.example')}`]))),
    OPENS,
  ],
  [
    'a page with scripts and pictures',
    () =>
      byMeity(
        aMail({
          headers: { 'Content-Type': 'text/html' },
          body: '<script>fetch("http://evil.example")</script><img src="http://evil.example/x.png">Block @one',
        }),
      ),
    OPENS,
  ],
  [
    'a page nested a hundred thousand deep',
    () => byMeity(aMail({ headers: { 'Content-Type': 'text/html' }, body: '<div>'.repeat(100_000) })),
    OPENS,
  ],
  [
    'a subject with orders to the terminal',
    () => byMeity(aMail({ headers: { Subject: '=?utf-8?b?G1sySg==?=' } })),
    OPENS,
  ],
];

const ANSWERS: Case[] = [
  ['an answer to a letter', () => byMeity(aMail({ headers: { 'In-Reply-To': LETTER } })), REPLY],
  ['one by References', () => byMeity(aMail({ headers: { References: `<a@b.c> ${LETTER} <d@e.f>` } })), REPLY],
  ['one by our number', () => byMeity(aMail({ headers: { Subject: 'Re: [N-2026-000001]' } })), REPLY],
  ['one that nothing proves', () => aMail({ headers: { 'In-Reply-To': LETTER } }), REPLY_HELD],
  [
    'one from somebody else',
    () => signed(aMail({ headers: { From: 'x@evil.example', 'In-Reply-To': LETTER } }), evil),
    { ...REPLY_HELD, aligned: true },
  ],
  [
    'one from another authority',
    () => signed(aMail({ headers: { From: 'k@bka.example', 'In-Reply-To': LETTER } }), evil),
    REPLY_HELD,
  ],
  [
    'an absence',
    () => byMeity(aMail({ headers: { 'In-Reply-To': LETTER, 'Auto-Submitted': 'auto-replied (vacation)' } })),
    AUTOMATIC,
  ],
  [
    'an absence by its subject',
    () => byMeity(aMail({ headers: { 'In-Reply-To': LETTER, Subject: 'Automatic reply: yours' } })),
    AUTOMATIC,
  ],
  [
    'what a mailing list forwards',
    () =>
      byMeity(
        aMail({
          headers: {
            'List-Id': '<x.meity.example>',
            'List-Unsubscribe': '<mailto:x-leave@meity.example>',
            Precedence: 'list',
          },
        }),
      ),
    OPENS,
  ],
  [
    'a list that marks what it forwards as bulk',
    () => byMeity(aMail({ headers: { 'List-Id': '<x.meity.example>', Precedence: 'bulk' } })),
    OPENS,
  ],
  [
    'an absence that a mailing list forwards',
    () => byMeity(aMail({ headers: { 'List-Id': '<x.meity.example>', 'Auto-Submitted': 'auto-replied' } })),
    AUTOMATIC,
  ],
  ['Precedence: bulk', () => byMeity(aMail({ headers: { Precedence: 'bulk' } })), AUTOMATIC],
  ['from nobody', () => byMeity(aMail()), AUTOMATIC, ''],
  ['Auto-Submitted: no', () => byMeity(aMail({ headers: { 'Auto-Submitted': 'no' } })), OPENS],
  ['our own mail', () => from('desk@desk.example'), { aligned: false, kind: 'automatic', act: 'hold' }],
];

const BOUNCE = { aligned: false, kind: 'bounce', act: 'bounce' };
const BOUNCES: Case[] = [
  ['of our letter', () => aBounce({ messageId: LETTER, to: 'letters@meity.example' }), BOUNCE, ''],
  ['in capitals', () => aBounce({ messageId: LETTER, to: 'LETTERS@meity.example' }), BOUNCE, ''],
  [
    'for somebody who did not get it',
    () => aBounce({ messageId: LETTER, to: 'other@meity.example' }),
    { ...BOUNCE, act: 'hold' },
    '',
  ],
  [
    'of a mail that we never sent',
    () => aBounce({ messageId: '<x@y.z>', to: 'letters@meity.example' }),
    { ...BOUNCE, act: 'hold' },
    '',
  ],
  [
    'of a mail that is only late',
    () => aBounce({ messageId: LETTER, to: 'letters@meity.example', action: 'delayed' }),
    { ...BOUNCE, act: 'hold' },
    '',
  ],
  [
    'of a mail that arrived',
    () => aBounce({ messageId: LETTER, to: 'letters@meity.example', action: 'delivered' }),
    { ...BOUNCE, act: 'hold' },
    '',
  ],
  [
    'in words alone',
    () =>
      aMail({
        headers: { From: 'MAILER-DAEMON@mx.example', Subject: 'Undelivered', 'In-Reply-To': LETTER },
        body: 'Could not deliver to letters@meity.example',
      }),
    { aligned: false, kind: 'automatic', act: 'hold' },
    '',
  ],
  [
    'that is a receipt for reading',
    () =>
      aMail({
        ...multipart(
          [
            text('Read.'),
            'Content-Type: message/disposition-notification\r\n\r\nFinal-Recipient: rfc822; letters@meity.example\r\nDisposition: automatic-action; displayed\r\n',
          ],
          { type: 'report; report-type=disposition-notification' },
        ),
      }),
    { aligned: false, kind: 'automatic', act: 'hold' },
  ],
];

describe.each([
  ['who sent it', WHO],
  ['a DKIM signature', SIGNATURES],
  ['From', FROM],
  ['form', FORM],
  ['answers', ANSWERS],
  ['what came back', BOUNCES],
])('hostile mail: %s', (_group, cases) => {
  // As a rest parameter: a fourth named parameter would be taken for `done`.
  test.each(cases)(
    'is authenticated and sorted as expected: %s',
    async (...[, build, expected, envelopeFrom]: Case) => {
      const { read, kind, act } = await readRaw(await build(), envelopeFrom ?? undefined);
      const { aligned, dkim } = read.authentication;
      expect({ aligned, kind, act, dkim }).toEqual({ dkim, ...expected });
    },
  );
});

describe('hostile mail: extracted content', () => {
  test('contains no NUL and is limited in length', async () => {
    const { read } = await readRaw(
      aMail({ headers: { Subject: `a\0b${'c'.repeat(2_000)}` }, body: `\0${'x'.repeat(300_000)}` }),
    );
    expect(read.subject).toHaveLength(500);
    expect(`${read.subject}${read.text}`).not.toContain('\0');
    expect(read.text.length).toBeLessThanOrEqual(200_000);
  });

  test('contains attachment names without path or direction override', async () => {
    const parts = multipart([
      text('x'),
      attachment('../../etc/passwd', 'text/plain', 'x'),
      attachment('a\u202egnp.exe', 'text/plain', 'x'),
    ]);
    const { read } = await readRaw(aMail(parts));
    expect(read.documents.map(({ name }) => name)).toEqual(['passwd', expect.not.stringContaining('\u202e')]);
  });

  test('is limited to fifty attachments, and the rest is reported', async () => {
    const parts = multipart([
      text('x'),
      ...Array.from({ length: 100 }, (_, index) => attachment(`${index}.txt`, 'text/plain', 'x')),
    ]);
    const { read } = await readRaw(aMail(parts));
    expect(read.documents).toHaveLength(50);
    expect(read.facts.problems).toEqual([expect.stringContaining('50 more attachments')]);
  });

  test('treats an unknown DNS name as no outage', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1_024 });
    const { read } = await readRaw(
      await signed(from('x@unknown.example'), { domain: 'unknown.example', key: privateKey }),
    );
    expect(read).toMatchObject({ again: false, authentication: { aligned: false } });
  });
});
