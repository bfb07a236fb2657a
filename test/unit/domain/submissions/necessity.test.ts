import { expect, test } from '@jest/globals';
import { listNecessityRules } from '../../../../domain/submissions/necessity.js';

test.each([
  ['DE', ['protected_class', 'own_rules']],
  ['EU', ['protected_class', 'own_rules']],
  ['IN', ['protected_class']],
])('listNecessityRules(%s)', (jurisdiction, rules) => {
  expect(listNecessityRules(jurisdiction)).toEqual(rules);
});
