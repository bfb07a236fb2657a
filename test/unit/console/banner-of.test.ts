import { expect, test } from '@jest/globals';
import { awayOf, type PartState } from '../../../console/frame/banner-of.js';

const SINCE = '2026-01-01T08:00:00.000Z';
const parts = (states: Record<string, PartState['state']>): PartState[] =>
  Object.entries(states).map(([name, state]) => ({ name, state, since: SINCE }));

test('while every part works nothing is told', () => {
  expect(awayOf([])).toBeNull();
  expect(awayOf(parts({ registry: 'up', engine: 'up', workers: 'up', mail: 'degraded', watchdog: 'up' }))).toBeNull();
});

test('of several parts away the one that people notice most is told', () => {
  expect(awayOf(parts({ engine: 'down', registry: 'down' }))?.what).toBe('registry');
  expect(awayOf(parts({ workers: 'down', engine: 'down' }))?.what).toBe('engine');
  expect(awayOf(parts({ workers: 'down' }))).toEqual({ what: 'worker', since: SINCE, isWatched: true });
});

test('without workers for the platform alone it is enforcement that waits', () => {
  expect(awayOf(parts({ workers: 'degraded' }))?.what).toBe('platformWorker');
});

test('a silent watchdog is told with what is away, so that nobody relies on its pages', () => {
  expect(awayOf(parts({ engine: 'down', watchdog: 'down' }))?.isWatched).toBe(false);
  expect(awayOf(parts({ watchdog: 'down' }))).toBeNull();
});
