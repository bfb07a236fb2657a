import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { diffWords, pairFacts, splitLine, wholeText } from '../../../../console/records/rulebook/compare.js';
import type { LawFact } from '../../../../console/records/rulebook/fact.js';

const fact = (section: LawFact['section'], key: string, text = key): LawFact => ({
  section,
  key,
  head: '',
  text,
  sourced: null,
});

describe('comparison of two versions of a law', () => {
  test('pairs a fact with itself, or with nothing where the other version lacks it', () => {
    const pairs = pairFacts([fact('clocks', 'comply'), fact('clocks', 'reply')], [fact('clocks', 'comply')]);
    expect(pairs).toEqual([
      {
        section: 'clocks',
        pairs: [
          { key: 'comply', before: fact('clocks', 'comply'), after: fact('clocks', 'comply') },
          { key: 'reply', before: fact('clocks', 'reply'), after: null },
        ],
      },
    ]);
  });

  test('sorts sections in reading order and leaves out empty ones', () => {
    const sections = pairFacts([], [fact('penalties', '0'), fact('force', 'status')]).map(({ section }) => section);
    expect(sections).toEqual(['force', 'penalties']);
  });

  test('marks only the words that differ', () => {
    expect(diffWords('Remove within 36 hours of notice.', 'Remove within 3 hours of notice.')).toEqual([
      { change: 'same', text: 'Remove within ' },
      { change: 'del', text: '36 ' },
      { change: 'ins', text: '3 ' },
      { change: 'same', text: 'hours of notice.' },
    ]);
  });

  test('builds the old text from kept and deleted words, the new one from kept and inserted', () => {
    const words = fc.array(fc.constantFrom('of', 'notice', 'hours', '36', '3'), { maxLength: 12 });
    const text = words.map((parts) => parts.join(' '));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const pieces = diffWords(before, after);
        const without = (change: string) =>
          pieces
            .filter((piece) => piece.change !== change)
            .map((piece) => piece.text)
            .join('');
        // The space before an inserted or deleted word belongs to the word before it.
        expect(without('ins').trim().split(/\s+/)).toEqual(before.split(/\s+/));
        expect(without('del').trim().split(/\s+/)).toEqual(after.split(/\s+/));
      }),
    );
  });

  test('compares texts too long for words as a whole', () => {
    const [before, after] = ['a '.repeat(500), 'b '.repeat(500)];
    expect(diffWords(before, after)).toEqual([
      { change: 'del', text: before },
      { change: 'ins', text: after },
    ]);
  });

  test('follows a question with its answer, and any other heading with a colon', () => {
    expect(wholeText({ ...fact('contents', 'x', 'Yes.'), head: 'Is it signed?' })).toBe('Is it signed? Yes.');
    expect(wholeText({ ...fact('clocks', 'x', '3 hours.'), head: 'Comply' })).toBe('Comply: 3 hours.');
    expect(wholeText(fact('force', 'x', 'All of it.'))).toBe('All of it.');
  });

  test('splits a line of a difference at its label and its arrow', () => {
    expect(splitLine('comply: 36 hours → 3 hours from receipt')).toEqual({
      label: 'comply',
      before: '36 hours',
      after: '3 hours from receipt',
    });
    expect(splitLine('comply, source: Rule 3: 36 hours → Rule 3: 3 hours')).toMatchObject({
      label: 'comply, source',
      before: 'Rule 3: 36 hours',
      after: 'Rule 3: 3 hours',
    });
    expect(splitLine('authorities: added in-i4c')).toBeNull();
  });
});
