import { describe, expect, test } from '@jest/globals';
import { toSoakChart } from '../../../bench/soak/chart.js';
import { parseSamples, type SoakSample } from '../../../bench/soak/lines.js';
import { computeSlope, judge, toSoakTable } from '../../../bench/soak/verdict.js';

const EMPTY = { count: 0, p50Ms: null, p99Ms: null };

/** An hour of samples, one a minute. */
function anHour(change: (minute: number) => Partial<SoakSample>): SoakSample[] {
  return Array.from({ length: 61 }, (_, minute) => ({
    atS: minute * 60,
    intake: EMPTY,
    commands: EMPTY,
    reads: EMPTY,
    slowest: {},
    orders: EMPTY,
    failed: 0,
    closed: 0,
    erased: 0,
    open: 5,
    registryMb: 100,
    temporalMb: 50,
    walMb: 0,
    deadRows: 0,
    mostDeadRows: 0,
    events: null,
    historyKb: null,
    memoryMb: {},
    cpuMs: {},
    ...change(minute),
  }));
}

const find = (samples: readonly SoakSample[], name: string) => judge(samples).find((one) => one.name === name);

test('the slope of a line is found through noise', () => {
  const points = Array.from({ length: 100 }, (_, x) => ({ x, y: 3 * x + 7 + (x % 2 === 0 ? 1 : -1) }));
  expect(computeSlope(points)).toBeCloseTo(3, 1);
  expect(computeSlope([{ x: 1, y: 1 }])).toBe(0);
});

describe('verdict', () => {
  test('calls growing memory not flat, and names its growth an hour', () => {
    const found = find(
      anHour((minute) => ({ memoryMb: { worker: 300 + minute * 2 } })),
      'memory: worker',
    );
    expect(found).toMatchObject({ isFlat: false });
    expect(found?.anHour).toBeCloseTo(120 / 390, 1);
  });

  test('forgives what grows while everything warms up, and what falls', () => {
    const warming = anHour((minute) => ({ memoryMb: { worker: Math.min(300, 100 + minute * 10), api: 400 - minute } }));
    expect(find(warming, 'memory: worker')).toMatchObject({ isFlat: true, mean: 300 });
    expect(find(warming, 'memory: api')).toMatchObject({ isFlat: true });
  });

  test('counts the registry by notice, because closed notices are kept', () => {
    const kept = anHour((minute) => ({ closed: 100 * minute, registryMb: 50 + 10 * minute }));
    expect(find(kept, 'registry a notice')).toMatchObject({ isFlat: true });
    expect(find(kept, 'registry a notice')?.mean).toBeCloseTo(102.4);
    const swelling = anHour((minute) => ({ closed: 100 * minute, registryMb: 50 + minute ** 2 }));
    expect(find(swelling, 'registry a notice')).toMatchObject({ isFlat: false });
  });

  test('names the slowest answer of each address in the second half', () => {
    const samples = anHour((minute) => ({ slowest: minute < 30 ? { '/v1/stats': 900 } : { '/v1/stats': minute } }));
    expect(toSoakTable(samples)).toContain('Slowest reads: /v1/stats 60 ms.');
  });

  test('leaves out what was never seen', () => {
    expect(
      find(
        anHour(() => ({})),
        'intake p99',
      ),
    ).toBeUndefined();
    expect(toSoakTable([])).toBe('No samples.');
  });
});

test('lines are read again from what a run printed, table included', () => {
  const samples = anHour(() => ({}));
  const printed = [...samples.map((sample) => JSON.stringify(sample)), toSoakTable(samples)].join('\n');
  expect(parseSamples(printed)).toEqual(samples);
});

test('the chart draws each figure that has values, within its frame', () => {
  const svg = toSoakChart(anHour((minute) => ({ deadRows: minute * 10, memoryMb: { api: 200 } })));
  expect(svg).toContain('memory: api');
  expect(svg).not.toContain('intake p50');
  const points = [...svg.matchAll(/points="([^"]+)"/g)].flatMap(([, text = '']) => text.split(' '));
  for (const point of points) {
    const [x = Number.NaN, y = Number.NaN] = point.split(',').map(Number);
    expect(x >= 0 && x <= 220 && y >= 0 && y <= 90).toBe(true);
  }
});
