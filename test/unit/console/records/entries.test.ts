import { englishWords } from '../../../support/words.js';
import { describe, expect, test } from '@jest/globals';
import { findActionsCalled } from '../../../../console/records/audit/audit-text.js';
import { canonicalText } from '../../../../console/records/audit/entry.js';
import { includesText } from '../../../../console/records/list/filter.js';
import { headerLines, parseNoticeNumber } from '../../../../console/records/outbox/mail.js';
import { keyStateAt } from '../../../../console/records/people/key-state.js';
import { toLaws, versionOn } from '../../../../console/records/rulebook/laws.js';
import type { Version } from '../../../../console/records/rulebook/types.js';

describe('entries of the records pages', () => {
  test('give the same canonical text whatever the order of keys', () => {
    const one = { seq: 1, detail: { b: [2, { d: 1, c: null }], a: 'x' } };
    const other = { detail: { a: 'x', b: [2, { c: null, d: 1 }] }, seq: 1 };
    expect(canonicalText(one)).toBe(canonicalText(other));
    expect(JSON.parse(canonicalText(one))).toEqual(one);
  });

  test('are found by any of their texts, in any case', () => {
    expect(includesText({ name: 'Bundesnetzagentur', domains: ['bnetza.de'] }, 'BNETZA')).toBe(true);
    expect(includesText({ name: 'Bundesnetzagentur' }, 'court')).toBe(false);
    expect(includesText({}, '')).toBe(true);
  });

  test('are found in the audit log by the words that the screen shows, in any order', async () => {
    const t = await englishWords();
    expect(findActionsCalled('approved', t)).toContain('approve');
    expect(findActionsCalled('Submission 1 approved', t)).toContain('approve');
    expect(findActionsCalled('sent BACK', t)).toContain('return');
    expect(findActionsCalled('Submission 1 approved', t)).not.toContain('return');
    for (const unclear of ['', '12', 'a', '…']) expect(findActionsCalled(unclear, t)).toEqual([]);
  });

  test('read a notice number from a mail subject only in its exact form', () => {
    expect(parseNoticeNumber('Receipt of your notice DEMO/69A/02 [N-2026-000003]')).toBe('N-2026-000003');
    expect(parseNoticeNumber('[N-26-3] hello')).toBeNull();
    expect(parseNoticeNumber(null)).toBeNull();
  });

  test('show a repeated mail header twice', () => {
    expect(headerLines({ to: 'a@desk.example', received: ['one', 'two'] })).toEqual([
      ['to', 'a@desk.example'],
      ['received', 'one'],
      ['received', 'two'],
    ]);
  });

  test('show a key as live until it is revoked or expires', () => {
    const now = Date.parse('2021-02-09T12:00:00Z');
    expect(keyStateAt({ expiresAt: null, revokedAt: null }, now)).toBe('live');
    expect(keyStateAt({ expiresAt: '2021-02-09T12:00:00Z', revokedAt: null }, now)).toBe('expired');
    expect(keyStateAt({ expiresAt: '2021-02-09T12:00:01Z', revokedAt: null }, now)).toBe('live');
    expect(keyStateAt({ expiresAt: null, revokedAt: '2021-02-09T11:00:00Z' }, now)).toBe('revoked');
  });

  test('pick the version of a law in force on a date, without its end date', () => {
    const version = (name: string, inForceFrom: string, inForceTo: string | null) =>
      ({ id: 'IN-X', version: name, title: name, jurisdiction: 'IN', inForceFrom, inForceTo }) as Version;
    const [law] = toLaws([version('b', '2026-02-20', null), version('a', '2025-11-15', '2026-02-20')]);
    if (law === undefined) throw new Error('No law was made of two versions');
    expect(law.title).toBe('b');
    expect(versionOn(law, '2026-02-19')?.version).toBe('a');
    expect(versionOn(law, '2026-02-20')?.version).toBe('b');
    expect(versionOn(law, '2025-11-14')).toBeNull();
  });
});
