import { expect, test } from '@jest/globals';
import { readOptions, USAGE } from '../../upgrade/options.js';

test('the drill rolls over the newest release with 200 notices on a whole server', () => {
  expect(readOptions([])).toEqual({ from: null, notices: 200, order: 1500, engine: 'full', keep: false });
});

test('another release, fewer notices and the dev server may be asked for', () => {
  expect(readOptions(['--from', 'v0.1.0', '--notices', '24', '--engine', 'dev'])).toMatchObject({
    from: 'v0.1.0',
    notices: 24,
    engine: 'dev',
  });
});

test.each([['--notices', '0'], ['--notices', 'many'], ['--engine', 'other'], ['--soon']])(
  '%j %j is refused',
  (...args) => {
    expect(readOptions(args)).toContain(USAGE);
  },
);
