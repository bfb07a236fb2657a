import { describe, expect, test } from '@jest/globals';
import { toUserNoticeData } from '../../../application/letters/user-notices/notify-users.js';
import { createServiceSender } from '../../../domain/letters/letter-sender.js';
import { writeUserNotices } from '../../../letters/user-message.js';
import type { NoticeRow } from '../../../registry/notices/notices.js';
import { book } from '../../support/received.js';

/** Phrases that editors of the rulebook write for each other. */
const EDITORS_NOTE = /from memory|unsure|not (been )?read|was read|our file|as reported|\((see|seen)\b/i;

const GROUP = { action: 'withhold' as const, countries: ['FR'], grounds: ['legal_basis_met' as const] };

const messages = book.regimes.flatMap(({ id, versions }) =>
  versions.map(({ version }) => {
    const row = { regime_id: id, regime_version: version, authority_name: 'An office' } as NoticeRow;
    const sources = { rulebook: book, letterSender: createServiceSender('Notice Desk') } as Parameters<
      typeof toUserNoticeData
    >[0];
    const texts = writeUserNotices(toUserNoticeData(sources, row, { ...GROUP, targets: [] } as never), book.grounds);
    return { law: `${id} ${version}`, texts };
  }),
);
const findEnglish = (id: string) =>
  messages
    .filter(({ law }) => law.startsWith(`${id} `))
    .map(({ texts }) => texts.find(({ language }) => language === 'en')?.text);

describe('user notice: remedies', () => {
  test('contains no editors’ note, for any law and language', () => {
    expect(messages.length).toBeGreaterThan(90);
    const notes = messages.flatMap(({ law, texts }) =>
      texts.filter(({ text }) => EDITORS_NOTE.test(text)).map(({ language, text }) => `${law} ${language}: ${text}`),
    );
    expect(notes).toEqual([]);
  });

  test('names a remedy that has a text for users on file', () => {
    for (const text of findEnglish('EU-TCO')) expect(text).toContain('challenge the order before the courts');
  });

  test('omits a remedy that has no text for users', () => {
    for (const text of findEnglish('FR-LCEN-6-1')) expect(text).not.toMatch(/president of the administrative court/);
  });
});
