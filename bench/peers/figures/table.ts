import { computeFigures, type ContenderFigures, type StepFigures } from './figures.js';
import { listWhereFaster } from './faster.js';
import { computeGoals } from './goals.js';
import { keepNewest, type PeersLine } from './lines.js';

/** The peers' tables in Markdown; what was not measured is a dash, with its reason below. */
export function toPeersTable(lines: readonly PeersLine[]): string {
  const figures = computeFigures(lines);
  const opens = [...new Set(figures.flatMap(({ timers }) => [...timers.keys()]))].sort((a, b) => a - b);
  return [
    ...toTable(
      ['', 'clients', 'p50 ms', 'p99 ms', 'steps/s', 'steps/s a core', 'CPU a step', 'WAL a step', 'memory'],
      figures.flatMap((one) =>
        [...one.steps].map(([clients, steps]) => [one.name, String(clients), ...toStepCells(steps)]),
      ),
    ),
    ...toTable(
      [
        '',
        'order, from approval',
        ...opens.map((open) => `late p50, p99, ${open} open`),
        'steps acknowledged: lost, repeated after kill -9',
        'operations: missing, repeated',
      ],
      figures.map((one) => toOtherCells(one, opens)),
    ),
    ...toTable(
      ['goal', 'measured', 'met'],
      computeGoals(figures).map(({ goal, measured, isMet }) => [goal, measured, toWord(isMet)]),
    ),
    ...listWhereFaster(figures).map((text) => `- ${text}`),
    ...figures.flatMap(({ name, leavesOut }) => (leavesOut === '' ? [] : [`- ${name} leaves out: ${leavesOut}.`])),
    ...figures.flatMap(({ name, failures }) => failures.map((failure) => `- ${name}, not measured: ${failure}`)),
    '- WAL is of PostgreSQL; the Temporal server of the desk writes to SQLite. Memory is without PostgreSQL.',
    ...describeRun(lines),
  ].join('\n');
}

function toTable(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line), ''];
}

function toStepCells(steps: StepFigures): string[] {
  return [
    steps.p50Ms.toFixed(1),
    steps.p99Ms.toFixed(1),
    steps.perSecond.toFixed(0),
    steps.perSecondPerCore.toFixed(0),
    `${steps.cpuMs.toFixed(1)} ms`,
    `${(steps.walBytes / 1024).toFixed(1)} kB`,
    `${steps.memoryMb.toFixed(0)} MB`,
  ];
}

function toOtherCells({ name, order, timers, killed }: ContenderFigures, opens: readonly number[]): string[] {
  return [
    name,
    order === undefined ? '-' : `${(order.ms / 1_000).toFixed(2)} s`,
    ...opens.map((open) => {
      const late = timers.get(open);
      return late === undefined ? '-' : `${late.p50Ms.toFixed(0)}, ${late.p99Ms.toFixed(0)} ms`;
    }),
    killed === undefined ? '-' : `${killed.acknowledged}: ${killed.lost}, ${killed.repeated}`,
    killed === undefined ? '-' : `${killed.effects}: ${killed.effectsLost}, ${killed.effectsRepeated}`,
  ];
}

function toWord(isMet: boolean | undefined): string {
  if (isMet === undefined) return '-';
  return isMet ? 'yes' : 'no';
}

function describeRun(lines: readonly PeersLine[]): string[] {
  const run = keepNewest(lines).find((line) => line.part === 'run');
  if (run === undefined) return [];
  const versions = Object.entries(run.versions).map(([name, version]) => `${name} ${version}`);
  return [
    `- ${run.run.slice(0, 10)}, ${run.machine}, load average ${run.loadAverage} before, fdatasync ${run.fdatasyncP50Ms} ms; ${versions.join(', ')}.`,
  ];
}
