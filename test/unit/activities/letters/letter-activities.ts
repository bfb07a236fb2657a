import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { createLetterActivities, type LetterDependencies } from '../../../../activities/letters.js';
import type { LetterEffect } from '../../../../domain/commands/effect.js';
import { createServiceSender } from '../../../../domain/letters/letter-sender.js';
import { createMailTransport, type MailTransport } from '../../../../letters/mail-transport.js';
import { createLetterPrinter } from '../../../../letters/pdf/letter-printer.js';
import { startSmtp, type SmtpFixture } from '../../../support/mail/smtp-fixture.js';
import { anActivity, startRegistry, writeAuthority, type Registry } from '../../../support/registry-fixture.js';

export const sha256 = (text = '') => createHash('sha256').update(text).digest('hex');

export function aLetter(noticeId: string, letter: LetterEffect['letter'], submission: number | null = 1): LetterEffect {
  return {
    key: `${noticeId}:${submission ?? 0}:letter:${letter}`,
    type: 'send_letter',
    letter,
    submission,
    dialogue: null,
  };
}

/** Starts a registry and a mail server for all tests of a file, and returns the activities that write to them. */
export function withLetters(give: (registry: Registry, smtp: SmtpFixture, transport: MailTransport) => void) {
  let registry: Registry;
  let smtp: SmtpFixture;
  let transport: MailTransport;
  beforeAll(async () => {
    registry = await startRegistry();
    smtp = await startSmtp();
    transport = createMailTransport({ smtpUrl: smtp.url, from: 'Notice Desk <desk@desk.example>' });
    give(registry, smtp, transport);
  });
  afterAll(async () => {
    transport.close();
    await smtp.stop();
    await registry.stop();
  });
  beforeEach(async () => {
    smtp.received.length = 0;
    smtp.refuse(null);
    await writeAuthority(registry.db, 'letters@ministry.example');
  });
  return (attempt = 1, { signer = null, triedMs = 0 }: Partial<LetterDependencies> & { triedMs?: number } = {}) =>
    createLetterActivities({
      db: registry.worker,
      transport,
      sender: createServiceSender('Notice Desk'),
      keyOf: async () => Buffer.alloc(32, 7),
      print: createLetterPrinter(undefined, createServiceSender('Notice Desk')),
      signer,
      activity: { ...anActivity(attempt), triedMs: () => triedMs },
    });
}
