import { describe, expect, test } from '@jest/globals';
import { APPEAL_DAYS, appealDueMs, appealWarningMs, isLate, mayJudge } from '../../../../domain/appeals/appeal.js';
import { findWorstConsequence, rankConsequence } from '../../../../domain/rulebook/consequence.js';
import type { RegimeVersion } from '../../../../domain/rulebook/regime.js';
import { languageFor } from '../../../../domain/duties/user-message.js';

const DAY = 24 * 3_600_000;
const at = (text: string) => Date.parse(text);

describe('appeal deadlines', () => {
  test('sets an appeal due after a fortnight, and warns ops when a quarter of the time is left', () => {
    expect(appealDueMs(0)).toBe(APPEAL_DAYS * DAY);
    expect(appealWarningMs(0)).toBe(APPEAL_DAYS * 0.75 * DAY);
  });

  test('counts an appeal as late from a millisecond after six months since the user notice', () => {
    const sinceMs = at('2026-01-31T10:00:00Z');
    expect(isLate({ sinceMs, receivedAtMs: at('2026-07-31T10:00:00Z') })).toBe(false);
    expect(isLate({ sinceMs, receivedAtMs: at('2026-07-31T10:00:00Z') + 1 })).toBe(true);
    expect(isLate({ sinceMs: null, receivedAtMs: 0 })).toBe(false);
  });

  test('bars a person who took part in the decision from judging the appeal', () => {
    expect(mayJudge('asha', { people: ['ravi', 'caro'] })).toBe(true);
    expect(mayJudge('ravi', { people: ['ravi', 'caro'] })).toBe(false);
  });
});

describe('findWorstConsequence', () => {
  const penalty = (patch: Partial<RegimeVersion['penalties'][number]>) => ({
    text: 'A fine.',
    fallsOn: ['company' as const],
    source: 'Act',
    confidence: 'secondary' as const,
    reviewer: null,
    ...patch,
  });

  test('returns the worst penalty on file, or unknown if none is on file', () => {
    const of = (...penalties: RegimeVersion['penalties']) => findWorstConsequence({ penalties });
    expect(of()).toBe('unknown');
    expect(of(penalty({}))).toBe('company');
    expect(of(penalty({}), penalty({ fallsOn: ['company', 'staff'] }))).toBe('person');
    expect(of(penalty({}), penalty({ fallsOn: ['staff'], prison: true }))).toBe('prison');
    expect(rankConsequence('unknown')).toBe(0);
    expect(rankConsequence('prison')).toBeGreaterThan(rankConsequence('person'));
  });
});

test('chooses the user’s language for a message if it has texts, otherwise English', () => {
  expect(languageFor('pt-BR', ['en', 'pt'])).toBe('pt');
  expect(languageFor('hi', ['en', 'pt'])).toBe('en');
  expect(languageFor(null, ['en'])).toBe('en');
});
