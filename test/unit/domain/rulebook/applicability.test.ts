import { describe, expect, test } from '@jest/globals';
import { judgeApplicability, type CompanyFacts } from '../../../../domain/rulebook/applicability.js';
import type { CompanyTest } from '../../../../domain/rulebook/regime.js';

const judge = (tests: CompanyTest[], company: CompanyFacts) =>
  judgeApplicability(
    { thresholds: tests.map((one) => ({ test: one, text: '', source: '', confidence: 'secondary', reviewer: null })) },
    company,
  );

const MILLION: CompanyTest = { users: { country: 'TR', atLeast: 1_000_000 } };

describe('judgeApplicability: whether a law applies to the company', () => {
  test('a law without thresholds applies to every company', () => {
    expect(judgeApplicability({}, {})).toBe('applies');
  });

  test('users are counted in the country of the law, the threshold included', () => {
    expect(judge([MILLION], { users: { TR: 1_000_000 } })).toBe('applies');
    expect(judge([MILLION], { users: { TR: 999_999 } })).toBe('does_not_apply');
    expect(judge([MILLION], { users: { DE: 5_000_000 } })).toBe('unknown');
  });

  test.each<[CompanyTest, CompanyFacts, CompanyFacts]>([
    [{ licence: 'my-onsa' }, { licences: ['my-onsa'] }, { licences: [] }],
    [{ representative: 'BR' }, { representatives: ['BR'] }, { representatives: ['TR'] }],
    [{ designation: 'eu-vlop' }, { designations: ['eu-vlop'] }, { designations: [] }],
  ])('%j is decided by the list that the company states, and unknown without it', (one, having, lacking) => {
    expect([judge([one], having), judge([one], lacking), judge([one], {})]).toEqual([
      'applies',
      'does_not_apply',
      'unknown',
    ]);
  });

  test('all thresholds must hold; one that fails decides, whatever is unknown', () => {
    expect(judge([MILLION, { licence: 'x' }], { users: { TR: 5 } })).toBe('does_not_apply');
    expect(judge([MILLION, { licence: 'x' }], { users: { TR: 2_000_000 } })).toBe('unknown');
  });
});
