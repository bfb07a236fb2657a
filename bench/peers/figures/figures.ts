import { computeMedian, percentile } from '../../rig/pairs.js';
import { CONTENDERS, type ContenderKey, type KillLine, keepNewest, type PeersLine, type StepsLine } from './lines.js';

export interface StepFigures {
  p50Ms: number;
  p99Ms: number;
  perSecond: number;
  perSecondPerCore: number;
  cpuMs: number;
  walBytes: number;
  memoryMb: number;
}

export interface Lateness {
  p50Ms: number;
  p99Ms: number;
}

export interface ContenderFigures {
  key: ContenderKey;
  name: string;
  leavesOut: string;
  /** By number of clients. */
  steps: ReadonlyMap<number, StepFigures>;
  order?: { targets: number; ms: number } | undefined;
  freshness?: Lateness | undefined;
  killed?: KillLine | undefined;
  /** By number of open notices. */
  timers: ReadonlyMap<number, Lateness>;
  /** Why something of it is missing. */
  failures: readonly string[];
}

/** Computes the figures of each contender that the lines name, in the order of `CONTENDERS`. */
export function computeFigures(all: readonly PeersLine[]): ContenderFigures[] {
  const lines = keepNewest(all);
  return CONTENDERS.flatMap((key) => {
    const own = lines.filter((line) => line.part !== 'run' && line.contender === key);
    return own.length === 0 ? [] : [toFigures(key, own)];
  });
}

function toFigures(key: ContenderKey, lines: readonly PeersLine[]): ContenderFigures {
  const pick = <P extends PeersLine['part']>(part: P) =>
    lines.filter((line): line is Extract<PeersLine, { part: P }> => line.part === part);
  const [named] = pick('contender');
  const orders = pick('order');
  const [freshness] = pick('freshness');
  return {
    key,
    name: named?.name ?? key,
    leavesOut: named?.leavesOut ?? '',
    steps: toSteps(pick('steps')),
    ...(orders[0] && { order: { targets: orders[0].targets, ms: computeMedian(orders.map(({ ms }) => ms)) } }),
    ...(freshness && { freshness: toLateness(freshness.ms) }),
    killed: pick('kill')[0],
    timers: new Map([...pick('timers'), ...pick('timers-10k')].map(({ open, ms }) => [open, toLateness(ms)])),
    failures: [...new Set(pick('failed').map(({ of, reason }) => `${of}: ${reason}`))],
  };
}

function toSteps(lines: readonly StepsLine[]): Map<number, StepFigures> {
  const byClients = new Map<number, StepsLine[]>();
  for (const line of lines) byClients.set(line.clients, [...(byClients.get(line.clients) ?? []), line]);
  return new Map([...byClients].map(([clients, own]) => [clients, averageSteps(own)]));
}

function averageSteps(lines: readonly StepsLine[]): StepFigures {
  const ms = lines.flatMap((line) => line.ms);
  const average = (read: (line: StepsLine) => number) =>
    lines.reduce((sum, line) => sum + read(line), 0) / lines.length;
  const cpuMs = average((line) => line.cpuMs);
  return {
    p50Ms: percentile(ms, 50),
    p99Ms: percentile(ms, 99),
    perSecond: average((line) => line.perSecond),
    perSecondPerCore: 1_000 / cpuMs,
    cpuMs,
    walBytes: average((line) => line.walBytes),
    memoryMb: average((line) => line.memoryMb),
  };
}

function toLateness(ms: readonly number[]): Lateness {
  return { p50Ms: percentile(ms, 50), p99Ms: percentile(ms, 99) };
}
