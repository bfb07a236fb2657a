import { describe, expect, test } from '@jest/globals';
import { dkimProblem, readTags } from '../../../../domain/mail/dkim.js';

const NOW = Date.UTC(2026, 10, 30);
const HEADER = 'v=1; a=rsa-sha256; d=meity.example; s=s1; h=From:To; bh=AA==; b=AA==';
const KEY = 'v=DKIM1; k=rsa; p=AA==';

const problem = ({
  header = HEADER,
  key = KEY,
  bits = 2_048,
}: {
  header?: string;
  key?: string;
  bits?: number | null;
} = {}) => dkimProblem({ tags: readTags(header), key: readTags(key), bits }, NOW);

describe('readTags', () => {
  test('reads a folded tag list that ends with a semicolon', () => {
    expect([...(readTags('a=1;\r\n\tB = two words ; ') ?? [])]).toEqual([
      ['a', '1'],
      ['b', 'two words'],
    ]);
  });

  test.each([
    ['an empty list', ''],
    ['text', 'just words'],
    ['an empty tag within', 'a=1;; b=2'],
    ['a tag that stands there twice', 'a=1; A=2'],
    ['a value before its tag', '=1; a=2'],
  ])('rejects %s', (_name, list) => {
    expect(readTags(list)).toBeNull();
  });
});

describe('dkimProblem', () => {
  test.each([
    ['a key of 1,024 bits', { bits: 1_024 }],
    ['an Ed25519 key', { header: HEADER.replace('rsa', 'ed25519'), bits: null }],
    ['an end a second ahead', { header: `${HEADER}; x=${NOW / 1_000 + 1}` }],
    ['a time five minutes ahead', { header: `${HEADER}; t=${NOW / 1_000 + 300}` }],
    ['several ways to look a key up, DNS among them', { header: `${HEADER}; q=x:dns/txt` }],
  ])('accepts %s', (_name, change) => {
    expect(problem(change)).toBeNull();
  });

  test.each([
    ['a key of 1,023 bits', { bits: 1_023 }, 'fewer than 1024 bits'],
    ['an RSA signature by a key of another kind', { bits: null }, 'a different kind'],
    ['an Ed25519 signature by an RSA key', { header: HEADER.replace('rsa', 'ed25519') }, 'a different kind'],
    ['a header that cannot be read', { header: 'x' }, 'its header cannot be read'],
    ['a key record that cannot be read', { key: 'x' }, 'its key record cannot be read'],
    ['an end at this very second', { header: `${HEADER}; x=${NOW / 1_000}` }, 'has expired'],
    ['a time more than five minutes ahead', { header: `${HEADER}; t=${NOW / 1_000 + 301}` }, 'in the future'],
    [
      'an end before the beginning',
      { header: `${HEADER}; t=${NOW / 1_000 + 9}; x=${NOW / 1_000 + 8}` },
      'before it was made',
    ],
    ['no signing domain', { header: HEADER.replace('d=meity.example; ', '') }, 'identity'],
  ])('rejects %s', (_name, change, words) => {
    expect(problem(change)).toContain(words);
  });
});
