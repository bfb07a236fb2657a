import { expect, test } from '@jest/globals';
import { RETENTION_TABLE } from '../../../../domain/notices/retention.js';

test.each(['return', 'uphold_order', 'contested_rule_decided', 'reopen', 'hold_set'] as const)(
  'the reason that a person wrote for %s is erased with the texts of the notice',
  (action) => {
    const erasing = Object.values(RETENTION_TABLE).filter(({ entries }) => (entries as string[]).includes(action));
    expect(erasing).toHaveLength(1);
  },
);
