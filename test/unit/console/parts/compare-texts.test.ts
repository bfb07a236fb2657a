import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compareTexts, type Piece } from '../../../../console/parts/compare-texts.js';

const text = fc
  .array(fc.constantFrom('a', 'b', 'c', 'of', '12', '\n', ' ', '  ', '٣', '🙂'), { maxLength: 30 })
  .map((parts) => parts.join(''));
const side = (parts: readonly Piece[], kind: Piece['change']) =>
  parts
    .filter((part) => part.change === 'same' || part.change === kind)
    .map((part) => part.text)
    .join('');

describe('compareTexts', () => {
  test('returns parts that make up both texts', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const parts = compareTexts(before, after);
        expect(side(parts, 'gone')).toBe(before);
        expect(side(parts, 'new')).toBe(after);
        expect(parts.every((part, at) => part.text !== '' && part.change !== parts[at - 1]?.change)).toBe(true);
      }),
    );
  });

  test('finds no difference between equal texts', () => {
    fc.assert(
      fc.property(text, (same) => expect(compareTexts(same, same).every(({ change }) => change === 'same')).toBe(true)),
    );
  });

  test('marks single words', () => {
    expect(compareTexts('we acted on 1161 accounts', 'we acted on 1149 accounts')).toEqual([
      { change: 'same', text: 'we acted on ' },
      { change: 'gone', text: '1161' },
      { change: 'new', text: '1149' },
      { change: 'same', text: ' accounts' },
    ]);
  });

  test('shows a very long difference as a whole', () => {
    const [before, after] = ['x ', 'y '].map((word) => word.repeat(3_000).trim());
    expect(compareTexts(before ?? '', after ?? '').map(({ change }) => change)).toEqual(['gone', 'new']);
  });
});
