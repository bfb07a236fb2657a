import { expect, test } from '@jest/globals';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { canonicalJson, canonicalPieces } from '../../../domain/canonical-json.js';
import { runs } from '../../support/jest/cases.js';

const byThePackage = canonicalize as unknown as (value: unknown) => string;

test('canonicalJson writes any JSON as the reference implementation of RFC 8785', () => {
  const awkwardNames = fc.constantFrom('__proto__', '10', '9', '', 'é', 'toJSON', 'Ａ', '\u{1f600}', 'a', 'A', ':');
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      fc.jsonValue(),
      fc.array(tie('tree'), { maxLength: 5 }),
      fc.dictionary(fc.oneof(awkwardNames, fc.string()), tie('tree'), { maxKeys: 6 }),
    ),
  }));
  fc.assert(
    fc.property(tree, (value) => {
      // A property `toJSON` that is no function is an ordinary property.
      expect(canonicalJson(value)).toBe(byThePackage(value ?? null));
      expect([...canonicalPieces(value)].join('')).toBe(byThePackage(value ?? null));
    }),
    runs(1_000),
  );
});

test('canonicalJson omits undefined, writes a date as text, and rejects NaN', () => {
  expect(canonicalJson({ b: undefined, a: [undefined] })).toBe('{"a":[null]}');
  expect(canonicalJson(undefined)).toBe('null');
  expect(canonicalJson({ at: new Date(0) })).toBe('{"at":"1970-01-01T00:00:00.000Z"}');
  expect(() => canonicalJson({ a: Number.NaN })).toThrow('NaN');
});

test('canonicalPieces writes a long list in pieces that form the same text', () => {
  const value = {
    scope: 'x',
    b: [],
    a: Array.from({ length: 1_234 }, (_, no) => ({ no, c: undefined, b: [no] })),
    c: undefined,
  };
  const pieces = [...canonicalPieces(value)];
  expect(pieces.join('')).toBe(byThePackage(value));
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(20_000);
});
