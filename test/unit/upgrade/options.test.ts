import { expect, test } from '@jest/globals';
import { readOptions, USAGE } from '../../upgrade/options.js';

test('rolls over the newest release with 200 notices on a full server by default', () => {
  expect(readOptions([])).toEqual({ from: null, notices: 200, order: 1500, engine: 'full', keep: false });
});

test('accepts another release, fewer notices and the dev server as options', () => {
  expect(readOptions(['--from', 'v0.1.0', '--notices', '24', '--engine', 'dev'])).toMatchObject({
    from: 'v0.1.0',
    notices: 24,
    engine: 'dev',
  });
});

test.each([['--notices', '0'], ['--notices', 'many'], ['--engine', 'other'], ['--soon']])(
  'rejects the options %j %j',
  (...args) => {
    expect(readOptions(args)).toContain(USAGE);
  },
);
