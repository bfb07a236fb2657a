import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { canonicalJson } from '../../../domain/canonical-json.js';
import { canonicalPieces, requestHash } from '../../../registry/idempotency.js';

test('the pieces of a body are its canonical JSON', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
      expect([...canonicalPieces(value)].join('')).toBe(canonicalJson(value));
    }),
  );
});

test.each([0, 1, 499, 500, 501, 1_000, 1_203])('so they are for a list of %d', (length) => {
  const body = {
    targets: Array.from({ length }, (_, at) => ({ type: 'account', locator: `@${at}` })),
    note: undefined,
  };
  expect([...canonicalPieces(body)].join('')).toBe(canonicalJson(body));
});

test('the order of keys makes no other hash', () => {
  expect(requestHash({ b: [1, { d: 1, c: 2 }], a: '' })).toBe(requestHash({ a: '', b: [1, { c: 2, d: 1 }] }));
});
