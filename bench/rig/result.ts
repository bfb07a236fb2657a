import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import type { BenchOptions } from './options.js';
import type { Spread } from './pairs.js';
import type { MachineState } from './probe.js';

export interface Measured {
  ratio: Spread;
  pairs: number;
  met: boolean;
  a: Record<string, unknown>;
  b: Record<string, unknown>;
  counters: Record<string, unknown>;
  /** Limits that could have capped the result. */
  limits: Record<string, unknown>;
  durability: string;
  note: string;
}

export interface Benchmark {
  name: string;
  what: string;
  peer: string;
  target: string;
  measure: (options: BenchOptions) => Promise<Measured>;
}

export interface BenchResult extends Measured {
  name: string;
  target: string;
  at: string;
  machine: string;
  machineState: MachineState;
  versions: Record<string, string>;
}

interface Named {
  name: string;
  target: string;
  machineState: MachineState;
}

export function toResult({ name, target, machineState }: Named, measured: Measured): BenchResult {
  const at = new Date().toISOString();
  return { name, ...measured, target, at, machine: describeMachine(), machineState, versions: readVersions() };
}

/** Durability of the embedded desk, stated with every figure that includes a write. */
export const DESK_DURABILITY =
  'PostgreSQL fsync=on synchronous_commit=on; Temporal dev server on SQLite, journal_mode=WAL synchronous=NORMAL, one shard; both sides the same server';

/** Settings of the embedded Temporal server that would otherwise cap the figures. */
export const DESK_LIMITS = {
  'history.transferProcessorMaxPollRPS': 2000,
  'history.timerProcessorMaxPollRPS': 2000,
  'frontend.namespaceRPS': 100_000,
  'matching.rps': 100_000,
  DESK_RATE_LIMIT: 'off',
} as const;

export function describeMachine(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown CPU';
  return `${cpus().length} × ${model}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform}-${process.arch}`;
}

export function readVersions(): Record<string, string> {
  return {
    desk: readVersion('../../../package.json'),
    node: process.versions.node,
    temporalSdk: readVersion('../../../node_modules/@temporalio/worker/package.json'),
  };
}

function readVersion(path: string): string {
  const text = readFileSync(new URL(path, import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
