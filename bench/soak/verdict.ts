import { keepSlowest, type SoakSample } from './lines.js';

/** A figure may grow by this share of its mean in an hour and still count as flat. */
const FLAT_AN_HOUR = 0.1;

export interface Figure {
  name: string;
  unit: string;
  /** `first`: the sample that the run began with. */
  read: (sample: SoakSample, first: SoakSample) => number | null;
}

const memory = (part: keyof SoakSample['memoryMb']): Figure => ({
  name: `memory: ${part}`,
  unit: 'MB',
  read: ({ memoryMb }) => memoryMb[part] ?? null,
});

const growth = (name: string, size: 'registryMb' | 'temporalMb' | 'walMb'): Figure => ({
  name,
  unit: 'kB',
  read: (sample, first) => {
    const closed = sample.closed - first.closed;
    return closed <= 0 ? null : ((sample[size] - first[size]) * 1_024) / closed;
  },
});

/** What has to stay flat. The registry and Temporal's files grow by what is not erased yet, so they count by notice. */
export const FIGURES: readonly Figure[] = [
  { name: 'intake p50', unit: 'ms', read: ({ intake }) => intake.p50Ms },
  { name: 'intake p99', unit: 'ms', read: ({ intake }) => intake.p99Ms },
  { name: 'command p50', unit: 'ms', read: ({ commands }) => commands.p50Ms },
  { name: 'command p99', unit: 'ms', read: ({ commands }) => commands.p99Ms },
  { name: 'read p99', unit: 'ms', read: ({ reads }) => reads.p99Ms },
  { name: 'order of 1,178', unit: 'ms', read: ({ orders }) => orders.p50Ms },
  ...(['api', 'worker', 'enforcement', 'temporal', 'postgres', 'press', 'mail'] as const).map(memory),
  growth('registry a notice', 'registryMb'),
  growth('Temporal a notice', 'temporalMb'),
  growth('WAL a notice', 'walMb'),
  { name: 'dead rows', unit: '', read: ({ deadRows }) => deadRows },
  { name: 'open notices', unit: '', read: ({ open }) => open },
  { name: 'events of a notice', unit: '', read: ({ events }) => events },
  { name: 'history of a notice', unit: 'kB', read: ({ historyKb }) => historyKb },
];

export interface Verdict {
  name: string;
  unit: string;
  mean: number;
  /** Share of the mean in an hour, by least squares. */
  anHour: number;
  isFlat: boolean;
}

/** Judges the second half of a soak, after everything has warmed up. Falling is flat. */
export function judge(samples: readonly SoakSample[]): Verdict[] {
  const half = takeSecondHalf(samples);
  const [first] = samples;
  if (first === undefined) return [];
  return FIGURES.flatMap(({ name, unit, read }) => {
    const points = half.flatMap((sample) => {
      const value = read(sample, first);
      return value === null ? [] : [{ x: sample.atS / 3_600, y: value }];
    });
    if (points.length < 2) return [];
    const mean = average(points.map(({ y }) => y));
    const anHour = mean === 0 ? 0 : computeSlope(points) / mean;
    return [{ name, unit, mean, anHour, isFlat: anHour <= FLAT_AN_HOUR }];
  });
}

const takeSecondHalf = (samples: readonly SoakSample[]) => samples.slice(Math.floor(samples.length / 2));

function findSlowest(samples: readonly SoakSample[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const [path, ms] of samples.flatMap(({ slowest }) => Object.entries(slowest))) keepSlowest(found, path, ms);
  return found;
}

/** Slope of the least-squares line. */
export function computeSlope(points: readonly { x: number; y: number }[]): number {
  const meanX = average(points.map(({ x }) => x));
  const meanY = average(points.map(({ y }) => y));
  const spread = points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  return spread === 0 ? 0 : points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0) / spread;
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

export function toSoakTable(samples: readonly SoakSample[]): string {
  const last = samples.at(-1);
  if (last === undefined) return 'No samples.';
  const rows = judge(samples).map(
    ({ name, unit, mean, anHour, isFlat }) =>
      `| ${name} | ${mean.toFixed(mean < 10 ? 1 : 0)} ${unit} | ${(anHour * 100).toFixed(0)} % | ${isFlat ? 'yes' : 'no'} |`,
  );
  const reads = [...findSlowest(takeSecondHalf(samples))].map(([path, ms]) => `${path} ${Math.round(ms)} ms`);
  return [
    '| second half | mean | change an hour | flat |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
    `${Math.round(last.atS / 60)} minutes: ${last.closed} notices closed, ${last.erased} erased, ${last.failed} requests failed.`,
    ...(reads.length === 0 ? [] : [`Slowest reads: ${reads.join(', ')}.`]),
  ].join('\n');
}
