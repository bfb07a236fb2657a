import type { ContenderFigures, StepFigures } from './figures.js';

interface Measure {
  what: string;
  unit: string;
  read: (steps: StepFigures) => number;
}

const MEASURES: readonly Measure[] = [
  { what: 'step p50', unit: 'ms', read: ({ p50Ms }) => p50Ms },
  { what: 'step p99', unit: 'ms', read: ({ p99Ms }) => p99Ms },
  { what: 'CPU a step', unit: 'ms', read: ({ cpuMs }) => cpuMs },
  { what: 'WAL a step', unit: 'kB', read: ({ walBytes }) => walBytes / 1024 },
  { what: 'memory', unit: 'MB', read: ({ memoryMb }) => memoryMb },
];

interface Compared {
  /** Of the peer and the desk; what one of them lacks is no comparison. */
  peer: number | undefined;
  desk: number | undefined;
}

/** Says in words where a peer is faster than the desk or takes less, a line for each peer. */
export function listWhereFaster(figures: readonly ContenderFigures[]): string[] {
  const desk = figures.find(({ key }) => key === 'desk');
  if (desk === undefined) return [];
  return figures.flatMap((peer) => {
    if (peer === desk) return [];
    const ahead = [...MEASURES.flatMap((measure) => describeSteps(measure, desk, peer)), ...describeRest(desk, peer)];
    return ahead.length === 0 ? [] : [`${peer.name} is ahead of the desk in: ${ahead.join('; ')}.`];
  });
}

function describeSteps({ what, unit, read }: Measure, desk: ContenderFigures, peer: ContenderFigures): string[] {
  const compared = [...desk.steps].flatMap(([clients, own]) => {
    const other = peer.steps.get(clients);
    const pair = { clients, peer: other && read(other), desk: read(own) };
    return isPeerAhead(pair) ? [pair] : [];
  });
  if (compared.length === 0) return [];
  const clients = compared.map((one) => one.clients).join(', ');
  return [`${what} at ${clients} clients (${list(compared, 'peer')} against ${list(compared, 'desk')} ${unit})`];
}

function describeRest(desk: ContenderFigures, peer: ContenderFigures): string[] {
  const rest = [
    { what: 'the order', peer: peer.order?.ms, desk: desk.order?.ms },
    ...[...desk.timers].map(([open, own]) => ({
      what: `timers p99 with ${open} open`,
      peer: peer.timers.get(open)?.p99Ms,
      desk: own.p99Ms,
    })),
  ];
  return rest.flatMap((one) =>
    isPeerAhead(one) ? [`${one.what} (${format(one.peer)} against ${format(one.desk)} ms)`] : [],
  );
}

function isPeerAhead({ peer, desk }: Compared): boolean {
  return peer !== undefined && desk !== undefined && peer < desk;
}

function list(compared: readonly Compared[], side: keyof Compared): string {
  return compared.map((one) => format(one[side])).join(', ');
}

function format(value = 0): string {
  return value.toFixed(value < 10 ? 1 : 0);
}
