import { expect, test } from '@jest/globals';
import { createDatabaseClock } from '../../../process/database-clock.js';
import { computeClockSkew } from '../../../registry/ops/clocks-apart.js';

/** A process with clocks that the test sets: the database's, its own, and the monotonic one. */
function aProcess() {
  const at = { registry: 1_000_000_000, machine: 1_000_000_000, steady: 5_000 };
  const passes = (ms: number) => {
    for (const name of ['registry', 'machine', 'steady'] as const) at[name] += ms;
  };
  const clock = createDatabaseClock(
    async () => {
      passes(20);
      const now = new Date(at.registry);
      passes(20);
      return now;
    },
    { machineMs: () => at.machine, steadyMs: () => at.steady },
  );
  return { at, passes, clock };
}

test('DatabaseClock uses the local time while it agrees with the database’s to a second', async () => {
  const { at, passes, clock } = aProcess();
  expect(await clock.compare()).toBe(0);
  at.machine += 700;
  passes(2_000);
  expect(clock.now().getTime()).toBe(at.machine);
});

test.each([3_600_000, -3_600_000, 86_400_000])(
  'DatabaseClock reports a local clock that is %d ms off and uses the database’s time',
  async (offMs) => {
    const { at, passes, clock } = aProcess();
    at.machine += offMs;
    const apartMs = await clock.compare();
    expect(Math.abs(apartMs - offMs)).toBeLessThanOrEqual(20);
    passes(1_500);
    expect(clock.now().getTime()).toBe(at.registry);
  },
);

test('DatabaseClock detects a jump of the local clock immediately, without a query', async () => {
  const { at, passes, clock } = aProcess();
  await clock.compare();
  at.machine += 3_600_000;
  passes(1_000);
  expect(clock.now().getTime()).toBe(at.registry);
  at.machine -= 3_600_000;
  expect(clock.now().getTime()).toBe(at.machine);
});

test('DatabaseClock uses the local time before the first comparison', () => {
  const { at, clock } = aProcess();
  expect(clock.now().getTime()).toBe(at.machine);
});

test('clock skew is measured only outside the duration of the query', () => {
  expect(computeClockSkew(10_000, { requestedMs: 2_000, answeredMs: 18_000 })).toBe(0);
  expect(computeClockSkew(10_000, { requestedMs: 17_000, answeredMs: 18_000 })).toBe(7_000);
  expect(computeClockSkew(10_000, { requestedMs: 1_000, answeredMs: 3_000 })).toBe(-7_000);
});
