import { describe, expect, test } from '@jest/globals';
import { DECISION_ACTIONS, ENFORCED_ACTIONS, INTERVENTIONS } from '../../../../domain/targets/decision-action.js';
import { GROUND_CODES, groundFits, groundNeedsNote } from '../../../../domain/targets/ground.js';

describe('actions and grounds', () => {
  test('accept the ground "other", which needs a note, for every action, and no unknown code', () => {
    expect(DECISION_ACTIONS.every((action) => groundFits(action, 'other'))).toBe(true);
    expect(DECISION_ACTIONS.some((action) => groundFits(action, 'constructor'))).toBe(false);
    expect(GROUND_CODES.filter(groundNeedsNote)).toEqual(['other']);
  });

  test.each([
    ['withhold', 'legal_basis_met', true],
    ['withhold', 'overbroad', false],
    ['remove_rules', 'own_rules', true],
    ['remove_law', 'own_rules', false],
    ['disclose', 'complied_under_protest', true],
    ['push_back', 'protected_speech', true],
    ['clarify', 'missing_document', true],
    ['not_the_target', 'mistaken_identity', true],
    ['already_actioned', 'already_actioned', true],
    ['not_found', 'already_actioned', false],
  ] as const)('decide whether %s may have the ground %s: %s', (action, code, fits) => {
    expect(groundFits(action, code)).toBe(fits);
  });

  test('are enforced by the platform for every acting decision except disclosure', () => {
    expect(INTERVENTIONS.filter((action) => !(ENFORCED_ACTIONS as readonly string[]).includes(action))).toEqual([
      'disclose',
    ]);
  });
});
