import { describe, expect, test } from '@jest/globals';
import type { LoadStep } from '../../../bench/cluster/lives.js';
import { readOptions } from '../../../bench/cluster/options.js';
import { cpuTable, holds, toTables } from '../../../bench/cluster/report.js';
import { computeGrowth } from '../../../bench/cluster/sizes.js';

const STEP: LoadStep = {
  rate: 2,
  arrived: 100,
  ended: 100,
  decisionsPerSecond: 10,
  decisions: [10, 20, 30],
  intakes: [5],
  lives: [2_000],
  failed: [],
};

describe('arrival rate of the cluster benchmark', () => {
  test('holds while decisions take at most half a second and every notice finishes without failures', () => {
    expect(holds(STEP)).toBe(true);
    expect(holds({ ...STEP, decisions: [10, 20, 600] })).toBe(false);
    expect(holds({ ...STEP, ended: 99 })).toBe(false);
    expect(holds({ ...STEP, failed: ['503'] })).toBe(false);
  });

  test('is reported as notices a day only where it holds', () => {
    const seen = { workers: 1, registry: [], engine: [], history: { events: 62, bytes: 19_712 } };
    const [kept, broken] = [STEP, { ...STEP, rate: 4, ended: 50 }].map((step) =>
      toTables([{ ...seen, steps: [{ ...step, cpu: [], wallMs: 1_000 }] }]),
    );
    expect(kept).toContain('| 1 | 2 | 10.0 | 20 | 30 | 5 | 2.0 | yes | 172800 |');
    expect(broken).toContain('no (50 of 100 ended, 0 failed) | – |');
  });
});

test('cpuTable lists CPU by kind of process, the busiest first, with its busiest process', () => {
  const cpu = [
    { name: 'worker-1', ms: 300 },
    { name: 'worker-2', ms: 500 },
    { name: 'temporal', ms: 200 },
  ];
  const [title, table] = cpuTable(2, { ...STEP, cpu, wallMs: 1_000 });
  expect(title).toContain('1.00 cores in all');
  expect(table?.split('\n').slice(2)).toEqual([
    '| worker | 2 | 8.0 | 80 % | 50 |',
    '| temporal | 1 | 2.0 | 20 % | 20 |',
  ]);
});

test('computeGrowth lists growth per notice, the largest table first, without unchanged tables', () => {
  const before = [
    { table: 'target', rows: 10, bytes: 8_192 },
    { table: 'still', rows: 3, bytes: 8_192 },
  ];
  const after = [
    { table: 'still', rows: 3, bytes: 8_192 },
    { table: 'letter', rows: 20, bytes: 2_000 },
    { table: 'target', rows: 40, bytes: 18_192 },
  ];
  expect(computeGrowth(before, after, 10)).toEqual([
    { table: 'target', rows: 3, bytes: 1_000 },
    { table: 'letter', rows: 2, bytes: 200 },
  ]);
});

describe('options of the cluster benchmark', () => {
  test('are comma-separated lists', () => {
    expect(readOptions(['--workers', '1,2,4', '--rates', '0.5,3', '--seconds', '30'])).toMatchObject({
      workers: [1, 2, 4],
      rates: [0.5, 3],
      seconds: 30,
      targets: 3,
    });
  });

  test.each([
    ['--workers', '0'],
    ['--workers', '1.5'],
    ['--rates', 'x'],
    ['--seconds', '0'],
    ['--other', '1'],
  ])('are rejected with the usage: %s %s', (name, value) =>
    expect(readOptions([name, value])).toContain('Usage: npm run cluster -- --measure'),
  );
});
