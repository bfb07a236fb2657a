import { describe, expect, test } from '@jest/globals';
import { pairFacts, splitLine, wholeText } from '../../../../console/records/rulebook/compare.js';
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
