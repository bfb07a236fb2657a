import type { ContenderFigures } from './figures.js';

interface Comparison {
  what: string;
  desk: number | undefined;
  peer: number | undefined;
  unit: string;
}

/** Says in words where a peer is faster than the desk or takes less, a line for each peer. */
export function listWhereFaster(figures: readonly ContenderFigures[]): string[] {
  const desk = figures.find(({ key }) => key === 'desk');
  if (desk === undefined) return [];
  return figures.flatMap((peer) => {
    if (peer === desk) return [];
    const better = compare(desk, peer).filter(isPeerBetter).map(describe);
    return better.length === 0 ? [] : [`${peer.name} is ahead of the desk in: ${better.join('; ')}.`];
  });
}

function compare(desk: ContenderFigures, peer: ContenderFigures): Comparison[] {
  const steps = [...desk.steps].flatMap(([clients, own]): Comparison[] => {
    const other = peer.steps.get(clients);
    const at = `at ${clients} ${clients === 1 ? 'client' : 'clients'}`;
    return [
      { what: `step p50 ${at}`, desk: own.p50Ms, peer: other?.p50Ms, unit: 'ms' },
      { what: `step p99 ${at}`, desk: own.p99Ms, peer: other?.p99Ms, unit: 'ms' },
      { what: `CPU a step ${at}`, desk: own.cpuMs, peer: other?.cpuMs, unit: 'ms' },
      { what: `WAL a step ${at}`, desk: own.walBytes / 1024, peer: toKb(other?.walBytes), unit: 'kB' },
      { what: `memory ${at}`, desk: own.memoryMb, peer: other?.memoryMb, unit: 'MB' },
    ];
  });
  const timers = [...desk.timers].map(([open, own]): Comparison => {
    return { what: `timers p99, ${open} open`, desk: own.p99Ms, peer: peer.timers.get(open)?.p99Ms, unit: 'ms' };
  });
  return [...steps, { what: 'the order', desk: desk.order?.ms, peer: peer.order?.ms, unit: 'ms' }, ...timers];
}

function isPeerBetter({ desk, peer }: Comparison): boolean {
  return desk !== undefined && peer !== undefined && peer < desk;
}

function describe({ what, desk = 0, peer = 0, unit }: Comparison): string {
  const digits = (value: number) => value.toFixed(value < 10 ? 1 : 0);
  return `${what} (${digits(peer)} against ${digits(desk)} ${unit})`;
}

function toKb(bytes: number | undefined): number | undefined {
  return bytes === undefined ? undefined : bytes / 1024;
}
