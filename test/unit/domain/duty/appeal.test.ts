import { describe, expect, test } from '@jest/globals';
import { APPEAL_DAYS, appealDueMs, appealWarningMs, isLate, mayJudge } from '../../../../domain/appeal/appeal.js';
import { consequenceOf, weightOf } from '../../../../domain/law/consequence.js';
import type { RegimeVersion } from '../../../../domain/law/regime.js';
import { languageFor } from '../../../../domain/duty/user-message.js';

const DAY = 24 * 3_600_000;
const at = (text: string) => Date.parse(text);

describe('an appeal', () => {
  test('is due in a fortnight, and ops hear of it when a quarter is left', () => {
    expect(appealDueMs(0)).toBe(APPEAL_DAYS * DAY);
    expect(appealWarningMs(0)).toBe(APPEAL_DAYS * 0.75 * DAY);
  });

  test('is late six months after its user was told, to the millisecond', () => {
    const sinceMs = at('2026-01-31T10:00:00Z');
    expect(isLate({ sinceMs, receivedAtMs: at('2026-07-31T10:00:00Z') })).toBe(false);
    expect(isLate({ sinceMs, receivedAtMs: at('2026-07-31T10:00:00Z') + 1 })).toBe(true);
    expect(isLate({ sinceMs: null, receivedAtMs: 0 })).toBe(false);
  });

  test('is judged by nobody who had a part in what it is about', () => {
    expect(mayJudge('asha', { people: ['ravi', 'caro'] })).toBe(true);
    expect(mayJudge('ravi', { people: ['ravi', 'caro'] })).toBe(false);
  });
});

describe('what a breach may come to', () => {
  const penalty = (patch: Partial<RegimeVersion['penalties'][number]>) => ({
    text: 'A fine.',
    fallsOn: ['company' as const],
    source: 'Act',
    confidence: 'secondary' as const,
    reviewer: null,
    ...patch,
  });

  test('is the worst that is on file, and unknown where nothing is', () => {
    const of = (...penalties: RegimeVersion['penalties']) => consequenceOf({ penalties });
    expect(of()).toBe('unknown');
    expect(of(penalty({}))).toBe('company');
    expect(of(penalty({}), penalty({ fallsOn: ['company', 'staff'] }))).toBe('person');
    expect(of(penalty({}), penalty({ fallsOn: ['staff'], prison: true }))).toBe('prison');
    expect(weightOf('unknown')).toBe(0);
    expect(weightOf('prison')).toBeGreaterThan(weightOf('person'));
  });
});

test('a message is in the language of its user where there are texts in it, else in English', () => {
  expect(languageFor('pt-BR', ['en', 'pt'])).toBe('pt');
  expect(languageFor('hi', ['en', 'pt'])).toBe('en');
  expect(languageFor(null, ['en'])).toBe('en');
});
