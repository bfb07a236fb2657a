import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compareTexts, type TextPart } from '../../../../domain/letters/word-diff.js';

const text = fc
  .array(fc.constantFrom('a', 'b', 'c', 'of', '12', '\n', ' ', '  ', '٣', '🙂'), { maxLength: 30 })
  .map((parts) => parts.join(''));
const side = (parts: readonly TextPart[], kind: TextPart['kind']) =>
  parts
    .filter((part) => part.kind === 'same' || part.kind === kind)
    .map((part) => part.text)
    .join('');

describe('compareTexts', () => {
  test('returns parts that make up both texts', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const parts = compareTexts(before, after);
        expect(side(parts, 'gone')).toBe(before);
        expect(side(parts, 'new')).toBe(after);
        expect(parts.every((part, at) => part.text !== '' && part.kind !== parts[at - 1]?.kind)).toBe(true);
      }),
    );
  });

  test('finds no difference between equal texts', () => {
    fc.assert(
      fc.property(text, (same) => expect(compareTexts(same, same).every(({ kind }) => kind === 'same')).toBe(true)),
    );
  });

  test('marks single words', () => {
    expect(compareTexts('we acted on 1161 accounts', 'we acted on 1149 accounts')).toEqual([
      { kind: 'same', text: 'we acted on ' },
      { kind: 'gone', text: '1161' },
      { kind: 'new', text: '1149' },
      { kind: 'same', text: ' accounts' },
    ]);
  });

  test('shows a very long difference as a whole', () => {
    const [before, after] = ['x ', 'y '].map((word) => word.repeat(3_000).trim());
    expect(compareTexts(before ?? '', after ?? '').map(({ kind }) => kind)).toEqual(['gone', 'new']);
  });
});
