import { describe, expect, test } from '@jest/globals';
import { ASKED_DATES, listAskedDates } from '../../../../domain/rulebook/asked-dates.js';
import { FACT_FIELDS, START_FACTS, type ClockRule, type StartFact } from '../../../../domain/rulebook/regime.js';

const rule = (startsOn: StartFact, patch: Partial<ClockRule> = {}) =>
  ({ startsOn, guards: null, status: 'in_force', ...patch }) as ClockRule;

describe('listAskedDates', () => {
  test('asks nothing for a law that counts from receipt or from our own acts', () => {
    expect(listAskedDates([{ clocks: [rule('receipt'), rule('effect'), rule('user_notice')] }])).toEqual([]);
  });

  test('asks for what a floor guards, and not for a provision that is annulled', () => {
    const clocks = [rule('receipt', { guards: 'hearing' }), rule('actual_knowledge', { status: 'annulled' })];
    expect(listAskedDates([{ clocks }])).toEqual(['hearingAt']);
  });

  test('asks once for a date that two laws use', () => {
    expect(listAskedDates([{ clocks: [rule('issue')] }, { clocks: [rule('deemed_service')] }])).toEqual([
      'issuedAt',
      'servedAt',
    ]);
  });

  test('can ask for every instant of a notice', () => {
    const clocks = [
      ...START_FACTS.map((fact) => rule(fact)),
      rule('receipt', { guards: 'hearing' }),
      rule('receipt', { guards: 'disclosure' }),
    ];
    expect([...listAskedDates([{ clocks }])].toSorted()).toEqual(['issuedAt', 'servedAt', ...FACT_FIELDS].toSorted());
    expect(new Set(ASKED_DATES).size).toBe(ASKED_DATES.length);
  });
});
