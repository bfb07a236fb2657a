import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LEAST_PAIRS, measureAgreement, measureByAction } from '../../../../domain/quality/agreement.js';
import { computeKappa, type RatedPair } from '../../../../domain/quality/kappa.js';
import { DECISION_ACTIONS } from '../../../../domain/targets/decision-action.js';
import { runs } from '../../../support/jest/cases.js';

const NAMES = ['a', 'b', 'c', 'd'];
const toPairs = (table: readonly (readonly number[])[]): RatedPair[] =>
  table.flatMap((row, i) => row.map((count, j) => ({ first: NAMES[i] ?? '', second: NAMES[j] ?? '', count })));
const pairsOf = <Name extends string>(names: readonly Name[]) =>
  fc.array(
    fc.record({
      first: fc.constantFrom(...names),
      second: fc.constantFrom(...names),
      count: fc.integer({ min: 0, max: 500 }),
    }),
    { maxLength: 20 },
  );
const pairs = pairsOf(NAMES);

describe('computeKappa', () => {
  test.each<[string, number[][], number]>([
    [
      'Wikipedia, “Cohen’s kappa”, grant proposals',
      [
        [20, 5],
        [10, 15],
      ],
      0.4,
    ],
    [
      'Wikipedia, same percentage agreement, first table',
      [
        [45, 15],
        [25, 15],
      ],
      0.1304,
    ],
    [
      'Wikipedia, same percentage agreement, second table',
      [
        [25, 35],
        [5, 35],
      ],
      0.2593,
    ],
    [
      'Fleiss, Levin and Paik 2003, table 18.1',
      [
        [75, 1, 4],
        [5, 4, 1],
        [0, 0, 10],
      ],
      0.6765,
    ],
    [
      'Cohen 1968, 200 diagnoses',
      [
        [106, 10, 4],
        [22, 28, 10],
        [2, 12, 6],
      ],
      0.4286,
    ],
  ])('gives the published value: %s', (_source, table, expected) => {
    expect(computeKappa(toPairs(table))?.value).toBeCloseTo(expected, 4);
  });

  test('gives the published interval: ci.kappa(.05, 31, 12, 4, 58) of the R package statpsych', () => {
    const { value, low, high } = computeKappa(
      toPairs([
        [31, 12],
        [4, 58],
      ]),
    ) ?? { value: 0, low: 0, high: 0 };
    expect(value).toBeCloseTo(0.6756757, 6);
    expect(low).toBeCloseTo(0.531721, 5);
    expect(high).toBeCloseTo(0.8196303, 5);
  });

  test('is undefined without pairs, and where both chose one category only', () => {
    expect(computeKappa([])).toBeNull();
    expect(computeKappa([{ first: 'a', second: 'a', count: 0 }])).toBeNull();
    expect(computeKappa([{ first: 'a', second: 'a', count: 40 }])).toBeNull();
  });

  test('is zero where one rater always chooses the same category', () => {
    expect(
      computeKappa(
        toPairs([
          [30, 0],
          [10, 0],
        ]),
      )?.value,
    ).toBeCloseTo(0, 12);
  });

  test('is symmetric in the raters', () => {
    fc.assert(
      fc.property(pairs, (given) => {
        const swapped = given.map(({ first, second, count }) => ({ first: second, second: first, count }));
        expectClose(computeKappa(swapped), computeKappa(given));
      }),
      runs(300),
    );
  });

  test('does not depend on the names or the order of categories', () => {
    fc.assert(
      fc.property(pairs, fc.shuffledSubarray(NAMES, { minLength: NAMES.length }), (given, names) => {
        const rename = (name: string) => `new ${names[NAMES.indexOf(name)]}`;
        const renamed = given.map(({ first, second, count }) => ({
          first: rename(first),
          second: rename(second),
          count,
        }));
        expectClose(computeKappa(renamed.toReversed()), computeKappa(given));
      }),
      runs(300),
    );
  });

  test('is one, with an interval of no width, exactly if the raters agree on everything', () => {
    fc.assert(
      fc.property(pairs, (given) => {
        const kappa = computeKappa(given);
        if (kappa === null) return;
        const agreeOnAll = given.every(({ first, second, count }) => first === second || count === 0);
        expect(kappa.value > 1 - 1e-12).toBe(agreeOnAll);
        if (agreeOnAll) expect(kappa.low).toBeCloseTo(1, 6);
      }),
      runs(300),
    );
  });

  test('lies between -1 and 1, within its interval', () => {
    fc.assert(
      fc.property(pairs, (given) => {
        const kappa = computeKappa(given);
        if (kappa === null) return;
        expect(kappa.value).toBeGreaterThanOrEqual(-1 - 1e-12);
        expect(kappa.value).toBeLessThanOrEqual(1 + 1e-12);
        expect(kappa.low).toBeLessThanOrEqual(kappa.value + 1e-12);
        expect(kappa.high).toBeGreaterThanOrEqual(kappa.value - 1e-12);
      }),
      runs(300),
    );
  });
});

describe('measureAgreement', () => {
  const mixed = (count: number) =>
    toPairs([
      [count - 2, 1],
      [1, 0],
    ]);

  test(`gives counts but no kappa below ${LEAST_PAIRS} pairs`, () => {
    expect(measureAgreement(mixed(LEAST_PAIRS - 1))).toEqual({
      pairs: LEAST_PAIRS - 1,
      agreed: LEAST_PAIRS - 3,
      kappa: null,
    });
    expect(measureAgreement(mixed(LEAST_PAIRS)).kappa).not.toBeNull();
  });

  test('counts every pair once, and no more agreements than pairs', () => {
    fc.assert(
      fc.property(pairsOf(DECISION_ACTIONS), (given) => {
        const all = measureAgreement(given);
        const byAction = measureByAction(given);
        expect(all.agreed).toBeLessThanOrEqual(all.pairs);
        expect(byAction.reduce((sum, { agreed }) => sum + agreed, 0)).toBe(all.agreed);
        // A pair that disagrees counts for both of its actions.
        expect(byAction.reduce((sum, one) => sum + one.pairs, 0)).toBe(2 * all.pairs - all.agreed);
        for (const { pairs: chosen, kappa } of byAction) if (chosen < LEAST_PAIRS) expect(kappa).toBeNull();
      }),
      runs(300),
    );
  });
});

function expectClose(found: ReturnType<typeof computeKappa>, expected: ReturnType<typeof computeKappa>): void {
  expect(found === null).toBe(expected === null);
  if (found === null || expected === null) return;
  for (const part of ['value', 'low', 'high'] as const) expect(found[part]).toBeCloseTo(expected[part], 6);
}
