import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { compareItemStates, differs, EVERYWHERE } from '../../../domain/targets/proof.js';

const countries = fc.subarray(['DE', 'FR', 'IN', 'US']);
const somewhere = countries.map((list) => ({ countries: list, everywhere: false }));
const state = fc.record({ countries, everywhere: fc.boolean() });

describe('compareItemStates', () => {
  test('gives the missing and surplus countries that turn the found state into the expected one', () => {
    fc.assert(
      fc.property(somewhere, somewhere, (expected, found) => {
        const { missing, surplus } = compareItemStates(expected, found);
        const mended = [...found.countries.filter((one) => !surplus.includes(one)), ...missing];
        expect(mended.sort()).toEqual([...expected.countries].sort());
        expect(missing.some((one) => surplus.includes(one))).toBe(false);
      }),
    );
  });

  test('swaps missing and surplus if the two states are swapped', () => {
    fc.assert(
      fc.property(state, state, (one, other) => {
        const there = compareItemStates(one, other);
        expect(compareItemStates(other, one)).toEqual({ missing: there.surplus, surplus: there.missing });
      }),
    );
  });

  test('needs no countries for a removal everywhere, and reports only that it is missing', () => {
    fc.assert(
      fc.property(countries, countries, (some, others) => {
        expect(
          differs(compareItemStates({ countries: some, everywhere: true }, { countries: others, everywhere: true })),
        ).toBe(false);
        expect(
          compareItemStates({ countries: some, everywhere: true }, { countries: others, everywhere: false }),
        ).toEqual({
          missing: [EVERYWHERE],
          surplus: [],
        });
      }),
    );
  });
});
