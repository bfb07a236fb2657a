import type { ProcessPart } from '../rig/cpu.js';

/** Times of a window, in ms; null while nothing was asked. */
export interface Latency {
  count: number;
  p50Ms: number | null;
  p99Ms: number | null;
}

/** What one window of the soak saw, printed as a line of JSON. */
export interface SoakSample {
  /** Seconds since the load began. */
  atS: number;
  intake: Latency;
  /** Commands of people, from request to answer. */
  commands: Latency;
  /** Queue, counts and reports. */
  reads: Latency;
  /** Ms of the slowest answer of each address. */
  slowest: Record<string, number>;
  /** Orders of 1,178 targets, from the last approval to proven in force. */
  orders: Latency;
  /** Since the load began. */
  failed: number;
  closed: number;
  erased: number;
  open: number;
  registryMb: number;
  temporalMb: number;
  /** Written by the database server since it was set up. */
  walMb: number;
  /** Of all tables of the registry, and of the table with the most of them. */
  deadRows: number;
  mostDeadRows: number;
  /** Events of the notices closed last, on average. */
  events: number | null;
  /** Size of their histories, on average. */
  historyKb: number | null;
  memoryMb: Partial<Record<ProcessPart, number>>;
  cpuMs: Partial<Record<ProcessPart, number>>;
}

export function keepSlowest(slowest: Map<string, number>, path: string, ms: number): void {
  slowest.set(path, Math.max(ms, slowest.get(path) ?? 0));
}

export function parseSamples(text: string): SoakSample[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as SoakSample);
}
