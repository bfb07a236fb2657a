import { describe, expect, test } from '@jest/globals';
import { canonicalText } from '../../../../console/records/audit/entry.js';
import { includesText } from '../../../../console/records/list/includes-text.js';
import { headerLines, noticeNumberOf } from '../../../../console/records/outbox/mail.js';
import { keyStateAt } from '../../../../console/records/people/key-state.js';
import { writingsOf } from '../../../../console/records/restrictions/writings.js';
import { toLaws, versionOn } from '../../../../console/records/rulebook/laws.js';
import type { Version } from '../../../../console/records/rulebook/types.js';

describe('records', () => {
  test('an entry is the same text whatever the order of its parts', () => {
    const one = { seq: 1, detail: { b: [2, { d: 1, c: null }], a: 'x' } };
    const other = { detail: { a: 'x', b: [2, { c: null, d: 1 }] }, seq: 1 };
    expect(canonicalText(one)).toBe(canonicalText(other));
    expect(JSON.parse(canonicalText(one))).toEqual(one);
  });

  test('a record is found by any of its texts, in any case', () => {
    expect(includesText({ name: 'Bundesnetzagentur', domains: ['bnetza.de'] }, 'BNETZA')).toBe(true);
    expect(includesText({ name: 'Bundesnetzagentur' }, 'court')).toBe(false);
    expect(includesText({}, '')).toBe(true);
  });

  test('the number of a notice is read from the subject and nothing that only looks like it', () => {
    expect(noticeNumberOf('Receipt of your notice DEMO/69A/02 [N-2026-000003]')).toBe('N-2026-000003');
    expect(noticeNumberOf('[N-26-3] hello')).toBeNull();
    expect(noticeNumberOf(null)).toBeNull();
  });

  test('a header that came twice is shown twice', () => {
    expect(headerLines({ to: 'a@desk.example', received: ['one', 'two'] })).toEqual([
      ['to', 'a@desk.example'],
      ['received', 'one'],
      ['received', 'two'],
    ]);
  });

  test('a key is live until it is revoked or its time has come', () => {
    const now = Date.parse('2021-02-09T12:00:00Z');
    expect(keyStateAt({ expiresAt: null, revokedAt: null }, now)).toBe('live');
    expect(keyStateAt({ expiresAt: '2021-02-09T12:00:00Z', revokedAt: null }, now)).toBe('expired');
    expect(keyStateAt({ expiresAt: '2021-02-09T12:00:01Z', revokedAt: null }, now)).toBe('live');
    expect(keyStateAt({ expiresAt: null, revokedAt: '2021-02-09T11:00:00Z' }, now)).toBe('revoked');
  });

  test('a name is looked for with and without its sign, as pasted first', () => {
    const writings = writingsOf(' Example_1 ');
    expect(writings[0]).toBe('Example_1');
    expect(writings).toContain('@Example_1');
    expect(writingsOf('   ')).toEqual([]);
  });

  test('the version of a law on a day begins on its first day and ends before its last', () => {
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
