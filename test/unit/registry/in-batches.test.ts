import { expect, test } from '@jest/globals';
import { setImmediate as turn } from 'node:timers/promises';
import { inBatches } from '../../../registry/in-batches.js';

/** A work that waits to be let through, with what it was given each time. */
function aWork() {
  const rounds: number[][] = [];
  const open: (() => void)[] = [];
  const ask = inBatches(async (items: number[]) => {
    rounds.push(items);
    await new Promise<void>((resolve) => open.push(resolve));
    if (items.includes(0)) throw new Error('not this one');
    return items.map((item) => item * 10);
  });
  return { rounds, ask, next: () => open.shift()?.() };
}

test('the first goes at once, and whoever comes meanwhile goes together, each with an answer of their own', async () => {
  const { rounds, ask, next } = aWork();
  const first = ask(1);
  expect(rounds).toEqual([[1]]);
  const others = [ask(2), ask(3)];
  await turn();
  expect(rounds).toEqual([[1]]);
  next();
  expect(await first).toBe(10);
  await turn();
  expect(rounds).toEqual([[1], [2, 3]]);
  next();
  expect(await Promise.all(others)).toEqual([20, 30]);
});

test('what fails has failed for those who went together, and for nobody after them', async () => {
  const { rounds, ask, next } = aWork();
  const first = ask(1);
  const failing = Promise.allSettled([ask(2), ask(0)]);
  next();
  await first;
  await turn();
  const after = ask(4);
  next();
  expect((await failing).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await turn();
  next();
  expect([await after, rounds]).toEqual([40, [[1], [2, 0], [4]]]);
});
