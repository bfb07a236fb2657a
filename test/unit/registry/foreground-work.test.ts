import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createForegroundYield, MAX_REST_MS } from '../../../registry/ops/foreground-work.js';
import { note } from '../../support/enforcement-fixture.js';
import { startRegistry, type Registry } from '../../support/registry-fixture.js';

let registry: Registry;

beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry.stop());

test('detects whether other processes have written audit entries since the last check', async () => {
  const foreground = createForegroundYield(registry.db);
  await note(registry);
  expect(await foreground.hasForegroundWork()).toBe(false);
  expect(await foreground.hasForegroundWork()).toBe(false);
  await note(registry);
  expect(await foreground.hasForegroundWork()).toBe(true);
  expect(await foreground.hasForegroundWork()).toBe(false);
});

test('pauses after a page for as long as it took, if other processes were at work', async () => {
  const foreground = createForegroundYield(registry.db);
  await foreground.page(() => Promise.resolve());
  await note(registry);
  let [beganAt, doneAt] = [0, 0];
  await foreground.page(async () => {
    beganAt = performance.now();
    await sleep(100);
    doneAt = performance.now();
  });
  // Compared with the page's own duration on a slow machine, up to the max rest; timers round to a millisecond.
  expect(performance.now() - doneAt).toBeGreaterThan(Math.min(doneAt - beganAt, MAX_REST_MS) * 0.9);
});
