import fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import { doubtDoneAt } from '../../../../domain/targets/manual-action.js';
import { readTargetNumbers, toRanges } from '../../../../domain/targets/target-numbers.js';

describe('readTargetNumbers', () => {
  test('reads back what toRanges shortens', () => {
    const numbers = fc.uniqueArray(fc.integer({ min: 1, max: 5_000 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(numbers, (given) => {
        const sorted = given.toSorted((one, other) => one - other);
        const ranges = toRanges(sorted);
        const text = ranges.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(', ');
        expect(readTargetNumbers(text)).toEqual({ numbers: sorted });
        for (const [place, [from]] of ranges.entries())
          if (place > 0) expect(from).toBeGreaterThan((ranges[place - 1]?.[1] ?? 0) + 1);
      }),
    );
  });

  test.each(['', '0', '5-3', '1,,2', 'a', '1-200000', '-1', '1.5'])('says that %j is none', (text) => {
    expect(readTargetNumbers(text)).toHaveProperty('wrong');
  });
});

test('something was done by hand from receipt until now, both included', () => {
  const at = (doneAtMs: number) => doubtDoneAt({ doneAtMs, receivedAtMs: 1_000, nowMs: 2_000 });
  expect([999, 1_000, 2_000, 2_001].map(at)).toEqual(['before_receipt', null, null, 'future']);
});
