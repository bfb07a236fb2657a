import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { findPassageProblem, readPassage } from '../../../../domain/rulebook/passage.js';

const LAW = `# Article 3
1. The authority may issue a removal order.
2. Where it has not issued one before, it shall provide information at least 12 hours before.
(a) The first thing.
(b) The second
thing, on two lines.
3. The provider shall act within one hour.
# Article 30
1. Penalties.
# Art. 19
§ 1º A ordem judicial deverá conter identificação clara.
§ 2º Outra.
# 18 U.S.C. 2703(d)
A court order may be issued.
`;

const problem = (at: string, clause: string) => findPassageProblem(LAW, { at, clause });

describe('findPassageProblem: a quoted clause in a stored text', () => {
  test('finds a clause at a heading, whatever the white space', () => {
    expect(problem('Article 3', 'within  one\nhour')).toBeNull();
    expect(problem('18 U.S.C. 2703(d)', 'A court order may be issued.')).toBeNull();
  });

  test('finds a clause at the numbers and letters that begin lines below a heading', () => {
    expect(problem('Article 3(2)', 'at least 12 hours before')).toBeNull();
    expect(problem('Article 3(2)(b)', 'The second thing')).toBeNull();
    expect(problem('Article 3, paragraph 3', 'within one hour')).toBeNull();
    expect(problem('Art. 19, § 1º', 'identificação clara')).toBeNull();
  });

  test('does not find a clause of another paragraph or article', () => {
    expect(problem('Article 3(1)', 'within one hour')).toBe('no_clause');
    expect(problem('Article 3(2)(a)', 'The second thing')).toBe('no_clause');
    expect(problem('Article 30', 'within one hour')).toBe('no_clause');
    expect(problem('Art. 19, § 2º', 'identificação clara')).toBe('no_clause');
  });

  test('does not find a clause with other words', () => {
    expect(problem('Article 3', 'within two hours')).toBe('no_clause');
    expect(problem('Article 3', 'Within one hour')).toBe('no_clause');
  });

  test('finds the parts of a clause with an ellipsis in their order only', () => {
    expect(problem('Article 3(2)', 'it shall provide information … 12 hours before')).toBeNull();
    expect(problem('Article 3(2)', '12 hours before … it shall provide information')).toBe('no_clause');
  });

  test('reports a place that the text does not have', () => {
    expect(problem('Article 4', 'within one hour')).toBe('no_place');
    expect(problem('Article 3(4)', 'within one hour')).toBe('no_place');
    expect(problem('Article 3(2)(c)', 'thing')).toBe('no_place');
  });
});

test('readPassage: every paragraph of a numbered article is found by its number, and holds no other', () => {
  const paragraph = fc.stringMatching(/^[a-z ]{1,20}$/).map((text) => `word ${text.trim()}`);
  fc.assert(
    fc.property(fc.array(paragraph, { minLength: 1, maxLength: 12 }), (paragraphs) => {
      const body = ['# Article 1', ...paragraphs.map((text, index) => `${index + 1}. ${text}`), '# Article 2'].join(
        '\n',
      );
      for (const [index, text] of paragraphs.entries())
        expect(readPassage(body, `Article 1(${index + 1})`)).toBe(`${index + 1}. ${text}`);
      expect(readPassage(body, `Article 1(${paragraphs.length + 1})`)).toBeNull();
    }),
  );
});
