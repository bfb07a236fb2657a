import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { differenceOf, differs, EVERYWHERE } from '../../../domain/target/proof.js';

const countries = fc.subarray(['DE', 'FR', 'IN', 'US']);
const somewhere = countries.map((list) => ({ countries: list, everywhere: false }));
const state = fc.record({ countries, everywhere: fc.boolean() });

describe('differenceOf', () => {
  test('missing and surplus turn what is found into what is expected', () => {
    fc.assert(
      fc.property(somewhere, somewhere, (expected, found) => {
        const { missing, surplus } = differenceOf(expected, found);
        const mended = [...found.countries.filter((one) => !surplus.includes(one)), ...missing];
        expect(mended.sort()).toEqual([...expected.countries].sort());
        expect(missing.some((one) => surplus.includes(one))).toBe(false);
      }),
    );
  });

  test('two states differ in one direction as they do in the other, missing and surplus changed over', () => {
    fc.assert(
      fc.property(state, state, (one, other) => {
        const there = differenceOf(one, other);
        expect(differenceOf(other, one)).toEqual({ missing: there.surplus, surplus: there.missing });
      }),
    );
  });

  test('a removal everywhere needs no countries, and its absence is all that is missing', () => {
    fc.assert(
      fc.property(countries, countries, (some, others) => {
        expect(
          differs(differenceOf({ countries: some, everywhere: true }, { countries: others, everywhere: true })),
        ).toBe(false);
        expect(differenceOf({ countries: some, everywhere: true }, { countries: others, everywhere: false })).toEqual({
          missing: [EVERYWHERE],
          surplus: [],
        });
      }),
    );
  });
});
