import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { throwDice } from '../../chaos/dice.js';
import { drawDecisions, drawOrder, POOL } from '../../chaos/order.js';
import { readTargets } from '../../../domain/targets/target.js';

const draw = (seed: number, life: number) => {
  const dice = throwDice(seed, `life ${life}`);
  const order = drawOrder(dice, { seed, life });
  return { order, decisions: drawDecisions(dice, order) };
};
const aSeed = fc.integer({ min: 0, max: 1_000_000 });
const aLife = fc.integer({ min: 1, max: 500 });

test('one seed always draws the same case, and another seed another case', () => {
  expect(draw(7, 3)).toEqual(draw(7, 3));
  expect(draw(7, 3)).not.toEqual(draw(8, 3));
  expect(draw(7, 3)).not.toEqual(draw(7, 4));
});

test('the desk reads a drawn order with the same targets in the same order', () => {
  fc.assert(
    fc.property(aSeed, aLife, (seed, life) => {
      const { order } = draw(seed, life);
      const { targets, merged } = readTargets(
        order.rows.map(({ type, locator }) => ({ type: type as 'account', locator, note: '' })),
      );
      expect(targets.map(({ type, locator }) => ({ type, locator }))).toEqual(order.distinct);
      expect(merged).toBe(order.rows.length - order.distinct.length);
      expect(order.items).toHaveLength(order.distinct.length);
    }),
    { numRuns: 50 },
  );
});

test('decisions drawn for an order cover every target', () => {
  fc.assert(
    fc.property(aSeed, aLife, (seed, life) => {
      const { order, decisions } = draw(seed, life);
      const decided = new Set(decisions.flatMap(({ targets }) => targets));
      expect([...decided].sort((a, b) => a - b)).toEqual(order.distinct.map((_, at) => at + 1));
      expect(decisions.every(({ action, countries }) => (action === 'withhold') === countries.length > 0)).toBe(true);
    }),
    { numRuns: 50 },
  );
});

test('drawn orders share items, and some name one item twice', () => {
  const orders = Array.from({ length: 20 }, (_, life) => draw(1, life + 1).order);
  const pool = new Set(POOL.map(({ locator }) => locator));
  for (const { distinct } of orders) expect(distinct.some(({ locator }) => pool.has(locator))).toBe(true);
  expect(orders.some(({ items }) => new Set(items).size < items.length)).toBe(true);
});
