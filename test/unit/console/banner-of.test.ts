import { expect, test } from '@jest/globals';
import { awayOf, type PartState } from '../../../console/frame/banner-of.js';

const SINCE = '2026-01-01T08:00:00.000Z';
const parts = (states: Record<string, PartState['state']>): PartState[] =>
  Object.entries(states).map(([name, state]) => ({ name, state, since: SINCE }));

test('no banner is shown while every component works', () => {
  expect(awayOf([])).toBeNull();
  expect(awayOf(parts({ registry: 'up', engine: 'up', workers: 'up', mail: 'degraded', watchdog: 'up' }))).toBeNull();
});

test('the banner names the most noticeable of several components that are down', () => {
  expect(awayOf(parts({ engine: 'down', registry: 'down' }))?.what).toBe('registry');
  expect(awayOf(parts({ workers: 'down', engine: 'down' }))?.what).toBe('engine');
  expect(awayOf(parts({ workers: 'down' }))).toEqual({ what: 'worker', since: SINCE, isWatched: true });
});

test('the banner reports enforcement as waiting when only platform workers are missing', () => {
  expect(awayOf(parts({ workers: 'degraded' }))?.what).toBe('platformWorker');
});

test('the banner reports a silent watchdog together with a component that is down', () => {
  expect(awayOf(parts({ engine: 'down', watchdog: 'down' }))?.isWatched).toBe(false);
  expect(awayOf(parts({ watchdog: 'down' }))).toBeNull();
});
