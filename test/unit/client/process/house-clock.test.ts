import { expect, test } from '@jest/globals';
import { createHouseClock } from '../../../../client/process/house-clock.js';
import { apartOf } from '../../../../registry/ops/clocks-apart.js';

/** A process with clocks that the test sets: the database's, its own, and the monotonic one. */
function aProcess() {
  const at = { registry: 1_000_000_000, machine: 1_000_000_000, steady: 5_000 };
  const passes = (ms: number) => {
    for (const name of ['registry', 'machine', 'steady'] as const) at[name] += ms;
  };
  const clock = createHouseClock(
    async () => {
      passes(20);
      const told = new Date(at.registry);
      passes(20);
      return told;
    },
    { machineMs: () => at.machine, steadyMs: () => at.steady },
  );
  return { at, passes, clock };
}

test('an instant is told by the own clock while that is the registry’s, to a second', async () => {
  const { at, passes, clock } = aProcess();
  expect(await clock.compare()).toBe(0);
  at.machine += 700;
  passes(2_000);
  expect(clock.now().getTime()).toBe(at.machine);
});

test.each([3_600_000, -3_600_000, 86_400_000])(
  'a clock that is %d ms off is told as that, and instants are the registry’s',
  async (offMs) => {
    const { at, passes, clock } = aProcess();
    at.machine += offMs;
    const apartMs = await clock.compare();
    expect(Math.abs(apartMs - offMs)).toBeLessThanOrEqual(20);
    passes(1_500);
    expect(clock.now().getTime()).toBe(at.registry);
  },
);

test('a clock that jumps after it was compared is found out at once, without a question', async () => {
  const { at, passes, clock } = aProcess();
  await clock.compare();
  at.machine += 3_600_000;
  passes(1_000);
  expect(clock.now().getTime()).toBe(at.registry);
  at.machine -= 3_600_000;
  expect(clock.now().getTime()).toBe(at.machine);
});

test('before anything was heard there is no other clock than the own', () => {
  const { at, clock } = aProcess();
  expect(clock.now().getTime()).toBe(at.machine);
});

test('a slow answer makes no clock wrong: only what lies outside of it is apart', () => {
  expect(apartOf(10_000, { askedMs: 2_000, answeredMs: 18_000 })).toBe(0);
  expect(apartOf(10_000, { askedMs: 17_000, answeredMs: 18_000 })).toBe(7_000);
  expect(apartOf(10_000, { askedMs: 1_000, answeredMs: 3_000 })).toBe(-7_000);
});
