import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import type { Spread } from './pairs.js';
import type { MachineState } from './probe.js';

/** What a benchmark found out, before the machine and the versions are added. */
export interface Measured {
  ratio: Spread;
  pairs: number;
  met: boolean;
  /** Figures of the desk, the unit in each name. */
  a: Record<string, unknown>;
  /** Figures of the peer. */
  b: Record<string, unknown>;
  counters: Record<string, unknown>;
  /** Limits that could have been what was measured. */
  limits: Record<string, unknown>;
  /** What "kept" means on either side. */
  durability: string;
  note: string;
}

export interface BenchResult extends Measured {
  name: string;
  target: string;
  at: string;
  machine: string;
  /** Before it began. */
  machineState: MachineState;
  versions: Record<string, string>;
}

interface Named {
  name: string;
  target: string;
  machineState: MachineState;
}

/** The result line. */
export function toResult({ name, target, machineState }: Named, measured: Measured): BenchResult {
  const at = new Date().toISOString();
  return { name, ...measured, target, at, machine: describeMachine(), machineState, versions: readVersions() };
}

/** As the embedded desk runs: said with every figure that includes a write. */
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

function describeMachine(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown CPU';
  return `${cpus().length} × ${model}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform}-${process.arch}`;
}

function readVersions(): Record<string, string> {
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
