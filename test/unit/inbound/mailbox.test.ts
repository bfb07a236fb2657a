import { afterEach, expect, test } from '@jest/globals';
import pino from 'pino';
import { readMailbox } from '../../../inbound/mailbox.js';
import { startImap, type ImapFixture } from '../../support/mail/imap-fixture.js';

const LOGGER = pino({ level: 'silent' });
let imap: ImapFixture | undefined;
afterEach(() => imap?.close());

test('readMailbox: stores an unseen mail and then marks it as seen; leaves it unseen if it cannot be stored', async () => {
  imap = await startImap(['Subject: one\r\n\r\nOne.\r\n', 'Subject: two\r\n\r\nTwo.\r\n']);
  const kept: string[] = [];
  const keep = (raw: Buffer) => Promise.resolve(void kept.push(raw.toString('latin1')));
  imap.messages[1]?.flags.add(String.raw`\Seen`);
  await readMailbox(imap.url, { keep, logger: LOGGER });
  expect(kept).toEqual(['Subject: one\r\n\r\nOne.\r\n']);
  expect([...(imap.messages[0]?.flags ?? [])]).toEqual([String.raw`\Seen`]);
  imap.messages[1]?.flags.clear();
  const failing = readMailbox(imap.url, { keep: () => Promise.reject(new Error('away')), logger: LOGGER });
  await expect(failing).rejects.toThrow('away');
  expect(imap.messages[1]?.flags.size).toBe(0);
});
