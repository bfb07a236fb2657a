import { describe, expect, test } from '@jest/globals';
import { findUnmet, listClosingDuties } from '../../../../domain/duties/closing.js';

const fact = (text: string, rule?: 'contested') => ({
  text,
  source: 'Act',
  confidence: 'secondary' as const,
  reviewer: null,
  ...(rule === undefined ? {} : { rule }),
});
const law = {
  formalities: { language: fact('In German'), form: fact('On the form', 'contested'), publication: fact('None') },
};

describe('closing', () => {
  test('asks for the duties of an answer that the law has, and for no others', () => {
    expect(listClosingDuties(law).map(({ duty, contested }) => [duty, contested])).toEqual([
      ['language', false],
      ['form', true],
    ]);
    expect(listClosingDuties(undefined)).toEqual([]);
    expect(listClosingDuties({})).toEqual([]);
  });

  test('is blocked by an unmet duty alone', () => {
    const duties = listClosingDuties(law);
    expect(findUnmet(duties, { language: 'unmet' })).toEqual(['language']);
    expect(findUnmet(duties, { language: 'met' })).toEqual([]);
    expect(findUnmet(duties, { language: 'not_owed' })).toEqual([]);
    expect(findUnmet(duties, {})).toEqual([]);
  });

  test.each([
    ['no decision', {}, true, []],
    ['counsel says that it binds', { form: false }, true, ['form']],
    ['counsel says that it does not bind', { form: true }, false, []],
  ] as const)('with a contested duty: %s', (_, counsel, asked, blocking) => {
    const duties = listClosingDuties(law, counsel);
    expect(duties.some(({ duty }) => duty === 'form')).toBe(asked);
    expect(findUnmet(duties, { form: 'unmet' })).toEqual(blocking);
  });
});
