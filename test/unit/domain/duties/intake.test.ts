import { describe, expect, test } from '@jest/globals';
import { suggestAnswer } from '../../../../domain/duties/intake.js';
import { contestedRules } from '../../../../domain/rulebook/contested.js';

const language = (accepts: 'declared' | string[]) => ({ about: 'language' as const, accepts });
const declared = ['en', 'de'];

describe('suggestAnswer', () => {
  test.each([
    ['de', language('declared'), 'present'],
    ['EN-gb', language('declared'), 'present'],
    ['tr', language('declared'), 'missing'],
    ['pt-BR', language(['pt']), 'present'],
    ['en', language(['pt']), 'missing'],
  ] as const)('%s under %j is %s', (said, rule, answer) => {
    expect(suggestAnswer({ ...rule }, { language: said, declared })).toBe(answer);
  });

  test('is silent where the company has declared nothing, and on what only a person can tell', () => {
    expect(suggestAnswer(language('declared'), { language: 'tr', declared: [] })).toBeNull();
    expect(suggestAnswer({ about: 'language' }, { language: 'tr', declared })).toBeNull();
    expect(suggestAnswer({ about: 'addressee' }, { language: 'tr', declared })).toBeNull();
    expect(suggestAnswer({}, { language: 'tr', declared })).toBeNull();
  });
});

describe('service on another office', () => {
  const sourced = { source: 'Act, section 3', confidence: 'secondary' as const, reviewer: null };
  const item = { id: 'office', asks: '', sentence: '', lack: 'clocks_run' as const, about: 'addressee' as const };
  const law = { userNotice: null, contents: [{ ...item, ...sourced }] };

  test('is a question to counsel once triage finds the wrong office', () => {
    expect(contestedRules(law, { office: 'missing' })).toEqual([
      expect.objectContaining({ topic: 'service', source: 'Act, section 3' }),
    ]);
    expect(contestedRules(law, { office: 'present' })).toEqual([]);
    expect(contestedRules(law)).toEqual([]);
  });
});
