import { expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { endWhenFailed } from '../../../worker/end-when-failed.js';

test('ends a process once if its worker has failed and hangs, and not while its workers run', async () => {
  const state = { failing: 'RUNNING' };
  let ends = 0;
  const workers = [{ getState: () => 'RUNNING' }, { getState: () => state.failing }];
  endWhenFailed(workers, { end: () => (ends += 1), everyMs: 5, graceMs: 5 });
  await sleep(100);
  expect(ends).toBe(0);
  state.failing = 'FAILED';
  for (let left = 200; left > 0 && ends === 0; left -= 1) await sleep(10);
  await sleep(50);
  expect(ends).toBe(1);
});
