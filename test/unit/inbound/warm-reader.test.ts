import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFencedMail, type MailTask } from '../../../inbound/read-fenced.js';
import { WarmReader } from '../../../inbound/warm-reader.js';
import { aMail, signed, TestDns, type SigningDomain } from '../../support/mail/a-mail.js';

let folder: string;
let task: MailTask;
let meity: SigningDomain;
let warm: WarmReader;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'warm-'));
  const dns = new TestDns(join(folder, 'dns.json'));
  meity = dns.add('meity.example');
  const envelope = { from: 'officer@meity.example', to: [], ip: '127.0.0.1', helo: 'mx.meity.example' };
  task = { envelope, dnsFile: dns.path, trustFile: null, mta: 'desk.example' };
});
afterEach(() => warm.stop());
afterAll(() => rmSync(folder, { recursive: true }));

const seal = (words: string) =>
  [
    `ARC-Seal: i=1; a=rsa-sha256; t=1; cv=none; d=evil.example; s=s1; b=AA==`,
    'ARC-Message-Signature: i=1; a=rsa-sha256; c=relaxed/relaxed; d=evil.example; s=s1; h=from; bh=AA==; b=AA==',
    `ARC-Authentication-Results: i=1; evil.example; ${words}`,
  ].join('\r\n');

describe('WarmReader', () => {
  test('reads each message as a fresh process would, whatever it read before', async () => {
    warm = new WarmReader();
    const hostile = [
      // mailparser reads the first two as its own options, mailauth the third.
      ...['skipHtmlToText', 'skipTextToHtml', 'minBitLength', 'toString', 'result', 'l', 'aligned'].map((name) =>
        seal(`dkim=pass __proto__.${name}=1`),
      ),
      seal('dkim=pass constructor.prototype.value=pass'),
      seal('spf=pass __proto__.polluted.deep=pass'),
    ].map((lines) => `${lines}\r\n${aMail()}`);
    const page = aMail({ headers: { 'Content-Type': 'text/html' }, body: '<p>Block <b>@one</b>.</p>' });
    const honest = [page, aMail({ headers: { Subject: '=?utf-8?q?L=C3=B6schung?=' } }), await signed(aMail(), meity)];
    for (const raw of hostile) await warm.read(Buffer.from(raw, 'latin1'), task);
    for (const raw of [...honest, ...hostile]) {
      const bytes = Buffer.from(raw, 'latin1');
      // The order and time of DNS answers depend on the network.
      const { dns: _, ...one } = (await warm.read(bytes, task))!;
      const { dns: __, ...other } = (await readFencedMail(bytes, task))!;
      expect(one).toEqual(other);
    }
  });

  test('replaces its process after a fixed number of messages', async () => {
    warm = new WarmReader(3);
    for (let count = 1; count <= 7; count += 1) {
      const read = await warm.read(Buffer.from(aMail({ headers: { Subject: `Direction ${count}` } })), task);
      expect(read?.subject).toBe(`Direction ${count}`);
      expect(warm.started).toBe(Math.ceil(count / 3));
    }
  });

  test('discards a process that failed, and reads the next message with another', async () => {
    warm = new WarmReader();
    const mail = Buffer.from(aMail());
    expect(await warm.read(mail, { ...task, dnsFile: join(folder, 'there-is-none.json') })).toBeNull();
    expect(await warm.read(mail, task)).toMatchObject({ from: 'officer@meity.example' });
    expect(warm.started).toBe(2);
  });

  test('ends a process that exceeds the time limit for a message, and still reads the next message', async () => {
    warm = new WarmReader();
    const mail = Buffer.from(aMail());
    const reading = warm.read(mail, task, { timeMs: 1 });
    expect(await reading).toBeNull();
    expect(await warm.read(mail, task)).toMatchObject({ from: 'officer@meity.example' });
  });
});
