import { expect, test } from '@jest/globals';
import { DEFAULT_OPTIONS, readOptions } from '../../../bench/rig/options.js';

test('readOptions reads the names of benchmarks and the number of pairs', () => {
  expect(readOptions(['ledger', 'decision', '--pairs', '3'])).toEqual({
    words: ['ledger', 'decision'],
    options: { ...DEFAULT_OPTIONS, pairs: 3 },
  });
});

test.each([
  [['--help'], 'Unknown option'],
  [['ledger', '--pairs', '0'], '--pairs: a whole number from 1 to 50.'],
  [['ledger', '--pairs', 'many'], '--pairs: a whole number from 1 to 50.'],
  [['ledger', '--cases'], 'argument missing'],
])('readOptions rejects %j with the reason', (args, words) => {
  expect(readOptions(args)).toContain(words);
});
