import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { diffWords, type DiffPart } from '../../../domain/letters/word-diff.js';

const text = fc
  .array(fc.constantFrom('a', 'b', 'c', 'of', '12', '\n', ' ', '  ', '٣', '🙂'), { maxLength: 30 })
  .map((parts) => parts.join(''));
const side = (parts: readonly DiffPart[], kind: DiffPart['kind']) =>
  parts
    .filter((part) => part.kind === 'same' || part.kind === kind)
    .map((part) => part.text)
    .join('');

describe('diffWords', () => {
  test('returns parts that make up both texts', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const parts = diffWords(before, after);
        expect(side(parts, 'gone')).toBe(before);
        expect(side(parts, 'new')).toBe(after);
        expect(parts.every((part, at) => part.text !== '' && part.kind !== parts[at - 1]?.kind)).toBe(true);
      }),
    );
  });

  test('finds no difference between equal texts', () => {
    fc.assert(
      fc.property(text, (same) => expect(diffWords(same, same).every(({ kind }) => kind === 'same')).toBe(true)),
    );
  });

  test('marks single words', () => {
    expect(diffWords('we acted on 1161 accounts', 'we acted on 1149 accounts')).toEqual([
      { kind: 'same', text: 'we acted on ' },
      { kind: 'gone', text: '1161' },
      { kind: 'new', text: '1149' },
      { kind: 'same', text: ' accounts' },
    ]);
  });

  test('shows a very long difference as a whole', () => {
    const [before, after] = ['x ', 'y '].map((word) => word.repeat(3_000).trim());
    expect(diffWords(before ?? '', after ?? '').map(({ kind }) => kind)).toEqual(['gone', 'new']);
  });
});
