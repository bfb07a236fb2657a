import { afterEach, describe, expect, test } from '@jest/globals';
import { listWhereFaster } from '../../../bench/peers/figures/faster.js';
import { computeFigures } from '../../../bench/peers/figures/figures.js';
import { computeGoals } from '../../../bench/peers/figures/goals.js';
import { type ContenderKey, keepNewest, parseLines, type PeersLine } from '../../../bench/peers/figures/lines.js';
import { toPeersTable } from '../../../bench/peers/figures/table.js';
import { buildBpm } from '../../../bench/peers/human-step/bpm-program.js';
import { readPeersOptions } from '../../../bench/peers/options.js';

const RUN = '2026-12-03T08:00:00.000Z';
const LATER = '2026-12-03T09:00:00.000Z';

function steps(
  contender: ContenderKey,
  { ms, cpuMs, run = RUN }: { ms: number[]; cpuMs: number; run?: string },
): PeersLine {
  return { run, part: 'steps', contender, clients: 8, ms, perSecond: 100, cpuMs, memoryMb: 300, walBytes: 2_048 };
}

const named = (contender: ContenderKey, name: string): PeersLine => ({
  run: RUN,
  part: 'contender',
  contender,
  name,
  leavesOut: 'letters',
});
const order = (contender: ContenderKey, ms: number): PeersLine => ({
  run: RUN,
  part: 'order',
  contender,
  targets: 1_178,
  ms,
});
const timers = (contender: ContenderKey, open: number, ms: number[]): PeersLine => ({
  run: RUN,
  part: open === 1_000 ? 'timers' : 'timers-10k',
  contender,
  open,
  ms,
});

describe('readPeersOptions', () => {
  test('chooses all parts and peers by default, and the named ones in their own order', () => {
    expect(readPeersOptions([])).toMatchObject({ peers: ['desk', 'dbos', 'bpm', 'cron', 'ozone'] });
    const chosen = readPeersOptions(['--parts', 'kill,steps', '--peers', 'bpm,desk', '--quick']);
    expect(chosen).toMatchObject({ parts: ['steps', 'kill'], peers: ['desk', 'bpm'], size: { rounds: 1 } });
  });

  test.each([
    [['--parts', 'stepz'], 'no stepz'],
    [['--peers', 'desk,temporal'], 'no temporal'],
    [['--pairs', '3'], 'Unknown option'],
  ])('rejects %j with the reason', (args, words) => {
    expect(readPeersOptions(args)).toContain(words);
  });
});

describe('buildBpm', () => {
  const path = process.env['PATH'];
  afterEach(() => {
    process.env['PATH'] = path;
  });

  test('says what is missing where Java is not installed', async () => {
    process.env['PATH'] = '/nowhere';
    await expect(buildBpm(() => undefined)).rejects.toThrow('java is not installed. The BPM engine needs Java 17');
  });
});

describe('lines of a cut run', () => {
  test('are read past lines of npm', () => {
    expect(parseLines(`> bench\n${JSON.stringify(order('desk', 900))}\n| a | table |\n`)).toEqual([order('desk', 900)]);
  });

  test('give way to those of a later run of the same part and contender only', () => {
    const before = [steps('desk', { ms: [10], cpuMs: 10 }), steps('dbos', { ms: [10], cpuMs: 10 }), order('desk', 900)];
    const again = steps('desk', { ms: [20], cpuMs: 10, run: LATER });
    expect(keepNewest([...before, again])).toEqual([before[1], before[2], again]);
  });

  test('of a part that failed later replace its figures by the reason', () => {
    const failed: PeersLine = { run: LATER, part: 'failed', contender: 'desk', of: 'order', reason: 'no answer' };
    const [desk] = computeFigures([order('desk', 900), failed]);
    expect(desk).toMatchObject({ failures: ['order: no answer'] });
    expect(desk?.order).toBeUndefined();
  });
});

describe('computeFigures', () => {
  test('takes percentiles over all rounds and averages the rest', () => {
    const lines = [steps('dbos', { ms: [1, 2, 3], cpuMs: 4 }), steps('dbos', { ms: [4, 101], cpuMs: 6 })];
    const [dbos] = computeFigures(lines);
    expect(dbos?.steps.get(8)).toMatchObject({ p50Ms: 3, cpuMs: 5, perSecondPerCore: 200 });
    expect(dbos?.steps.get(8)?.p99Ms).toBeCloseTo(97.12);
  });
});

describe('computeGoals', () => {
  const measured = [
    steps('desk', { ms: [25], cpuMs: 10 }),
    steps('dbos', { ms: [20], cpuMs: 5 }),
    steps('bpm', { ms: [90], cpuMs: 21 }),
    order('desk', 1_001),
    timers('desk', 1_000, [150]),
    timers('desk', 10_000, [501]),
    { run: RUN, part: 'freshness', contender: 'desk', perSecond: 20, ms: [12] } satisfies PeersLine,
  ];

  test('compares the desk with each peer and with fixed limits', () => {
    expect(computeGoals(computeFigures(measured)).map(({ measured: text, isMet }) => [text, isMet])).toEqual([
      ['1.25 ×', true],
      ['2.10 ×', true],
      ['12 ms', true],
      ['150 ms', true],
      ['501 ms', false],
      ['1001 ms', false],
    ]);
  });

  test('leaves a goal open while a side of it is not measured', () => {
    const goals = computeGoals(computeFigures([steps('desk', { ms: [25], cpuMs: 10 })]));
    expect(goals.map(({ isMet }) => isMet)).toEqual(Array(6).fill(undefined));
  });

  test('does not judge an order of another size', () => {
    const small: PeersLine = { run: RUN, part: 'order', contender: 'desk', targets: 20, ms: 100 };
    expect(computeGoals(computeFigures([small])).at(-1)).toMatchObject({ measured: '-', isMet: undefined });
  });
});

describe('toPeersTable', () => {
  const lines = [
    named('desk', 'Desk'),
    named('cron', 'Cron'),
    named('bpm', 'BPM'),
    steps('desk', { ms: [20], cpuMs: 10 }),
    steps('cron', { ms: [5], cpuMs: 2 }),
    timers('desk', 1_000, [100]),
    timers('cron', 1_000, [30_000]),
    { run: RUN, part: 'failed', contender: 'bpm', of: 'start', reason: 'mvn is not installed.' } satisfies PeersLine,
  ];
  const table = toPeersTable(lines);

  test('has a row for each contender and number of clients, and a dash for what is missing', () => {
    expect(table).toContain('| Cron | 8 | 5.0 | 5.0 | 100 | 500 | 2.0 ms | 2.0 kB | 300 MB |');
    expect(table).toContain('| Cron | - | 30000, 30000 ms | - | - |');
  });

  test('says where a peer is ahead, and only there', () => {
    expect(listWhereFaster(computeFigures(lines))).toEqual([
      'Cron is ahead of the desk in: step p50 at 8 clients (5.0 against 20 ms); step p99 at 8 clients (5.0 against 20 ms); CPU a step at 8 clients (2.0 against 10 ms).',
    ]);
  });

  test('says what a peer leaves out, and why one was not measured', () => {
    expect(table).toContain('- Cron leaves out: letters.');
    expect(table).toContain('- BPM, not measured: start: mvn is not installed.');
  });
});
