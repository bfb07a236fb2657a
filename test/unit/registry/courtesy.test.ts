import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createCourtesy, LONGEST_REST_MS } from '../../../registry/ops/courtesy.js';
import { note } from '../../support/enforcement-fixture.js';
import { startRegistry, type Registry } from '../../support/registry-fixture.js';

let registry: Registry;

beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry.stop());

test('detects whether other processes have written audit entries since the last check', async () => {
  const courtesy = createCourtesy(registry.db);
  await note(registry);
  expect(await courtesy.othersAtWork()).toBe(false);
  expect(await courtesy.othersAtWork()).toBe(false);
  await note(registry);
  expect(await courtesy.othersAtWork()).toBe(true);
  expect(await courtesy.othersAtWork()).toBe(false);
});

test('pauses after a page for as long as it took, if other processes were at work', async () => {
  const courtesy = createCourtesy(registry.db);
  await courtesy.page(() => Promise.resolve());
  await note(registry);
  let [beganAt, doneAt] = [0, 0];
  await courtesy.page(async () => {
    beganAt = performance.now();
    await sleep(100);
    doneAt = performance.now();
  });
  // Compared with the page's own duration on a slow machine, up to the max rest; timers round to a millisecond.
  expect(performance.now() - doneAt).toBeGreaterThan(Math.min(doneAt - beganAt, LONGEST_REST_MS) * 0.9);
});
