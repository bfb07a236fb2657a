import { expect, test } from '@jest/globals';
import { computeServedBuilds, type HeardOn } from '../../../../domain/releases/served.js';

const heard = (build: string, queue: string, heardSecondsAgo: number): HeardOn => ({
  build,
  queue,
  heardSecondsAgo,
  living: heardSecondsAgo < 10,
});

test('counts a release as served while both kinds of its workers send heartbeats', () => {
  const { served } = computeServedBuilds([
    heard('whole', 'notices', 1),
    heard('whole', 'enforcement', 2),
    heard('half', 'notices', 1),
    heard('ended', 'notices', 1),
    heard('ended', 'enforcement', 11),
  ]);
  expect([...served]).toEqual(['whole']);
});

test('counts a release as deserted if one kind of its workers was silent for a minute or never heard', () => {
  const { deserted } = computeServedBuilds([
    heard('restarting', 'notices', 30),
    heard('restarting', 'enforcement', 1),
    heard('gone', 'notices', 61),
    heard('gone', 'enforcement', 1),
  ]);
  expect(['restarting', 'gone', 'unheard of'].filter(deserted)).toEqual(['gone', 'unheard of']);
});
