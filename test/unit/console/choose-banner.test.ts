import { expect, test } from '@jest/globals';
import { findAway, type PartState } from '../../../console/frame/choose-banner.js';

const SINCE = '2026-01-01T08:00:00.000Z';
const parts = (states: Record<string, PartState['state']>): PartState[] =>
  Object.entries(states).map(([name, state]) => ({ name, state, since: SINCE }));

test('no banner is shown while every component works', () => {
  expect(findAway([])).toBeNull();
  expect(findAway(parts({ registry: 'up', engine: 'up', workers: 'up', mail: 'degraded', watchdog: 'up' }))).toBeNull();
});

test('the banner names the most noticeable of several components that are down', () => {
  expect(findAway(parts({ engine: 'down', registry: 'down' }))?.what).toBe('registry');
  expect(findAway(parts({ workers: 'down', engine: 'down' }))?.what).toBe('engine');
  expect(findAway(parts({ workers: 'down' }))).toEqual({ what: 'worker', since: SINCE, isWatched: true });
});

test('the banner reports enforcement as waiting when only platform workers are missing', () => {
  expect(findAway(parts({ workers: 'degraded' }))?.what).toBe('platformWorker');
});

test('the banner reports a silent watchdog together with a component that is down', () => {
  expect(findAway(parts({ engine: 'down', watchdog: 'down' }))?.isWatched).toBe(false);
  expect(findAway(parts({ watchdog: 'down' }))).toBeNull();
});
