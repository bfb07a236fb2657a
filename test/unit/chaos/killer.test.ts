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

test('a server that was killed and stands in its pid file as ready is not taken for one that has recovered', () => {
  expect(toMoment(toPostmaster(pidFile(10, 'ready   ')), 10)).toBe('wait');
  expect(toMoment(undefined, 10)).toBe('wait');
});

test('its successor is killed while it recovers, not before it has begun to, and not when it is ready', () => {
  expect(toMoment(toPostmaster(pidFile(11)), 10)).toBe('wait');
  expect(toMoment(toPostmaster(pidFile(11, 'starting')), 10)).toBe('strike');
  expect(toMoment(toPostmaster(pidFile(11, 'ready   ')), 10)).toBe('missed');
});
