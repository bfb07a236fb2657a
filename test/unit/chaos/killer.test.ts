import { expect, test } from '@jest/globals';
import { toPostmaster } from '../../chaos/desk.js';
import { toMoment } from '../../chaos/killer.js';

const pidFile = (pid: number, state?: string) =>
  [
    pid,
    '/home/postgres',
    '1764336000',
    '5432',
    '',
    '127.0.0.1',
    '  5432001  65536',
    ...(state ? [state, ''] : []),
  ].join('\n');

test('toMoment waits while the pid file still names the killed server as ready', () => {
  expect(toMoment(toPostmaster(pidFile(10, 'ready   ')), 10)).toBe('wait');
  expect(toMoment(undefined, 10)).toBe('wait');
});

test('toMoment strikes the successor only while it recovers, neither before nor once it is ready', () => {
  expect(toMoment(toPostmaster(pidFile(11)), 10)).toBe('wait');
  expect(toMoment(toPostmaster(pidFile(11, 'starting')), 10)).toBe('strike');
  expect(toMoment(toPostmaster(pidFile(11, 'ready   ')), 10)).toBe('missed');
});
