import { expect, test } from '@jest/globals';
import type { ReleaseWorkers } from '../../../registry/release/worker-releases.js';
import { servedOf } from '../../../worker/tend-release.js';

const at = new Date('2026-11-28T10:00:00Z');
const heard = (build: string, queue: string, heardSecondsAgo: number): ReleaseWorkers => ({
  build,
  queue,
  firstAt: at,
  heardAt: at,
  heardSecondsAgo,
  living: heardSecondsAgo < 10,
});

test('a release is served while both kinds of its workers are heard', () => {
  const { served } = servedOf([
    heard('whole', 'notices', 1),
    heard('whole', 'enforcement', 2),
    heard('half', 'notices', 1),
    heard('ended', 'notices', 1),
    heard('ended', 'enforcement', 11),
  ]);
  expect([...served]).toEqual(['whole']);
});

test('a release is deserted when one kind of its workers has been silent for a minute, or never was', () => {
  const { deserted } = servedOf([
    heard('restarting', 'notices', 30),
    heard('restarting', 'enforcement', 1),
    heard('gone', 'notices', 61),
    heard('gone', 'enforcement', 1),
  ]);
  expect(['restarting', 'gone', 'unheard of'].filter(deserted)).toEqual(['gone', 'unheard of']);
});
