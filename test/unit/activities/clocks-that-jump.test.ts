import { afterEach, expect, test } from '@jest/globals';
import { mock } from 'node:test';
import { startPulse, temporalActivity } from '../../../activities/activity-context.js';
import { createRateLimiter } from '../../../platforms/rate-limiter.js';

const HOUR_MS = 3_600_000;
const realNow = Date.now;

function setClock(offMs: number): void {
  Date.now = () => realNow() + offMs;
}
afterEach(() => {
  Date.now = realNow;
  mock.timers.reset();
});

test('rate limiter does not extend a requested pause by an hour when a wrong system clock is corrected', async () => {
  setClock(HOUR_MS);
  const pace = createRateLimiter();
  pace.holdOff(20);
  setClock(0);
  await expect(pace.take(1)).resolves.toBeUndefined();
});

test('activity keeps sending heartbeats when the system clock jumps ahead', () => {
  mock.timers.enable({ apis: ['setInterval'] });
  let heard = 0;
  const pulse = startPulse({ ...temporalActivity, heartbeat: () => (heard += 1) });
  mock.timers.tick(3_000);
  setClock(HOUR_MS);
  mock.timers.tick(3_000);
  expect(heard).toBe(2);
  pulse.stop();
});
