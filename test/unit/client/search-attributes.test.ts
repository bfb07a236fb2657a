import { describe, expect, test } from '@jest/globals';
import { createSearchAttributes } from '../../../client/search-attributes.js';
import { aNotice } from '../../support/builders.js';

const AT = Date.parse('2026-11-28T10:47:12.345Z');
const hex = AT.toString(16).padStart(12, '0');
const noticeId = `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
/** As the native connection throws it (server 1.32). */
const unknown = () => {
  const text = 'Namespace default has no mapping defined for search attribute NoticeLaw';
  const cause = Object.assign(new Error(text), { code: 3, details: '', metadata: {} });
  return new Error('Failed to start Workflow', { cause });
};

describe('search attributes of a notice', () => {
  test('are its law, its kind and the hour in which it was received', () => {
    const input = aNotice({ noticeId, label: 'ND-1', kind: 'blocking_order' });
    const pairs = createSearchAttributes().find(input)?.getAll() ?? [];
    expect(pairs.map(({ key, value }) => [key.name, value])).toEqual([
      ['NoticeLaw', input.regime.id],
      ['NoticeKind', 'blocking_order'],
      ['NoticeReceivedHour', new Date('2026-11-28T10:00:00Z')],
    ]);
  });

  test('are none of a secret notice, which has no label', () => {
    const { label: _, ...secret } = aNotice({ noticeId });
    expect(createSearchAttributes().find(secret)).toBeUndefined();
  });

  test('are left out for ten minutes where the namespace does not have them', () => {
    let now = AT;
    const attributes = createSearchAttributes(() => now);
    const input = aNotice({ noticeId, label: 'ND-1' });
    expect(attributes.areUnknown(new Error('no connection'))).toBe(false);
    expect(attributes.find(input)).toBeDefined();
    expect(attributes.areUnknown(unknown())).toBe(true);
    expect(attributes.find(input)).toBeUndefined();
    now += 10 * 60_000;
    expect(attributes.find(input)).toBeDefined();
  });
});
