import { getProcessKind } from '../../desk/process-table.js';
import { percentile } from '../rig/pairs.js';
import type { LoadStep } from './lives.js';
import type { TableSize } from './sizes.js';

/** A rate holds while the p99 of decisions is within this and no notice is left behind. */
const HOLDS_MS = 500;
const DAY_SECONDS = 86_400;

export interface ProcessCpu {
  name: string;
  ms: number;
}

export interface Seen {
  workers: number;
  steps: readonly (LoadStep & { cpu: readonly ProcessCpu[]; wallMs: number })[];
  registry: readonly TableSize[];
  engine: readonly TableSize[];
  history: { events: number; bytes: number };
}

/** Whether a rate was sustained: no failures, no notice left behind, decision p99 under `HOLDS_MS`. */
export function holds({ decisions, arrived, ended, failed }: LoadStep): boolean {
  return failed.length === 0 && ended === arrived && percentile(decisions, 99) < HOLDS_MS;
}

/** Everything as tables of Markdown, for docs/benchmarks.md. */
export function toTables(seen: readonly Seen[]): string {
  return [
    table(
      [
        'notice workers',
        'notices a second',
        'decisions a second',
        'decision p50 ms',
        'p99 ms',
        'intake p99 ms',
        'whole way p50 s',
        'holds',
        'notices a day',
      ],
      seen.flatMap(({ workers, steps }) => steps.map((step) => [String(workers), ...stepCells(step)])),
    ),
    ...seen.flatMap(({ workers, steps }) => cpuTable(workers, steps.filter(holds).at(-1) ?? steps[0])),
    ...sizeTables(seen.at(-1)),
  ].join('\n\n');
}

function stepCells(step: LoadStep): string[] {
  const { rate, decisionsPerSecond, decisions, intakes, lives } = step;
  const ok = holds(step);
  return [
    String(rate),
    decisionsPerSecond.toFixed(1),
    whole(percentile(decisions, 50)),
    whole(percentile(decisions, 99)),
    whole(percentile(intakes, 99)),
    (percentile(lives, 50) / 1_000).toFixed(1),
    ok ? 'yes' : `no (${step.ended} of ${step.arrived} ended, ${step.failed.length} failed)`,
    ok ? whole(rate * DAY_SECONDS) : '–',
  ];
}

/** Returns the CPU of each kind of process in a step; the machine or one process of a kind is the bottleneck. */
export function cpuTable(workers: number, step: Seen['steps'][number] | undefined): string[] {
  if (step === undefined) return [];
  const total = step.cpu.reduce((sum, { ms }) => sum + ms, 0);
  const kinds = [...new Set(step.cpu.map(({ name }) => getProcessKind(name)))];
  const rows = kinds.map((kind) => {
    const own = step.cpu.filter(({ name }) => getProcessKind(name) === kind).map(({ ms }) => ms);
    const ms = own.reduce((sum, one) => sum + one, 0);
    const busiest = Math.max(...own);
    return { kind, count: own.length, ms, share: ms / total, busiest: busiest / step.wallMs };
  });
  return [
    `CPU with ${workers} notice workers at ${step.rate} notices a second (${(total / step.wallMs).toFixed(2)} cores in all):`,
    table(
      ['kind', 'processes', 'ms a notice', 'share', 'busiest process, % of a core'],
      rows
        .sort((one, other) => other.ms - one.ms)
        .map(({ kind, count, ms, share, busiest }) => [
          kind,
          String(count),
          (ms / step.arrived).toFixed(1),
          `${whole(share * 100)} %`,
          whole(busiest * 100),
        ]),
    ),
  ];
}

function sizeTables(seen: Seen | undefined): string[] {
  if (seen === undefined) return [];
  const { registry, engine, history } = seen;
  const total = (sizes: readonly TableSize[]) => whole(sizes.reduce((sum, { bytes }) => sum + bytes, 0));
  const of = (sizes: readonly TableSize[]) =>
    table(
      ['table', 'rows a notice', 'bytes a notice'],
      sizes.slice(0, 12).map(({ table: name, rows, bytes }) => [`\`${name}\``, rows.toFixed(1), whole(bytes)]),
    );
  return [
    `A notice's history: ${whole(history.events)} events, ${whole(history.bytes)} bytes. Registry: ${total(registry)} bytes a notice in all.`,
    of(registry),
    `Temporal's two databases: ${total(engine)} bytes a notice in all.`,
    of(engine),
  ];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

const whole = (value: number): string => String(Math.round(value));
